/** Keys of the rating page, for whoever cannot touch it: arrows go from one answer to the next, Enter gives it. */
import { skip, stage } from "./state.js";

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });

/** @param {number} step */
function go(step) {
  const answers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("main button:not(:disabled), .after button")]);
  if (answers.length === 0) return;
  const at = answers.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : answers.length - 1) : (at + step + answers.length) % answers.length;
  answers[next].focus();
}

addEventListener("keydown", (event) => {
  if (event.code in STEPS) {
    event.preventDefault();
    go(STEPS[event.code]);
  }
  if (event.code === "Escape" && stage.value === "why") skip();
});
