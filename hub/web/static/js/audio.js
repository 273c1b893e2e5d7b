/** The page's one way to sound: whether it can be heard, and the touch that browsers demand before it can. */
import { signal } from "@preact/signals";
import { when_idle } from "./idle.js";

/** So late at the latest it is looked at whether the page can be heard. */
const LATEST_MS = 1000;

/** @type {AudioContext | null} */
let made = null;

/** The sound card's clock and ways; made when it is first wanted, because that takes as long as drawing a page. */
export function context() {
  if (made === null && "AudioContext" in window) {
    made = new AudioContext();
    made.addEventListener("statechange", look);
  }
  return made;
}

/** Whether something would be heard now. */
export const is_running = () => context()?.state === "running";

/**
 * "on", also until that was looked at; "muted" until somebody touches the screen, as browsers demand; "none" where there
 * is no sound at all.
 */
export const sound = signal("on");

function look() {
  sound.value = context() === null ? "none" : is_running() ? "on" : "muted";
}

/** Turn the sound on; works only within a touch or a key press. */
export const unmute = () => context()?.resume();

when_idle(look, LATEST_MS);
addEventListener("pointerdown", unmute);
addEventListener("keydown", unmute);
