/** The bar on top of the clerk's page, and what everybody at the counter must know. */
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { time_text } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { Icon, MarkedBands } from "toi-luot/parts.js";
import { language, own, speak_language, t } from "toi-luot/texts.js";
import { key_name } from "./actions.js";
import { ActionButton } from "./buttons.js";
import { delay, desk, hub_now_ms, is_ready, open_dialog, refusal } from "./desk.js";
import { HELP_CODE } from "./keys.js";
import { NewDay } from "./new_day.js";

/** @typedef {{device: string, link: string, paper: string, cover: string}} Alert */

const OTHER = /** @type {Record<string, string>} */ ({ vi: "en", en: "vi" });

const Tools = () => html`
  <div class="head-tools">
    <button type="button" class="tool" lang=${OTHER[language.value]} aria-label=${t("counter.language_switch_label")}
      onClick=${() => speak_language(OTHER[language.value])}>
      <${Icon} name="languages" /><span>${t("counter.language_switch")}</span>
    </button>
    <button type="button" class="tool" data-action="keys" onClick=${() => open_dialog({ name: "keys" })}>
      <${Icon} name="keyboard" /><span>${t("counter.act_keys")}</span><kbd>${key_name(HELP_CODE)}</kbd>
    </button>
  </div>`;

const CounterState = () => html`
  <span class=${`pill pill-${desk.value.state}`} id="counter-state" data-counter-state=${desk.value.state}>
    ${t(`counter.state_${desk.value.state}`)}
  </span>`;

/** The rating being asked for, or the one just given. */
const Rating = () => {
  const { rating_open, rating_closes_ms, last_rated, last_score, rating_labels } = desk.value;
  if (rating_open && hub_now_ms() < rating_closes_ms) {
    return html`<span class="rating" role="status">
      <${Icon} name="star" />${t("counter.rating_open", { label: rating_open })}
    </span>`;
  }
  if (!last_rated || last_score === null) return null;
  const score = own(rating_labels[rating_labels.length - last_score]);
  return html`<span class="rating rating-given" role="status" data-score=${last_score}>
    <${Icon} name="star" />${t("counter.rating_given", { label: last_rated, score })}
  </span>`;
};

export const Head = () => html`
  <header class="head">
    <b class="head-number digits">${boot.counter}</b>
    <div class="head-words">
      <h1><span class="only-read">${t("counter.counter", { n: boot.counter })} </span>${own(desk.value?.name)}</h1>
      <p>
        ${is_ready.value && html`<${CounterState} />`}
        ${
          is_ready.value &&
          html`<span class="head-finished">
            ${t("counter.finished")}: <b class="digits" id="finished">${desk.value.finished}</b>
          </span>`
        }
        ${is_ready.value && html`<${Rating} />`}
      </p>
    </div>
    ${
      is_ready.value &&
      html`<div class="head-acts">
      <${ActionButton} id=${desk.value.state === "open" ? "pause" : "open"} kind="head" />
      <${ActionButton} id="close" kind="head" />
    </div>`
    }
    <${Tools} />
    <b class="head-time digits">${time_text()}</b>
  </header>`;

/** The worst of a device first: without a connection the rest is not known. @param {Alert} alert */
function trouble_of(alert) {
  if (alert.link === "offline") return "offline";
  if (alert.cover === "open") return "cover_open";
  if (alert.paper === "out" || alert.paper === "low") return `paper_${alert.paper}`;
  return alert.link === "unknown" ? "unknown" : "paper_unknown";
}

/** A kiosk's printer as staff call it; the kiosk's agent names it "<kiosk>-printer". @param {string} device */
function device_name(device) {
  const kiosk = /^(.+)-printer$/.exec(device)?.[1];
  return kiosk ? t("counter.kiosk_printer", { kiosk }) : device;
}

const Alerts = () => {
  /** @type {Alert[]} */
  const alerts = desk.value?.alerts ?? [];
  if (alerts.length === 0) return null;
  return html`<p class="strip strip-alert" role="status">
    <${Icon} name="printer" />
    ${alerts.map(
      (alert) => html`<span key=${alert.device} data-alert=${alert.device}>
      ${t(`counter.alert_${trouble_of(alert)}`, { device: device_name(alert.device) })}
    </span>`,
    )}
  </p>`;
};

const Refusal = () =>
  refusal.value &&
  html`<p class="strip strip-refusal toast" role="alert" id="refusal">
    <${Icon} name="circle-alert" /><span>${refusal.value}</span>
    <button
      type="button"
      class="strip-close"
      aria-label=${t("counter.close_note")}
      onClick=${() => (refusal.value = "")}
    >
      <${Icon} name="x" />
    </button>
  </p>`;

const Lost = () =>
  link.is_live.value
    ? null
    : html`<p class="strip strip-lost" role="alert" id="lost"><${Icon} name="unplug" />${t("counter.lost")}</p>`;

const Slow = () =>
  delay.value &&
  html`<p class="strip strip-alert" role="status" id="delay"><${Icon} name="clock" />${delay.value}</p>`;

/** Marks and troubles between the bar and the work; a refusal floats, so that no button moves under the pointer. */
export const Strips = () => html`
  <aside class="strips" aria-label=${t("counter.notices")}>
    <${MarkedBands} mode=${desk.value?.header.mode} />
    <${Lost} /><${NewDay} /><${Alerts} /><${Slow} /><${Refusal} />
  </aside>`;
