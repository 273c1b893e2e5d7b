/** Nothing is given out now: when it is again, and why not before; in the chosen language, and smaller in the others. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { language, others, own, own_in, t, words } from "toi-luot/texts.js";
import { FindButton } from "./procedures/find_button.js";
import { hall } from "./state.js";
import { day_at, time_at, when } from "./when.js";

/** @typedef {import("./hours.js").Opening} Opening */

/** @param {{next: Opening}} props */
const Again = ({ next }) => html`
  <div class="again" data-opens=${next.from_ms}>
    <span>${t("kiosk.opens_at")}</span>
    <b class="again-time digits">${time_at(next.from_ms)}</b>
    <b class="again-day">${day_at(language.value, next.from_ms)}</b>
  </div>
  ${next.reason && html`<p class="again-reason"><${Icon} name="calendar-clock" />${own(next.reason)}</p>`}`;

/** @param {{next: Opening | null}} props */
const InOthers = ({ next }) =>
  others().map((tongue) => {
    const reason = own_in(tongue, next?.reason);
    return html`<div class="notice-other" key=${tongue} lang=${tongue}>
      <b>${words(tongue, "kiosk.closed")}</b>
      <p>
        ${next ? when(tongue, "kiosk.opens", next.from_ms) : words(tongue, "kiosk.no_opening")}
        ${reason && html` (${reason})`}
      </p>
    </div>`;
  });

const CentresNotice = () => {
  const notice = hall.value?.header.centre?.notice;
  return notice && html`<p class="notice-small">${own(notice)}</p>`;
};

/** @param {{next: Opening | null}} props */
export const Closed = ({ next }) => html`
  <main class="notice drum closed">
    <div class="closed-part">
      <span class="notice-icon"><${Icon} name="clock" /></span>
      <h1>${t("kiosk.closed")}</h1>
      ${next ? html`<${Again} next=${next} />` : html`<p>${t("kiosk.no_opening")}</p>`}
    </div>
    <div class="closed-part">
      <p>${t("kiosk.closed_hint")}</p>
      <${InOthers} next=${next} />
      <${CentresNotice} />
      <${FindButton} />
    </div>
  </main>`;
