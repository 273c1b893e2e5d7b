/**
 * Tells the agent that this page draws. A browser that froze sends nothing, nor does one that runs scripts but paints no
 * picture any more; whoever started it then starts it anew.
 */
import { boot } from "toi-luot/boot.js";

const EVERY_MS = 5000;

let has_drawn = false;

/** @param {boolean} is_leaving */
function tell(is_leaving) {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${boot.token}` };
  const body = JSON.stringify({ is_leaving });
  fetch(`${boot.api}/alive`, { method: "POST", headers, body, keepalive: is_leaving }).catch(() => {
    // The agent is starting anew: the next sign reaches it.
  });
}

function await_picture() {
  has_drawn = false;
  requestAnimationFrame(() => {
    has_drawn = true;
  });
}

function beat() {
  if (has_drawn) tell(false);
  await_picture();
}

/** A page that nobody sees draws nothing, and owes no sign. */
function change() {
  if (document.visibilityState === "hidden") tell(true);
}

addEventListener("pagehide", () => tell(true));
document.addEventListener("visibilitychange", change);
requestAnimationFrame(() => tell(false));
await_picture();
setInterval(beat, EVERY_MS);
