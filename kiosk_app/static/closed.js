/** Nothing is given out now: when it is again, and why not before. Nobody can choose a language here, so both are shown. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { words } from "toi-luot/texts.js";
import { hall } from "./state.js";
import { day_at, time_at, when } from "./when.js";

/** @typedef {import("./hours.js").Opening} Opening */

/** @param {{next: Opening}} props */
const Again = ({ next }) => html`
  <div class="again" data-opens=${next.from_ms}>
    <span>${words("vi", "kiosk.opens_at")}</span>
    <b class="again-time digits">${time_at(next.from_ms)}</b>
    <b class="again-day">${day_at("vi", next.from_ms)}</b>
  </div>
  ${next.reason && html`<p class="again-reason"><${Icon} name="calendar-clock" />${next.reason.vi}</p>`}`;

/** @param {{next: Opening | null}} props */
const InEnglish = ({ next }) => html`
  <div class="notice-other" lang="en">
    <b>${words("en", "kiosk.closed")}</b>
    <p>
      ${next ? when("en", "kiosk.opens", next.from_ms) : words("en", "kiosk.no_opening")}
      ${next?.reason && html` (${next.reason.en})`}
    </p>
  </div>`;

const CentresNotice = () => {
  const notice = hall.value?.header.centre?.notice;
  if (!notice) return null;
  return html`<p class="notice-small">${notice.vi}<br /><span lang="en">${notice.en}</span></p>`;
};

/** @param {{next: Opening | null}} props */
export const Closed = ({ next }) => html`
  <main class="notice drum closed">
    <div class="closed-part">
      <span class="notice-icon"><${Icon} name="clock" /></span>
      <h1>${words("vi", "kiosk.closed")}</h1>
      ${next ? html`<${Again} next=${next} />` : html`<p>${words("vi", "kiosk.no_opening")}</p>`}
    </div>
    <div class="closed-part">
      <p>${words("vi", "kiosk.closed_hint")}</p>
      <${InEnglish} next=${next} />
      <${CentresNotice} />
    </div>
  </main>`;
