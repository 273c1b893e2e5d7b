/**
 * A keyboard that somebody plugged in: on the search its letters are those on the glass.
 *
 * A scanner that types is told by its haste: a key waits for a moment, and is dropped with all that follow it too quickly.
 */
import { stage } from "../state.js";
import { place, press_key, rub_out } from "./finding_state.js";

/** No hand presses two keys, one so shortly after the other. */
const BY_HAND_MS = 25;
const HOLD_MS = 60;
const WRITES = /^[\p{L}\p{N} .,()-]$/u;

let last_ms = Number.NEGATIVE_INFINITY;
let held = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let holding;

function write_held() {
  clearTimeout(holding);
  if (held) press_key(held);
  held = "";
}

/** @param {string} key @param {number} at_ms */
function take(key, at_ms) {
  const is_hasty = at_ms - last_ms < BY_HAND_MS;
  last_ms = at_ms;
  if (is_hasty) {
    clearTimeout(holding);
    held = "";
    return;
  }
  write_held();
  held = key.toLocaleLowerCase("vi");
  holding = setTimeout(write_held, HOLD_MS);
}

const is_searching = () =>
  stage.value.name === "finding" && place.value.name === "search" && document.querySelector(".sight .veil") === null;

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !is_searching()) return;
  if (event.key === "Backspace") {
    write_held();
    rub_out();
  } else if (WRITES.test(event.key)) take(event.key, event.timeStamp);
  else return;
  event.preventDefault();
}

addEventListener("keydown", pressed);
