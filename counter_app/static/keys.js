/** One key, one action: by the key's place (`code`), so that no input method or layout changes what it does. */
import { ACTIONS, possible, take } from "./actions.js";
import { dialog, open_dialog } from "./desk.js";

/** The key that shows all keys. */
export const HELP_CODE = "NumpadMultiply";

const CODES = new Set([...ACTIONS.flatMap((one) => one.codes), HELP_CODE]);

/** @param {KeyboardEvent} event */
const is_typing = (event) => event.target instanceof Element && Boolean(event.target.closest("input, textarea, select"));

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
  if (event.code === HELP_CODE) open_dialog({ name: "keys" });
  const wanted = ACTIONS.find((one) => one.codes.includes(event.code) && possible.value.has(one.id));
  if (wanted) take(wanted, event.code);
}

addEventListener("keydown", on_key);
