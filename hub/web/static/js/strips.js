/** What everybody at a page of the staff must know, in strips between its bar and the work. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { grouped, together } from "./alert_groups.js";
import { calm_words, delay, hub_now_ms, refusal, view } from "./asking.js";
import { HelpCalls } from "./help_strip.js";
import { link } from "./link.js";
import { NewDay } from "./new_day.js";
import { Icon, MarkedBands } from "./parts.js";
import { LANGUAGES, language, speak_language, t, words } from "./texts.js";

/**
 * @typedef {{device: string, link: string, paper: string, cover: string, trouble: string, kind: string,
 *   counter: number}} Alert
 */

/** The language after this one, after the last the first. */
const next_language = () => LANGUAGES[(LANGUAGES.indexOf(language.value) + 1) % LANGUAGES.length];

/** The other language, one press away. */
export const LanguageTool = () => {
  const next = next_language();
  return html`<button type="button" class="tool" lang=${next} aria-label=${words(next, "desk.language_switch_to")}
    onClick=${() => speak_language(next)}>
    <${Icon} name="languages" /><span>${words(next, "common.language_name")}</span>
  </button>`;
};

/** Whether people are told of a trouble by its own code. @param {string} trouble */
const has_words = (trouble) => Boolean(trouble) && t(`desk.alert_${trouble}`) !== `desk.alert_${trouble}`;

/** Panels, boards and keypads have no paper; a scanner that nobody has used yet may be there. @param {Alert} one */
export const is_printer = (one) => one.paper !== "none";

/** @param {Alert} one */
const trouble_without_paper = ({ link, trouble }) =>
  has_words(trouble) ? trouble : link === "offline" ? "device_offline" : trouble ? "device_trouble" : "unknown";

/** The worst of a device first: without a connection the rest is not known. @param {Alert} alert */
export function trouble_of(alert) {
  if (!is_printer(alert)) return trouble_without_paper(alert);
  if (alert.link === "offline") return "offline";
  if (alert.cover === "open") return "cover_open";
  if (alert.paper === "out") return "paper_out";
  if (has_words(alert.trouble)) return alert.trouble;
  if (alert.paper === "low") return "paper_low";
  return alert.link === "unknown" ? "unknown" : "paper_unknown";
}

/** What stands at the counters as staff call it, where its agent told what it is: "Rating panel, counter 2". */
const kind_name = (/** @type {string} */ device, /** @type {string} */ at, /** @type {string} */ name) => {
  const known = [...(view.value?.alerts ?? []), ...(view.value?.devices ?? [])].find((one) => one.device === device);
  const code = `desk.kind_${known?.kind.replaceAll("-", "_")}`;
  if (!known?.kind || t(code) === code) return "";
  return known.counter
    ? t("desk.kind_at_counter", { kind: t(code), counter: known.counter })
    : t("desk.kind_at", { kind: t(code), name, at });
};

/**
 * A device as staff call it. A kiosk's agent names its printer "K1-printer", a desk agent what it runs "H1-panel3", or
 * "desk3-panel" at one counter's PC.
 * @param {string} device
 */
export function device_name(device) {
  const [, at, name] = /^([^-]+)-(.+)$/.exec(device) ?? [];
  if (name === "printer") return t("desk.kiosk_printer", { kiosk: at });
  const words = kind_name(device, at, name);
  if (words) return words;
  const counter = /^desk(\d+)$/.exec(at ?? "")?.[1];
  if (counter) return t("desk.device_at_counter", { name, counter });
  return at ? t("desk.device_at", { name, at }) : device;
}

/** A device among others of its agent. @param {string} device */
function name_beside(device) {
  const [, at, name] = /^([^-]+)-(.+)$/.exec(device) ?? ["", "", device];
  return kind_name(device, at, name) || name;
}

/** One device, or several of the same agent. @param {string[]} devices */
export const devices_name = (devices) => (devices.length > 1 ? together(devices, name_beside) : device_name(devices[0]));

