/**
 * What the clerk's page knows and the one way it asks for something.
 *
 * Ticket, queue and counter come from the hub as one whole view, so two tabs are always in step. The page's own are
 * only: the request under way, the last refusal, the open dialog.
 */
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { now_ms } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";
import { language, t } from "toi-luot/texts.js";

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
 * @property {string} note
 * @property {string} print_result
 *
 * @typedef {{count: number, tickets: Card[]}} CardList
 * @typedef {{id: string, name: Wording}} Reason
 * @typedef {import("toi-luot/post.js").Problem} Problem
 * @typedef {{name: string, ticket?: string, row?: string, label?: string}} Dialog about the `ticket` at the
 *   counter, or one of a list (`row`)
 */

const SEEN_WITHIN_MS = 1000;
const SLOW_MS = 2500;
const PATIENCE_MS = 20_000;

/** The whole view; `refused` instead of all but the header while there is nothing to work on. */
export const desk = link.view(boot.topic);

/** Whether there is a counter to work at. */
export const is_ready = computed(() => Boolean(desk.value?.header.is_open) && !desk.value.refused);

/** The ticket at the counter. @type {import("@preact/signals").ReadonlySignal<Card | null>} */
export const ticket = computed(() => (is_ready.value ? desk.value.ticket : null));

/** The action whose answer is awaited, or "". */
export const busy = signal("");

const is_slow = signal(false);

/** What keeps the hub from answering, in its own words. @type {import("@preact/signals").Signal<Problem | null>} */
const trouble = signal(null);

/** Why the answer takes unusually long, in a sentence; "" while it does not. */
export const delay = computed(() => {
  if (trouble.value) return `${sentence(trouble.value)} ${t("counter.sending_again")}`;
  return is_slow.value ? t("counter.sending_long") : "";
});

/** Why the last request was refused, in a sentence; "" when it was not. */
export const refusal = signal("");

/** @type {import("@preact/signals").Signal<Dialog | null>} */
export const dialog = signal(null);

/** Nothing may be pressed while an answer is awaited or the hub is away. */
export const is_locked = computed(() => busy.value !== "" || !link.is_live.value);

/** The hub's time now, in ms since the epoch; whatever draws it is drawn again every second. */
export function hub_now_ms() {
  return now_ms.value && link.now_ms();
}

/** @param {Problem} problem */
function sentence(problem) {
  const said = problem.text?.[language.value] ?? problem.detail;
  if (problem.code === "not_answered") return [said, t("counter.not_answered")].filter(Boolean).join(" ");
  return said ?? t("common.fault");
}

/** Where the journal stood after the last command of this page. */
let own_seq = -1;

/** Wait until the view shows what was done, so that the next press is about what the clerk sees. @param {number} seq */
function until_seen(seq) {
  return new Promise((done) => {
    const timer = setTimeout(done, SEEN_WITHIN_MS);
    const stop = effect(() => {
      if (!desk.value || link.rev(boot.topic) < seq) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      done(undefined);
    });
  });
}

/**
 * Send a command, and say meanwhile why it takes long if it does.
 * @param {string} path
 * @param {object} body
 */
async function send(path, body) {
  const slow = setTimeout(() => (is_slow.value = true), SLOW_MS);
  const done = await post(path, body, PATIENCE_MS, (problem) => (trouble.value = problem));
  clearTimeout(slow);
  batch(() => {
    is_slow.value = false;
    trouble.value = null;
  });
  return done;
}

/**
 * Ask for something; one request at a time, one key for each however often it is repeated on the way. Once it is done
 * the dialog that asked for it closes.
 * @param {string} action
 * @param {string} path below the api address
 * @param {object} [body]
 */
export async function ask(action, path, body = {}) {
  if (is_locked.value) return;
  const asking = dialog.value;
  busy.value = action;
  refusal.value = "";
  const done = await send(path, body);
  if (done.ok) {
    own_seq = done.answer.seq;
    await until_seen(own_seq);
  }
  batch(() => {
    busy.value = "";
    if (!done.ok) refusal.value = sentence(done.problem);
    else if (dialog.value === asking) close_dialog();
  });
}

/** Ask for something at this counter. @param {string} action @param {string} command @param {object} [body] */
export const ask_counter = (action, command, body) => ask(action, `/counters/${boot.counter}/${command}`, body);

/** Ask for something about a ticket. @param {string} action @param {string} id @param {object} [body] */
export const ask_ticket = (action, id, body) => ask(action, `/tickets/${id}/${action.replaceAll("_", "-")}`, body);

/** Open a dialog; one about the ticket at the counter closes when that ticket leaves. @param {Dialog} next */
export function open_dialog(next) {
  refusal.value = "";
  dialog.value = next;
}

export function close_dialog() {
  dialog.value = null;
}

effect(() => {
  const about = dialog.value?.ticket;
  if (!about || busy.value || about === ticket.value?.ticket) return;
  close_dialog();
  refusal.value = t("counter.ticket_changed");
});

/** @type {Card | null} */
let at_hand = null;
let seen_rev = -1;

/** The clerk is told when the ticket at hand goes away by nothing that was asked for here. */
effect(() => {
  const before = at_hand;
  const is_own = untracked(() => busy.value) !== "" || own_seq > seen_rev;
  at_hand = ticket.value;
  seen_rev = desk.value ? link.rev(boot.topic) : -1;
  const is_gone = before !== null && is_ready.value && before.ticket !== at_hand?.ticket;
  if (is_gone && !is_own && !untracked(() => refusal.value)) {
    refusal.value = t("counter.ticket_gone", { label: before.label });
  }
});
