/** A call keypad: a display of two lines, keys of functions and figures. */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { t, words } from "toi-luot/texts.js";
import { called, look_of, press, view } from "./hall_state.js";
import { Troubles } from "./troubles.js";
import { Both } from "./words.js";

const LAYOUT = [
  ["RECALL", "1", "2", "3", "START"],
  ["MISSED", "4", "5", "6", "FINISH"],
  ["HOLD", "7", "8", "9", "TRANSFER"],
  ["PAUSE", "CLEAR", "0", "CALL", "NEXT"],
];

/** Keys of a keyboard while the keypad has the focus. @type {Record<string, string>} */
const SHORTCUTS = {
  NumpadAdd: "NEXT",
  NumpadSubtract: "RECALL",
  NumpadMultiply: "START",
  NumpadDivide: "FINISH",
  NumpadEnter: "CALL",
  Backspace: "CLEAR",
};

const BEEP_MS = 600;

/** Whether it beeped just now. @param {number} beeps */
const use_beep = (beeps) => {
  const [until_ms, set_until_ms] = useState(0);
  const [heard, set_heard] = useState(beeps);
  useEffect(() => {
    if (beeps > heard) set_until_ms(Date.now() + BEEP_MS);
    set_heard(beeps);
  }, [beeps]);
  return Date.now() < until_ms;
};

/** @param {{name: string, code: string, is_held: boolean}} props */
const Key = ({ name, code, is_held }) => {
  const is_figure = /^\d$/.test(code);
  const label = is_figure ? code : t(`pictures.key_${code.toLowerCase()}`);
  const title = is_figure ? undefined : `${label} – ${words("en", `pictures.key_${code.toLowerCase()}`)}`;
  const kind = is_figure ? "digits" : `key-${code.toLowerCase()}`;
  return html`<button type="button" class=${`key ${kind} ${is_held ? "is-held" : ""}`} data-key=${code} title=${title} onClick=${() => press(name, code)}>${label}</button>`;
};

/** @param {{name: string}} props */
export const Keypad = ({ name }) => {
  const { lines, beeps, held } = view.value.pictures[name];
  const is_beeping = use_beep(beeps);
  /** @param {KeyboardEvent} event */
  const on_key = (event) => {
    const key = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? SHORTCUTS[event.code];
    if (key === undefined) return;
    event.preventDefault();
    press(name, key);
  };
  return html`<article class=${`keypad ${look_of(name)}`} data-device=${name} tabindex="0"
    aria-label=${called(name, "pictures.keypad")} onKeyDown=${on_key}>
    <div class="engraved"><h3><${Both} code="pictures.keypad" /></h3><${Troubles} device=${name} /></div>
    <div class=${`lcd ${is_beeping ? "is-beeping" : ""}`} role="status">
      ${lines.map((/** @type {string} */ line, /** @type {number} */ place) => html`<p key=${place}>${line.padEnd(16)}</p>`)}
    </div>
    <div class="keys">${LAYOUT.flat().map((code) => html`<${Key} key=${code} name=${name} code=${code} is_held=${held.includes(code)} />`)}</div>
  </article>`;
};
