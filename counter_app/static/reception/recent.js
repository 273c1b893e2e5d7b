/** The numbers that the staff have drawn last. */
import { html } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { second_text } from "toi-luot/clock.js";
import { on_click } from "toi-luot/press.js";
import { own, t } from "toi-luot/texts.js";
import { Marks } from "../marks.js";
import { find } from "./state.js";

/** @param {{card: any}} props */
const Row = ({ card }) => html`
  <li class="row" data-row=${card.label}>
    <button type="button" class="row-label digits" aria-label=${t("reception.open_story", { label: card.label })}
      onClick=${on_click(card.label, () => find(card.label))}>${card.label}</button>
    <span class="row-marks">
      <span>${own(card.field)}</span><${Marks} card=${card} />
    </span>
    <span class="digits row-time">${second_text(card.arrived_ms)}</span>
    <span class="pill">${t(`state.${card.state}`)}</span>
  </li>`;

export const Recent = () => html`
  <section class="list" data-list="recent">
    <h2>${t("reception.recent")}</h2>
    ${view.value.recent.length === 0 && html`<p class="more">${t("reception.none_drawn")}</p>`}
    <ol>${view.value.recent.map((/** @type {any} */ card) => html`<${Row} key=${card.ticket} card=${card} />`)}</ol>
  </section>`;
