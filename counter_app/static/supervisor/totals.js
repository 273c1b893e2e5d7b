/** The day in figures. */
import { html } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { t } from "toi-luot/texts.js";
import { Wait } from "./parts.js";

const FIGURES = ["issued", "waiting", "serving", "finished", "missed", "cancelled"];

/** @param {{name: string, children?: any}} props */
const Tile = ({ name, children }) => html`
  <li class="tile" data-total=${name}>
    <b class="digits">${children}</b><span>${t(`supervisor.total_${name}`)}</span>
  </li>`;

/** The share of calls within 15 minutes, "–" before the first. */
function share() {
  const { called, called_within_15_min } = view.value.totals;
  return called > 0 ? `${Math.round((100 * called_within_15_min) / called)} %` : "–";
}

/** The arrival of whoever waits longest, null when nobody waits. @returns {number | null} */
function oldest_ms() {
  const oldest = view.value.fields.flatMap((/** @type {any} */ one) => one.oldest_ms ?? []);
  return oldest.length > 0 ? Math.min(...oldest) : null;
}

export const Totals = () => {
  const oldest = oldest_ms();
  return html`<ul class="tiles" aria-label=${t("supervisor.totals")}>
    ${FIGURES.map((name) => html`<${Tile} key=${name} name=${name}>${view.value.totals[name]}<//>`)}
    <${Tile} name="in_time">${share()}<//>
    <${Tile} name="oldest">${oldest === null ? "–" : html`<${Wait} since_ms=${oldest} />`}<//>
  </ul>`;
};
