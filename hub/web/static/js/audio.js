/** The page's one way to sound: whether it can be heard, and the touch that browsers demand before it can. */
import { signal } from "@preact/signals";

export const context = "AudioContext" in window ? new AudioContext() : null;

/** "on"; "muted" until somebody touches the screen, as browsers demand; "none" where there is no sound at all. */
export const sound = signal("none");

function look() {
  if (context) sound.value = context.state === "running" ? "on" : "muted";
}

/** Turn the sound on; works only within a touch or a key press. */
export const unmute = () => context?.resume();

look();
context?.addEventListener("statechange", look);
addEventListener("pointerdown", unmute);
addEventListener("keydown", unmute);
