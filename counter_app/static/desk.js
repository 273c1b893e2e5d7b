/** What the clerk's page knows: ticket, queue and counter come as one whole view, so two tabs are always in step. */
import { computed, effect, untracked } from "@preact/signals";
import {
  ask,
  busy,
  calm_words,
  close_dialog,
  dialog,
  hub_now_ms,
  own_seq,
  refusal,
  say_calmly,
  view,
} from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { t } from "toi-luot/texts.js";

/**
 * @typedef {Record<string, string>} Wording {vi, en}
 * @typedef {object} Card a ticket; instants in ms since the epoch (UTC)
 * @property {string} ticket
 * @property {string} label
 * @property {string} state
 * @property {Wording} field
 * @property {string} field_id
 * @property {string} ticket_class
 * @property {Wording | null} class_name
 * @property {string} language
 * @property {number} files
 * @property {number} arrived_ms
 * @property {number | null} called_ms
 * @property {number | null} started_ms
 * @property {number} times_called
 * @property {string} note of the clerk before, to the next one
 * @property {string} visit_note of all clerks of the visit
 * @property {number} target_min in which the service should be done; 0 when nobody says so
 * @property {string} print_result
 * @property {string} rule by which it was called
 * @property {Wording | null} as_class
 * @property {import("./errands.js").Errand[]} errands
 * @property {string} carried_from
 * @property {boolean} is_hidden whether its clerk may know its number and its state alone
 *
 * @typedef {object} Line somebody who waits, in brief, as the page keeps it for the time without the hub
 * @property {string} label
 * @property {string} state
 * @property {Wording} field
 * @property {Wording | null} class_name
 * @property {number} arrived_ms
 *
 * @typedef {{count: number, tickets: Card[]}} CardList
 * @typedef {{id: string, name: Wording}} Reason
 * @typedef {{name: string, ticket?: string, row?: string, label?: string}} Dialog about the `ticket` at the
 *   counter, or one of a list (`row`)
 */

/** The clerk's view. */
export const desk = view;

/** Whether there is a counter to work at. */
export const is_ready = computed(() => Boolean(desk.value?.header.is_open) && !desk.value.refused);

/** The ticket at the counter. @type {import("@preact/signals").ReadonlySignal<Card | null>} */
export const ticket = computed(() => (is_ready.value ? desk.value.ticket : null));

/** Whether somebody can be called or prepared now: a missed one is due from a certain instant on. */
export function is_callable() {
  const { callable_from_ms } = desk.value;
  return callable_from_ms !== null && callable_from_ms <= hub_now_ms();
}

/** Whether nobody here may know who waits. */
export const calls_blindly = () => desk.value.rules.blind_call === "yes";

/** Who waits, also beyond the list of the page. @returns {Line[]} */
export function all_waiting() {
  const { waiting, further_waiting, fields } = desk.value;
  const names = new Map(fields.map((/** @type {{id: string, name: Wording}} */ field) => [field.id, field.name]));
  const further = further_waiting.map((/** @type {Line & {field_id: string}} */ line) => ({
    ...line,
    state: "waiting",
    field: names.get(line.field_id) ?? { vi: line.field_id, en: line.field_id },
  }));
  return [...waiting.tickets, ...further];
}

/** Commands about the ticket at hand. Whoever gives one means the ticket that is shown here, and no other. */
const ABOUT_TICKET = new Set([
  "finish-and-call-next",
  "recall",
  "start",
  "missed",
  "finish",
  "hold",
  "transfer",
  "return",
  "visit-note",
  "add-errand",
  "drop-errand",
]);

/** Ask for something at this counter. @param {string} action @param {string} command @param {object} [body] */
export function ask_counter(action, command, body) {
  const seen = ABOUT_TICKET.has(command) && ticket.value ? { seen: ticket.value.ticket } : {};
  return ask(action, `/counters/${boot.counter}/${command}`, { ...body, ...seen });
}

/** Ask for something about a ticket. @param {string} action @param {string} id @param {object} [body] */
export const ask_ticket = (action, id, body) => ask(action, `/tickets/${id}/${action.replaceAll("_", "-")}`, body);

/** A dialog about the ticket at the counter (`ticket`) closes when that ticket leaves. */
effect(() => {
  const about = dialog.value?.ticket;
  if (!about || busy.value || about === ticket.value?.ticket) return;
  close_dialog();
  refusal.value = t("counter.ticket_changed");
});

/** So long an answer to a scan is read; it lies over the lists. */
const SCAN_SAID_MS = 8000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let scan_timer;

/**
 * Say for a moment where a scanned ticket stands, unless ticket or counter here become something else before.
 * @param {string} said
 */
export function say_of_scan(said) {
  clearTimeout(scan_timer);
  scan_timer = setTimeout(forget_scan, SCAN_SAID_MS);
  say_calmly(said);
}

/** @type {Card | null} */
let at_hand = null;
let state = "";
let seen_rev = -1;

/** What is pressed at the counter's own keys a desk agent tells. */
const BY_KEYS = /^(?:desk|hall):/;

/** The last ticket about which something was asked on this page. */
let worked_on = "";

/** Who has not touched a ticket here need not be told what they did with it elsewhere. @param {Card} gone */
const is_news = (gone) => worked_on === gone.ticket || desk.value.left_by !== boot.actor;

function forget_scan() {
  if (calm_words.value && refusal.value === calm_words.value) refusal.value = "";
  calm_words.value = "";
}

/**
 * The clerk is told when the ticket at hand goes away by nothing that was asked for here or at the counter's keys. A tab
 * in which nothing was done with it is quiet about what the same clerk did in another.
 */
effect(() => {
  const before = at_hand;
  const is_own = untracked(() => busy.value) !== "" || own_seq() > seen_rev;
  const was = state;
  at_hand = ticket.value;
  state = desk.value?.state ?? "";
  if (before?.ticket !== at_hand?.ticket || was !== state) untracked(forget_scan);
  seen_rev = desk.value ? link.rev(boot.topic) : -1;
  if (is_own && at_hand) worked_on = at_hand.ticket;
  const is_gone = before !== null && is_ready.value && before.ticket !== at_hand?.ticket;
  const is_told = is_gone && !is_own && !BY_KEYS.test(desk.value.left_by) && is_news(before);
  if (is_told && !untracked(() => refusal.value)) {
    refusal.value = t("counter.ticket_gone", { label: before.label });
  }
});
