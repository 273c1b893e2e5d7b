/** What happened to a device that whoever leads the hall should know: one line for each change, until it was seen. */
import { effect, signal, untracked } from "@preact/signals";
import { html } from "htm/preact";
import { grouped } from "toi-luot/alert_groups.js";
import { view } from "toi-luot/asking.js";
import { minute_text } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { devices_name, is_in_trouble, trouble_of } from "toi-luot/strips.js";
import { t } from "toi-luot/texts.js";
import { looked, seen, unseen } from "./alert_book.js";
import { paired, placed } from "./devices.js";

/** @typedef {import("./devices.js").Paired} Paired */

const KEPT_AS = "toi-luot.alerts";

/** The trouble of a device whose agent is silent: the agent's own line is enough. */
const OF_ITS_AGENT = "agent_away";

/** @typedef {import("toi-luot/strips.js").Alert} Device */

/** A device that has been away for less may just have been started anew. */
const AWAY_MS = 30_000;

/** @returns {import("./alert_book.js").Book} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}");
  } catch {
    return {};
  }
}

const book = signal(kept());

/** @param {import("./alert_book.js").Book} next */
function keep(next) {
  book.value = next;
  localStorage.setItem(KEPT_AS, JSON.stringify(next));
}

/** What is wrong with a paired device itself, as a code; "" for nothing. @param {Paired} one @param {number} now_ms */
function trouble_of_paired(one, now_ms) {
  const has_come = one.online || one.seen_ms !== one.made_ms;
  if (has_come && !one.online && now_ms - one.seen_ms > AWAY_MS) return "away";
  return one.online && one.heard?.report.page === "silent" ? "page_silent" : "";
}

/** What else a kiosk runs: its scanner is told in its report alone. @param {Paired} one */
const troubles_of_kiosk = ({ screen, online, heard }) => {
  const [kind, which] = screen.split(":");
  if (kind !== "kiosk" || !online) return [];
  return (heard?.report.devices ?? [])
    .map(({ name, link, trouble }) => ({ device: `${which}-${name}`, link, paper: "none", cover: "none", trouble }))
    .filter(is_in_trouble)
    .map((one) => `${one.device} ${trouble_of(one)}`);
};

/** @param {number} now_ms */
function troubles(now_ms) {
  const printers = (view.value?.devices ?? [])
    .filter((/** @type {Device} */ one) => is_in_trouble(one) && one.trouble !== OF_ITS_AGENT)
    .map((/** @type {Device} */ one) => `${one.device} ${trouble_of(one)}`);
  const others = paired.value
    .filter((one) => trouble_of_paired(one, now_ms))
    .map((one) => `${one.screen} ${trouble_of_paired(one, now_ms)}`);
  return new Set([...printers, ...others, ...paired.value.flatMap(troubles_of_kiosk)]);
}

effect(() => {
  const now_ms = link.now_ms();
  const present = troubles(now_ms);
  const next = looked(
    untracked(() => book.value),
    present,
    now_ms,
  );
  untracked(() => keep(next));
});

/** @param {string} key */
const split = (key) => /** @type {[string, string]} */ (key.split(" "));

/** What one line tells: a paired device, or all that one agent has in the same trouble. @param {string[]} keys */
function words(keys) {
  const [device, code] = split(keys[0]);
  const one = paired.value.find(({ screen }) => screen === device);
  if (one) return t(`supervisor.alert_${code}`, { screen: placed(device, one.place) });
  return t(`desk.alert_${code}`, { device: devices_name(keys.map((key) => split(key)[0])) });
}

/** @param {{of: string[]}} props the troubles of one line, the newest first */
const Alert = ({ of }) => html`
  <p class="strip strip-alert" data-news=${of.join(", ")}>
    <${Icon} name="triangle-alert" /><span>${words(of)} (${minute_text(book.value[of[of.length - 1]].since_ms)})</span>
    <button type="button" class="strip-act" onClick=${on_click(of[0], () => keep(of.reduce(seen, book.value)))}>
      <${Icon} name="check" />${t("supervisor.alert_seen")}
    </button>
  </p>`;

export const DeviceAlerts = () => html`<div role="status" class="news">
  ${grouped(unseen(book.value), (key) => split(key)[0], (key) => split(key)[1]).map(
    (keys) => html`<${Alert} key=${keys[0]} of=${keys} />`,
  )}
</div>`;
