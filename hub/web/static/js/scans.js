/**
 * Tickets under a scanner: the hub tells what a desk agent's scanner read, and a scanner that types like a keyboard is
 * heard wherever the focus is, but for a field, which takes what is typed. Whatever else it types presses nothing: an
 * identity card ends with Enter, and there is a space in every name.
 */
import { code_in } from "./labels.js";
import { link } from "./link.js";

const START = "TL1:";
const BEGUN = /^TL1:[\dA-Z-]{0,27}$/;
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);

/** No scanner takes longer from one letter to the next. */
const GAP_MS = 1000;

/** No hand presses more keys in a row, each so shortly after the one before. */
const MOST_BY_HAND = 5;
const BY_HAND_MS = 40;

const SIGNS = /** @type {Record<string, string>} */ ({ Minus: "-", Semicolon: ":" });

/** By the key's place, so that no input method and no Caps Lock changes what it is. @param {KeyboardEvent} event */
const sign_of = ({ code, key }) => {
  if (code.startsWith("Numpad")) return "";
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? SIGNS[code] ?? (key.length === 1 ? key.toUpperCase() : "");
};

/** @param {KeyboardEvent} event */
const is_typing = ({ target }) =>
  target instanceof Element && Boolean(target.closest("input:not([type=radio], [type=checkbox]), textarea, select"));

/** @param {string} typed */
const may_become_code = (typed) => START.startsWith(typed) || BEGUN.test(typed);

/** @param {KeyboardEvent} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

let typed = "";
let last_ms = Number.NEGATIVE_INFINITY;
let in_a_row = 0;

/** A letter belongs to a code from the second on: nobody types T and L on these pages. @param {KeyboardEvent} event */
function take_sign(event) {
  const sign = sign_of(event);
  if (!sign || event.repeat) return;
  const gap_ms = event.timeStamp - last_ms;
  last_ms = event.timeStamp;
  in_a_row = gap_ms > BY_HAND_MS ? 1 : in_a_row + 1;
  typed = [(gap_ms > GAP_MS ? "" : typed) + sign, sign].find(may_become_code) ?? "";
  if (typed.length > 1 || in_a_row > MOST_BY_HAND) swallow(event);
}

/** @param {KeyboardEvent} event @param {(code: {day: string, label: string}) => void} act */
function take_end(event, act) {
  const code = code_in(typed);
  const is_scanner = in_a_row > MOST_BY_HAND && event.timeStamp - last_ms <= GAP_MS;
  if (is_scanner || typed.length >= START.length) swallow(event);
  typed = "";
  in_a_row = 0;
  if (code) act(code);
}

/**
 * Act on each ticket that is scanned for this page.
 * @param {(code: {day: string, label: string}) => void} act `day` is "" for a ticket that the hub told, which is of today
 */
export function on_scan(act) {
  link.on_scan((/** @type {{label: string}} */ { label }) => act({ day: "", label }));
  addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || is_typing(event)) return;
      if (ENDS.has(event.code)) take_end(event, act);
      else take_sign(event);
    },
    { capture: true },
  );
}
