/** The big panel: who is called where. */
import { html } from "htm/preact";
import { Both, Icon } from "toi-luot/parts.js";
import { language, own, SECOND, t, words } from "toi-luot/texts.js";
import { current } from "./announcer.js";
import { key_of } from "./calls.js";
import { MediaPanel, medium } from "./media_panel.js";

/** @typedef {import("./announcer.js").Call} Call */

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

/**
 * Drawn anew for each announcement, so that the flash begins from its start.
 * @param {{call: Call, hall: Record<string, string> | undefined}} props
 */
const Call = ({ call, hall }) => {
  const is_announced = current.value.length > 0;
  return html`<section
    class=${`call drum ${is_announced ? "is-announced" : ""}`}
    data-call=${call.label}
    data-counter=${call.counter}
  >
    <${Numbers} call=${call} />
    <p class="call-foot">
      <span>${own(call.field)}</span>
      ${hall && html`<span class="call-hall"><${Icon} name="map-pinned" />${own(hall)}</span>`}
      ${
        call.times_called > 1 &&
        html`<span class="call-again">
          <${Icon} name="bell-ring" /><span><${Both} code="wall.called_again" n=${call.times_called} /></span>
        </span>`
      }
    </p>
  </section>`;
};

/** @param {{code: string, hint?: (tongue: string) => string}} props a text, and its `_hint` unless there is another */
const Resting = ({ code, hint = (tongue) => words(tongue, `${code}_hint`) }) => html`
  <section class="call call-resting drum" data-resting=${code}>
    <p class="resting-title">${t(code)}</p>
    <p>${hint(language.value)}</p>
    <p class="resting-other" lang=${SECOND}>${hint(SECOND)}</p>
  </section>`;

/**
 * The calls being announced; between announcements the newest one, or what stands there meanwhile.
 * @param {{calls: Call[], halls: Map<number, Record<string, string>>, is_open: boolean, is_over: boolean, closed: ((tongue: string) => string) | null}} props
 *   `is_over`: today's work has ended; `closed` says until when
 */
export const CallPanel = ({ calls, halls, is_open, is_over, closed }) => {
  if (!is_open) return html`<${Resting} code=${is_over ? "wall.day_over" : "wall.not_open"} />`;
  const shown = current.value.length > 0 ? current.value : calls.slice(-1);
  if (medium.value && !closed) return html`<${MediaPanel} shown=${medium.value} />`;
  if (shown.length === 0 && closed) return html`<${Resting} code="wall.closed" hint=${closed} />`;
  if (shown.length === 0) return html`<${Resting} code="wall.resting" />`;
  return html`<div class="calls">${shown.map((call) => html`<${Call} key=${key_of(call)} call=${call} hall=${halls.get(call.counter)} />`)}</div>`;
};
