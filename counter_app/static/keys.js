/** One key, one action: by the key's place (`code`), so that no input method or layout changes what it does. */
import { effect } from "@preact/signals";
import { busy, dialog, is_locked, open_dialog } from "toi-luot/asking.js";
import { ACTIONS, possible, take } from "./actions.js";

/** The key that shows all keys. */
export const HELP_CODE = "NumpadMultiply";

const CODES = new Set([...ACTIONS.flatMap((one) => one.codes), HELP_CODE]);
const EARLY_MS = 500;

/** @param {KeyboardEvent} event */
const is_typing = (event) =>
  event.target instanceof Element && Boolean(event.target.closest("input, textarea, select"));

/** The key whose request is under way, and one that was pressed just before its answer came. */
let sent_code = "";
let early = { code: "", at_ms: -Infinity };

/** @param {string} code */
function act_on(code) {
  if (code === HELP_CODE) open_dialog({ name: "keys" });
  const meant = ACTIONS.filter((one) => one.codes.includes(code));
  const wanted = meant.find((one) => possible.value.has(one.id));
  if (wanted) sent_code = code;
  for (const one of wanted ? [wanted] : meant) take(one, code);
}

/** @param {KeyboardEvent} event */
function on_key(event) {
  const is_combined = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  if (is_combined || !CODES.has(event.code)) return;
  // Within a dialog the numeric pad types numbers; function keys there would act on what lies behind.
  if (dialog.value || is_typing(event)) {
    if (!event.code.startsWith("Numpad")) event.preventDefault();
    return;
  }
  event.preventDefault();
  // A key held down counts once.
  if (event.repeat) return;
  if (!busy.value) act_on(event.code);
  else if (event.code !== sent_code) early = { code: event.code, at_ms: performance.now() };
}

// Quick hands are a step ahead of the answer: another key pressed shortly before it counts once the answer is there.
effect(() => {
  if (is_locked.value || !early.code) return;
  const { code, at_ms } = early;
  early = { code: "", at_ms: -Infinity };
  if (performance.now() - at_ms < EARLY_MS) queueMicrotask(() => act_on(code));
});

addEventListener("keydown", on_key);
