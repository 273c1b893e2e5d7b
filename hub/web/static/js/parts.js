/** Pieces that several screens share. */
import { html } from "htm/preact";
import { date_text, time_text } from "./clock.js";
import { link } from "./link.js";
import { own, t } from "./texts.js";

/**
 * A vendored icon in the colour of the text around it.
 * @param {{name: string}} props a class of css/icons.css without "icon-"
 */
export const Icon = ({ name }) => html`<span class=${`icon icon-${name}`} aria-hidden="true"></span>`;

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

/** Says that what is shown may be old, as soon as the socket is gone. */
export const StaleBanner = () =>
  link.is_live.value
    ? null
    : html`<div class="stale-banner" role="alert"><${Icon} name="unplug" />${t("common.connection_lost")}</div>`;
