/** One number for several errands: chosen one after the other, taken back by another touch, drawn by a button. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { count, language, t } from "toi-luot/texts.js";
import { choose_several, hall, is_offline, several, several_note, take_several } from "./state.js";

/** Kiosks that are alone draw numbers for one field. */
const is_offered = () => hall.value.most_fields > 1 && !is_offline.value;

/** The way into choosing, where the centre's plan lets a number be for several fields. */
export const SeveralTool = () =>
  is_offered() &&
  html`<button class="tool tool-several" id="several" ...${on_press(() => choose_several([]))}>
    <${Icon} name="tickets" />
    <span class="tool-words"><b>${t("kiosk.several")}</b></span>
  </button>`;

/** What the choice leads to, and the way back. @param {{elsewhere: string[]}} props `elsewhere`: what was chosen and is out of sight */
export const SeveralBar = ({ elsewhere }) => {
  const n = several.value?.length ?? 0;
  const words = n === 0 ? t("kiosk.several_none") : count("kiosk.several_take", n);
  return html`<div class="tools tools-several">
    <button class="button button-main" id="take-several" aria-disabled=${n === 0} ...${on_press(take_several)}>
      <${Icon} name="ticket" /><span aria-live="polite">
        ${words}
        ${elsewhere.length > 0 && html`<small>${t("kiosk.several_elsewhere", { names: elsewhere.join(", ") })}</small>`}
      </span>
    </button>
    <button class="button" id="one-only" ...${on_press(() => choose_several(null))}>
      <${Icon} name="arrow-left" />${t("kiosk.several_back")}
    </button>
  </div>`;
};

/** Why the last touch chose nothing. */
export const SeveralNote = () => html`
  <p class="hero-notice" role="alert" id="several-note">
    <${Icon} name="circle-alert" /><span>${several_note.value?.[language.value]}</span>
  </p>`;

/** In which order an errand is done, on its card. @param {{id: string}} props */
export const Turn = ({ id }) => {
  const turn = several.value?.indexOf(id) ?? -1;
  return turn >= 0 && html`<b class="card-turn digits" data-turn>${turn + 1}</b>`;
};
