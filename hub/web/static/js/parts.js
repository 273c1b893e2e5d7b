/** Pieces that several screens share. */
import { html } from "htm/preact";
import { boot } from "./boot.js";
import { date_text, time_text } from "./clock.js";
import { own, own_in, SECOND, t, words } from "./texts.js";

/**
 * A vendored icon in the colour of the text around it.
 * @param {{name: string}} props a class of css/icons.css without "icon-"
 */
export const Icon = ({ name }) => html`<span class=${`icon icon-${name}`} aria-hidden="true"></span>`;

/** A text of the centre's own in the second language. @param {{of: Record<string, string> | null | undefined}} props */
export const InSecond = ({ of }) => html`<span class="other" lang=${SECOND}>${own_in(SECOND, of)}</span>`;

/**
 * Words in the screen's own language and, smaller, in the second: for screens where nobody chooses a language.
 * @param {{code: string} & Record<string, string | number>} props the text's parameters beside its code
 */
export const Both = ({ code, ...params }) => html`
  ${t(code, params)} <span class="other" lang=${SECOND}>${words(SECOND, code, params)}</span>`;

/** Time and date. */
export const Clock = () => html`
  <div class="topbar-clock">
    <div class="topbar-time digits">${time_text()}</div>
    <div class="topbar-date">${date_text()}</div>
  </div>`;

/**
 * The bar on top: who we are and what time it is.
 * @param {{centre: {office: Record<string, string>, name: Record<string, string>}}} props
 */
export const TopBar = ({ centre }) => html`
  <header class="topbar">
    <div class="topbar-mark"></div>
    <div class="topbar-words">
      <div class="topbar-office">${own(centre.office)}</div>
      <div class="topbar-name">${own(centre.name)}</div>
    </div>
    <${Clock} />
  </header>`;

/**
 * "Demo" and "test": never to be taken for the real thing. Belongs into an `aside` of the screen.
 * @param {{mode: string | undefined}} props the mode of the day, once there is a view
 */
export const MarkedBands = ({ mode }) => html`
  ${boot.is_demo && html`<p class="marked-band">${t("common.demo_band")}</p>`}
  ${mode === "test" && html`<p class="marked-band">${t("common.test_band")}</p>`}`;
