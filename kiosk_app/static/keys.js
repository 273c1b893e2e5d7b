/**
 * The kiosk by keys alone: arrows move from choice to choice in the order in which they are read, Enter presses.
 *
 * Made for keypads with arrows, a round key and a key for help, which present themselves as keyboards; the help key is
 * the one that sends a slash. Tab works as everywhere.
 */
import { help_key, sight } from "./reading.js";

const NEXT = new Set(["ArrowDown", "ArrowRight"]);
const FORMER = new Set(["ArrowUp", "ArrowLeft"]);
const HELP = new Set(["Slash", "NumpadDivide"]);

/** Every choice there is now, in its order: the sight's, then the tools'. @returns {HTMLElement[]} */
const choices = () =>
  [sight(), document.querySelector(".tool-bar")]
    .flatMap((part) => /** @type {HTMLElement[]} */ ([...(part?.querySelectorAll("button") ?? [])]))
    .filter((button) => button.checkVisibility());

/** @param {number} step */
function move(step) {
  const all = choices();
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
  all[next]?.focus({ focusVisible: true });
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = Number(NEXT.has(event.code)) - Number(FORMER.has(event.code));
  if (step) move(step);
  else if (HELP.has(event.code) && !event.repeat) help_key();
  else return;
  event.preventDefault();
}

// What lies beneath a question can be reached neither by a key nor by a finger.
const covering = new MutationObserver(() => {
  const layers = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".sight > main, .sight > .veil"));
  const uppermost = [...layers].filter((layer) => layer.matches(".veil")).at(-1);
  for (const layer of layers) layer.inert = uppermost !== undefined && layer !== uppermost;
});
covering.observe(document.body, { subtree: true, childList: true });

addEventListener("keydown", pressed);
