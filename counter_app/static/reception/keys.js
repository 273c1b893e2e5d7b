/** The keys of the reception's page, by their place (`code`): figures choose a field, function keys the rest. */
import { dialog, open_dialog, view } from "toi-luot/asking.js";
import { act_once } from "toi-luot/press.js";
import {
  choose_field,
  fields,
  files,
  forget_fields,
  is_drawable,
  is_ready,
  issue,
  language,
  set_files,
  ticket_class,
} from "./state.js";

/** @param {string[]} all @param {string} one */
const after = (all, one) => all[(all.indexOf(one) + 1) % all.length];

const KEYS = /** @type {Record<string, () => unknown>} */ ({
  F2: () => act_once("F2", issue),
  F3: () => document.getElementById("find")?.focus(),
  F4: () => {
    const ids = view.value.classes.map((/** @type {{id: string}} */ one) => one.id);
    ticket_class.value = after(["ordinary", ...ids], ticket_class.value);
  },
  F7: () => {
    language.value = after(view.value.languages, language.value);
  },
  F8: () => open_dialog({ name: "procedures" }),
  Escape: forget_fields,
  NumpadAdd: () => set_files(files.value + 1),
  NumpadSubtract: () => set_files(files.value - 1),
});

/** Choose the field of a figure: 1 to 9, then 0. @param {number} figure */
function choose_by(figure) {
  const one = view.value.fields[(figure + 9) % 10];
  if (one && (is_drawable(one) || fields.value.includes(one.id))) choose_field(one.id);
}

/** @param {KeyboardEvent} event */
const is_typing = ({ target }) =>
  target instanceof Element && Boolean(target.closest("input:not([type=radio], [type=checkbox]), select"));

/** @param {KeyboardEvent} event @returns {(() => unknown) | undefined} */
function wish(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return undefined;
  const figure = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (is_typing(event) && !event.code.startsWith("F")) return undefined;
  return figure ? () => choose_by(Number(figure)) : KEYS[event.code];
}

/** @param {KeyboardEvent} event */
function on_key(event) {
  const act = wish(event);
  if (!act || !is_ready.value) return;
  if (dialog.value) return event.code.startsWith("F") ? event.preventDefault() : undefined;
  event.preventDefault();
  if (!event.repeat) act();
}

addEventListener("keydown", on_key);
