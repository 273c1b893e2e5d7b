/** The number that was taken, and what became of its paper. */
import { html } from "htm/preact";
import { now_ms } from "toi-luot/clock.js";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { Qr } from "toi-luot/qr.js";
import { served_at } from "toi-luot/served_at.js";
import { count, own, t } from "toi-luot/texts.js";
import { Follow } from "./follow.js";
import { print_state, stay_left_ms } from "./return_home.js";
import { hall, job, settle, start_over } from "./state.js";

/** @typedef {import("./state.js").Ticket} Ticket */

const SECOND_MS = 1000;
const ORDINARY = "ordinary";

/** Labels of so many letters and more have one size: those of a kiosk's own numbers have at most 13. */
const LONGEST = 10;

/** @param {number} ms */
const seconds = (ms) => Math.max(0, Math.ceil(ms / SECOND_MS));

/** Nobody is next where nobody calls. @param {{n: number | null | undefined, is_open: boolean}} props */
const PeopleAhead = ({ n, is_open }) => {
  if (n === undefined || n === null) return null;
  if (n === 0) return html`<p class="slip-ahead">${t(is_open ? "kiosk.people_ahead_none" : "kiosk.people_ahead_nobody")}</p>`;
  const [before, after] = count("kiosk.people_ahead", n).split(String(n));
  return html`<p class="slip-ahead">${before}<b class="digits">${n}</b>${after}</p>`;
};

/** @param {{counters: number[], is_open: boolean}} props */
const Counters = ({ counters, is_open }) =>
  counters.length === 0
    ? null
    : html`<p class="slip-counters">
        <span>${t("kiosk.served_at")}</span>
        ${counters.map((n) => html`<b class="slip-counter">${t("kiosk.counter_word")} <span class="digits">${n}</span></b>`)}
        ${!is_open && html`<span data-closed>${count("kiosk.counters_closed", counters.length)}</span>`}
      </p>`;

/** Where the number goes on after its first errand. @param {{ticket: Ticket}} props */
const Further = ({ ticket: { further = [], is_cut } }) => {
  if (is_cut) return html`<p class="slip-ahead" data-cut>${t("kiosk.several_offline")}</p>`;
  const names = further.map((id) => own(hall.value?.fields.find((/** @type {{id: string}} */ one) => one.id === id)?.name));
  return names.length > 0 && html`<p class="slip-ahead" data-further>${t("kiosk.several_then", { fields: names.join(", ") })}</p>`;
};

/** The number, drawn like the paper it stands for. @param {{ticket: Ticket}} props */
const Slip = ({ ticket }) => {
  const field = hall.value?.fields.find((/** @type {{id: string}} */ entry) => entry.id === ticket.field);
  const is_priority = (ticket.ticket_class ?? ORDINARY) !== ORDINARY;
  const is_open = !field || served_at(field, ticket.ticket_class ?? ORDINARY).open_counters.length > 0;
  return html`<section class="slip" aria-live="assertive">
    <h1 class="slip-title">${t("kiosk.your_number")}</h1>
    <p class="slip-number digits" data-length=${Math.min(ticket.label.length, LONGEST)}>${ticket.label}</p>
    <p class="slip-field">
      ${field && own(field.name)}
      ${is_priority && html` <span class="slip-mark">${t("kiosk.priority_mark")}</span>`}
    </p>
    <hr />
    ${ticket.is_offline && html`<p class="slip-ahead">${t("kiosk.offline_ticket")}</p>`}
    <${Further} ticket=${ticket} />
    <${PeopleAhead} n=${ticket.people_ahead} is_open=${is_open} />
    <${Counters} counters=${ticket.counters ?? []} is_open=${is_open} />
  </section>`;
};

const ICONS = /** @type {Record<string, string>} */ ({
  printing: "printer",
  confirmed: "printer-check",
  sent: "printer",
  unknown: "triangle-alert",
});

/** Where to wait: while the hub is away no wall calls a number. @param {string} state @param {boolean | undefined} is_offline */
const hint_of = (state, is_offline) => {
  if (state === "unknown") return t("kiosk.print_unknown_hint");
  if (state === "sent") return t(is_offline ? "kiosk.offline_sent_hint" : "kiosk.print_sent_hint");
  return t(is_offline ? "kiosk.offline_hint" : "kiosk.ticket_hint");
};

/** @param {{state: string, is_offline?: boolean}} props */
const PrintState = ({ state, is_offline }) => html`
  <div class=${`print print-${state}`} role="status" data-print=${state}>
    <span class="print-icon"><${Icon} name=${ICONS[state]} /></span>
    <div>
      <b>${t(`kiosk.print_${state}`)}</b>
      <p>${hint_of(state, is_offline)}</p>
    </div>
  </div>`;

/** Nothing was printed: the screen keeps the number until it was noted or cancelled. */
const WithoutPaper = () => html`
  <div class="print print-failed" role="alert" data-print="failed">
    ${job.value?.qr && html`<figure class="print-qr"><${Qr} text=${job.value.qr} />
      <figcaption>${t(job.value.qr.startsWith("HTTP") ? "kiosk.follow" : "kiosk.scan")}</figcaption></figure>`}
    <div class="print-words">
      <b><${Icon} name="triangle-alert" /> ${t("kiosk.print_failed")}</b>
      <p>${t("kiosk.print_failed_hint")}</p>
    </div>
  </div>
  <div class="answers">
    <button class="button button-main" id="noted" ...${on_press(() => settle("noted"))}>
      <${Icon} name="check" />${t("kiosk.noted")}
    </button>
    <button class="button" id="cancel" ...${on_press(() => settle("cancelled"))}>
      <${Icon} name="x" />${t("kiosk.cancel")}
    </button>
  </div>
  <p class="countdown">${t("kiosk.cancel_in", { n: seconds((job.value?.cancel_at_ms ?? 0) - now_ms.value) })}</p>`;

/** @param {{ticket: Ticket}} props */
const WithPaper = ({ ticket: { is_offline, link } }) => html`
  <${PrintState} state=${print_state.value} is_offline=${is_offline} />
  <${Follow} link=${link} />
  <div class="answers">
    <button class="button button-main" id="done" ...${on_press(start_over)}><${Icon} name="check" />${t("kiosk.done")}</button>
  </div>
  <p class="countdown">${t("kiosk.returning", { n: seconds(stay_left_ms.value) })}</p>`;

/** @param {{ticket: Ticket}} props */
export const TicketScreen = ({ ticket }) => html`
  <main class="taken drum" data-print=${print_state.value}>
    <${Slip} ticket=${ticket} />
    <div class="taken-side">${print_state.value === "failed" ? html`<${WithoutPaper} />` : html`<${WithPaper} ticket=${ticket} />`}</div>
  </main>`;
