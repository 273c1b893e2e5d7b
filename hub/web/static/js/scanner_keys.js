/**
 * Scanners that type like a keyboard, told from hands on every page of the staff, before anything else sees a key:
 * nothing that such a scanner types presses anything, in dialogs neither. An identity card begins with figures, which
 * choose; it has a space in every name and ends with Enter. Fields take what is typed into them, by whomever.
 *
 * A figure or letter is therefore held back for a moment, until it is known that no other follows as quickly as from a
 * scanner. Function keys and the numeric pad, which no scanner types on as it is delivered, act at once.
 */
import { code_in, token_in } from "./labels.js";

const STARTS = ["TL1:", "HTTPS://", "HTTP://"];
const BEGUN = /^(?:TL1:[\dA-Z-]{0,27}|HTTPS?:\/\/[\dA-Z.:-]{0,100}(?:\/(?:T(?:\/[A-Z2-7]{0,26})?)?)?)$/;
const LEAST = 4;
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/** No scanner takes longer from one letter to the next, or to its Enter. */
const GAP_MS = 1000;

/** No hand presses two keys, one so shortly after the other. */
const BY_HAND_MS = 50;

/** Longer than that: a busy page learns of the next key late. */
const HOLD_MS = 80;

/** A key that bounces comes twice; so many in a row are a scanner's, even if they are all the same. */
const MOST_BOUNCES = 2;

const SIGNS = /** @type {Record<string, string>} */ ({ Minus: "-", Semicolon: ":", Slash: "/", Period: "." });

/** By the key's place, so that no input method and no Caps Lock changes what it is. @param {KeyboardEvent} event */
const sign_of = ({ code, key }) => {
  if (code.startsWith("Numpad")) return "";
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? SIGNS[code] ?? (key.length === 1 ? key.toUpperCase() : "");
};

/** @param {KeyboardEvent} event */
const is_typing = ({ target }) =>
  target instanceof Element && Boolean(target.closest("input:not([type=radio], [type=checkbox]), textarea, select"));

/** @param {string} typed */
const may_become_code = (typed) => STARTS.some((start) => start.startsWith(typed)) || BEGUN.test(typed);

/** @param {KeyboardEvent} event */
function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** @type {(code: {day: string, label: string}) => void} */
let act = () => {};

/** @type {(token: string) => void} */
let follow = () => {};

/** What may become a ticket's code, and the last signs that came too quickly for a hand. */
let typed = "";
let quick = "";
let last_ms = Number.NEGATIVE_INFINITY;

/** A key that may be a scanner's first, and its second life once it proved to be a hand's. */
let held = /** @type {KeyboardEvent | null} */ (null);
let released = /** @type {KeyboardEvent | null} */ (null);
let timer = 0;

function drop() {
  clearTimeout(timer);
  held = null;
}

/** The key was pressed by a hand: it does what it does, unless what it was meant for is gone. */
function let_go() {
  const event = held;
  drop();
  if (!event) return;
  released = new KeyboardEvent(event.type, event);
  event.target?.dispatchEvent(released);
}

/** @param {KeyboardEvent} event */
function hold(event) {
  drop();
  held = event;
  timer = setTimeout(let_go, HOLD_MS);
  swallow(event);
}

const is_scanner = () => quick.length > MOST_BOUNCES || (quick.length > 1 && quick[0] !== quick[1]);

/** A letter belongs to a code from the second on: nobody types T and L. @param {KeyboardEvent} event @param {string} sign */
function take_sign(event, sign) {
  const gap_ms = event.timeStamp - last_ms;
  last_ms = event.timeStamp;
  quick = gap_ms > BY_HAND_MS ? sign : (quick + sign).slice(-1 - MOST_BOUNCES);
  typed = [(gap_ms > GAP_MS ? "" : typed) + sign, sign].find(may_become_code) ?? "";
  if (is_scanner()) drop();
  else if (quick.length === 1) let_go();
  if (is_scanner() || typed.length > 1) swallow(event);
  else if (sign !== " ") hold(event);
}

/** @param {KeyboardEvent} event */
function take_end(event) {
  let_go();
  const [code, token] = [code_in(typed), token_in(typed)];
  const is_its_end = is_scanner() && event.timeStamp - last_ms <= GAP_MS;
  if (is_its_end || typed.length >= LEAST) swallow(event);
  typed = "";
  quick = "";
  if (code) act(code);
  else if (token) follow(token);
}

/** A key on which no scanner types: what came before it was a hand's as well. */
function take_other() {
  let_go();
  quick = "";
}

/** @param {KeyboardEvent} event */
function on_key(event) {
  if (event === released || MODIFIERS.has(event.key)) return;
  const is_elsewhere = event.ctrlKey || event.altKey || event.metaKey || is_typing(event);
  const sign = is_elsewhere ? "" : sign_of(event);
  if (!is_elsewhere && ENDS.has(event.code)) take_end(event);
  else if (is_elsewhere) let_go();
  else if (!sign) take_other();
  else if (!event.repeat) take_sign(event, sign);
}

addEventListener("keydown", on_key, { capture: true });

/**
 * Act on each ticket's code that a scanner types, and on each link of a ticket.
 * @param {(code: {day: string, label: string}) => void} then
 * @param {(token: string) => void} then_follow
 */
export function on_typed(then, then_follow) {
  act = then;
  follow = then_follow;
}