/** Whether somebody should walk to a device. @param {Alert} one */
export const is_in_trouble = (one) =>
  one.link === "offline" ||
  one.cover === "open" ||
  ["out", "low"].includes(one.paper) ||
  (is_printer(one) ? has_words(one.trouble) : Boolean(one.trouble));

/** What a view says of devices in trouble: by itself, or among the printers to choose from. @returns {Alert[]} */
const alerts_of = () => view.value?.alerts ?? view.value?.printers?.filter(is_in_trouble) ?? [];

const Alerts = () => {
  const alerts = alerts_of();
  const hidden = (view.value?.alert_count ?? 0) - alerts.length;
  if (alerts.length === 0) return null;
  return html`<p class="strip strip-alert" role="status">
    <${Icon} name=${alerts.every(is_printer) ? "printer" : "triangle-alert"} />
    ${grouped(alerts, ({ device }) => device, trouble_of).map(
      (alike) => html`<span key=${alike[0].device} data-alert=${alike[0].device}>
      ${t(`desk.alert_${trouble_of(alike[0])}`, { device: devices_name(alike.map(({ device }) => device)) })}
    </span>`,
    )}
    ${hidden > 0 && html`<span>${t("desk.more_devices", { n: hidden })}</span>`}
  </p>`;
};

const Refusal = () => {
  if (!refusal.value) return null;
  const [look, picture] =
    refusal.value === calm_words.value ? ["strip-alert", "info"] : ["strip-refusal", "circle-alert"];
  return html`<p class=${`strip ${look} toast`} role="alert" id="refusal">
    <${Icon} name=${picture} /><span>${refusal.value}</span>
    <button
      type="button"
      class="strip-close"
      aria-label=${t("desk.close_note")}
      onClick=${() => (refusal.value = "")}
    >
      <${Icon} name="x" />
    </button>
  </p>`;
};

/** Where clerks call blindly, no counter has a list to print. */
const has_lists = () => view.value?.rules?.blind_call !== "yes";

/** Whether a narrow window says in full what it means that the hub is away. */
const is_unfolded = signal(false);

const Lost = () => {
  if (link.is_live.value) return null;
  return html`<p class="strip strip-lost" role="alert" id="lost">
    <${Icon} name="unplug" /><span>${t("desk.lost")}</span>
    <button type="button" class="strip-fold" aria-expanded=${is_unfolded.value} aria-label=${t("desk.lost_fold")}
      onClick=${() => (is_unfolded.value = !is_unfolded.value)}>
      <${Icon} name="chevron-right" />
    </button>
    <span class="strip-more">
      ${t("desk.lost_more")} ${view.value?.header.kiosks_go_on && t(has_lists() ? "desk.lost_kiosks" : "desk.lost_kiosks_blind")}
    </span>
  </p>`;
};

/** A clock before the day that is open cannot be right; whoever sees this can say so to somebody who mends it. */
const WrongClock = () => {
  const { day_from_ms } = view.value?.header ?? {};
  if (!day_from_ms || hub_now_ms() >= day_from_ms) return null;
  return html`<p class="strip strip-alert" role="alert" id="wrong-clock">
    <${Icon} name="clock" />${t("desk.wrong_clock")}
  </p>`;
};

const Slow = () =>
  delay.value &&
  html`<p class="strip strip-alert" role="status" id="delay"><${Icon} name="clock" />${delay.value}</p>`;

/** Marks and troubles between the bar and the work; a refusal floats, so that no button moves under the pointer. */
export const Strips = () => html`
  <aside class="strips" aria-label=${t("desk.notices")}>
    <${MarkedBands} mode=${view.value?.header.mode} />
    <${Lost} /><${HelpCalls} /><${WrongClock} /><${NewDay} /><${Alerts} /><${Slow} /><${Refusal} />
  </aside>`;
