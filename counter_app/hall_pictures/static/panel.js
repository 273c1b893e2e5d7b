/** A rating panel: a small display, and faces that are lit while somebody may press them. */
import { html } from "htm/preact";
import { t } from "toi-luot/texts.js";
import { Face } from "/static/counter_app/faces.js";
import { called, look_of, press, view } from "./hall_state.js";
import { Troubles } from "./troubles.js";
import { Both } from "./words.js";

/** What the steps of a scale are called, best first. @type {Record<number, string[]>} */
const STEPS = {
  3: ["good", "fair", "poor"],
  4: ["best", "good", "fair", "poor"],
  5: ["best", "good", "fair", "poor", "worst"],
};

/**
 * What it says; how long that is still so changes all the time and is therefore told to nobody who only hears it.
 * @param {{is_lit: boolean, label: string, thanks: number, left_s: number, kept: number}} picture
 */
const Display = ({ is_lit, label, thanks, left_s, kept }) => html`<div class="panel-display">
  <p role="status">
    ${is_lit && html`<b class="digits">${label}</b><span>${t("pictures.rate_me")}</span>`}
    ${!is_lit && thanks > 0 && html`<span>${t("pictures.thanks")}</span>`}
    ${kept > 0 && html`<i class="kept">${t("pictures.kept", { n: kept })}</i>`}
  </p>
  ${is_lit && html`<i>${t("pictures.left", { s: Math.ceil(left_s) })}</i>`}
</div>`;

/** @param {number} button @param {number} thanks the button that was just pressed @param {string[]} held those stuck */
const face_look = (button, thanks, held) =>
  `face-button ${thanks === button ? "is-thanking" : ""} ${held.includes(String(button)) ? "is-held" : ""}`;

/** @param {{name: string}} props */
export const Panel = ({ name }) => {
  const picture = view.value.pictures[name];
  const { buttons, is_lit, thanks, bounced, outside, held } = picture;
  /** @param {KeyboardEvent} event */
  const on_key = (event) => {
    const button = Number(/^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? 0);
    if (button >= 1 && button <= buttons) press(name, button);
  };
  return html`<article class=${`panel ${look_of(name)} ${is_lit ? "is-lit" : ""}`} data-device=${name}
    tabindex="0" aria-label=${called(name, "pictures.panel")} onKeyDown=${on_key}>
    <div class="engraved"><h3><${Both} code="pictures.panel" /></h3><${Troubles} device=${name} /></div>
    <${Display} ...${picture} />
    <div class="faces">
      ${STEPS[buttons].map(
        (step, index) => html`<button type="button" class=${face_look(index + 1, thanks, held)}
          data-button=${index + 1} onClick=${() => press(name, index + 1)}>
          <${Face} index=${index} of=${buttons} /><span>${t(`pictures.step_${step}`)}</span>
        </button>`,
      )}
    </div>
    <p class="counts">${t("pictures.ignored", { n: bounced + outside })}</p>
  </article>`;
};
