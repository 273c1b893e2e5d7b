/** The big panel: who is called where. */
import { html } from "htm/preact";
import { Both, Icon } from "toi-luot/parts.js";
import { own, t, words } from "toi-luot/texts.js";
import { current, key_of } from "./announcer.js";

/** @typedef {import("./announcer.js").Call} Call */

const OTHER_LANGUAGE = "en";

/** @param {{call: Call}} props */
const Numbers = ({ call }) => {
  const glyphs = call.label.length + String(call.counter).length;
  return html`<div class="call-numbers digits" style=${{ "--glyphs": String(glyphs) }}>
    <div class="call-half">
      <p class="call-words"><${Both} code="wall.please" /></p>
      <b class="call-label">${call.label}</b>
    </div>
    <div class="call-half">
      <p class="call-words"><${Both} code="wall.to_counter" /></p>
      <b class="call-counter">${call.counter}</b>
    </div>
  </div>`;
};

/** Drawn anew for each announcement, so that the flash begins from its start. @param {{call: Call}} props */
const Call = ({ call }) => {
  const is_announced = current.value.length > 0;
  return html`<section
    class=${`call drum ${is_announced ? "is-announced" : ""}`}
    data-call=${call.label}
    data-counter=${call.counter}
  >
    <${Numbers} call=${call} />
    <p class="call-foot">
      <span>${own(call.field)}</span>
      ${
        call.times_called > 1 &&
        html`<span class="call-again">
          <${Icon} name="bell-ring" /><span><${Both} code="wall.called_again" n=${call.times_called} /></span>
        </span>`
      }
    </p>
  </section>`;
};

/** @param {{code: string}} props a text and its `_hint` */
const Resting = ({ code }) => html`
  <section class="call call-resting drum">
    <p class="resting-title">${t(code)}</p>
    <p>${t(`${code}_hint`)}</p>
    <p class="resting-other" lang=${OTHER_LANGUAGE}>${words(OTHER_LANGUAGE, `${code}_hint`)}</p>
  </section>`;

/**
 * The calls being announced; between announcements the newest one.
 * @param {{calls: Call[], is_open: boolean}} props
 */
export const CallPanel = ({ calls, is_open }) => {
  if (!is_open) return html`<${Resting} code="wall.not_open" />`;
  const shown = current.value.length > 0 ? current.value : calls.slice(-1);
  if (shown.length === 0) return html`<${Resting} code="wall.resting" />`;
  return html`<div class="calls">${shown.map((call) => html`<${Call} key=${key_of(call)} call=${call} />`)}</div>`;
};
