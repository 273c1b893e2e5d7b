/** What lay under this kiosk's scanner, and what can be done with it. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { count, language, own, t } from "toi-luot/texts.js";
import { why_shut } from "./cards.js";
import { state_of } from "./hours.js";
import { Notice } from "./notices.js";
import { stay_left_ms } from "./return_home.js";
import { go_home, hall, take_ticket } from "./state.js";

/** @typedef {import("./state.js").Scan} Scan */

const SECOND_MS = 1000;
const AT_A_COUNTER = new Set(["prepared", "called", "serving", "held"]);
const OVER = new Set(["finished", "cancelled", "expired", "ended_by_day"]);

/** One sentence on where a ticket stands; none of its own where the hub said nothing. @param {Scan} scan */
function where_it_stands({ state, people_ahead, counter }) {
  if (state === "waiting" && people_ahead === 0) return t("kiosk.people_ahead_none");
  if (state === "waiting" && people_ahead !== null) return count("kiosk.scan_waiting", people_ahead);
  if (AT_A_COUNTER.has(state) && counter) return t(`kiosk.scan_${state}`, { counter });
  if (OVER.has(state)) return t("kiosk.scan_over");
  return state === "missed" || state === "unknown" ? t(`kiosk.scan_${state}`) : "";
}

const WAITS = new Set(["waiting", ""]);

const Leave = ({ is_main = true, text = t("kiosk.home") }) =>
  html`<button class=${`button ${is_main ? "button-main" : "button-quiet"}`} id="home" ...${on_press(go_home)}>${text}</button>`;

const Countdown = () =>
  html`<p class="notice-small">${t("kiosk.returning", { n: Math.max(0, Math.ceil(stay_left_ms.value / SECOND_MS)) })}</p>`;

/** How many that came later were called before this number, and why; nobody's number and nobody's class. */
const Passed = (/** @type {{passed: {why: string, count: number}[]}} */ { passed }) =>
  passed.length > 0 &&
  html`<ul class="notice-list">${passed.map(({ why, count: n }) => html`<li key=${why} data-passed=${why}>${t(`kiosk.scan_passed_${why}`, { n })}</li>`)}</ul>`;

/** @param {{scan: Scan}} props */
const Ticket = ({ scan }) => html`
  <${Notice} icon="ticket" title=${scan.label ? t("kiosk.scan_ticket", { label: scan.label }) : t("kiosk.your_number")}>
    <p role="status">${where_it_stands(scan)}${WAITS.has(scan.state) && html` <span class="notice-line">${t("kiosk.scan_watch")}</span>`}</p>
    <${Passed} passed=${scan.passed ?? []} />
    <${Leave} /><${Countdown} />
  <//>`;

/** The number for handing out results is one touch away, if there are numbers for it now. @param {{scan: Scan}} props */
const Receipt = ({ scan }) => {
  const field = hall.value.fields.find((/** @type {{id: string}} */ one) => one.id === scan.field);
  const is_open = field && state_of(field) === "open";
  const shut = field ? why_shut(language.value, field, "told") : t("kiosk.scan_receipt_ask");
  return html`<${Notice} icon="file-check" title=${t("kiosk.scan_receipt")}>
    <p role="status">${is_open ? t("kiosk.scan_receipt_hint", { name: own(field.name) }) : shut}</p>
    ${
      is_open &&
      html`<button class="button button-main" id="take" ...${on_press(() => take_ticket(field.id))}>
        <${Icon} name="check" />${t("kiosk.scan_take", { name: own(field.name) })}
      </button>`
    }
    <${Leave} is_main=${!is_open} /><${Countdown} />
  <//>`;
};

/** @param {{scan: Scan}} props */
const Identity = ({ scan }) => {
  const code = scan.is_taken ? "kiosk.card_taken" : "kiosk.scan_identity";
  return html`<${Notice} icon="id-card" title=${t(code)}>
    <p role="status">${t(`${code}_hint`)}</p>
    <${Leave} text=${scan.is_taken ? t("kiosk.card_go_on") : t("kiosk.home")} /><${Countdown} />
  <//>`;
};

/** Before a number: the centre gives each person so many, so a card has to be shown. */
export const CardWanted = () => html`
  <${Notice} icon="id-card" title=${t("kiosk.card_wanted")}>
    <p role="status">${t("kiosk.card_wanted_hint")}</p>
    <${Leave} is_main=${false} /><${Countdown} />
  <//>`;

const Unknown = () => html`
  <${Notice} icon="qr-code" title=${t("kiosk.scan_other")}>
    <p role="status">${t("kiosk.scan_other_hint")}</p>
    <${Leave} /><${Countdown} />
  <//>`;

const SIGHTS = { ticket: Ticket, receipt: Receipt, identity: Identity, unknown: Unknown };

/** @param {{scan: Scan}} props */
export const Scanned = ({ scan }) => html`<${SIGHTS[scan.kind] ?? Unknown} scan=${scan} />`;
