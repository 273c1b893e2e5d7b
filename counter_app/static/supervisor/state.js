/** What the supervisor's page knows beside the hub's view. */
import { computed, effect } from "@preact/signals";
import { ask, busy, close_dialog, dialog, open_dialog, refusal, view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { t } from "toi-luot/texts.js";
import { ask_leaving } from "../leaving.js";

/**
 * @typedef {Record<string, string>} Wording {vi, en}
 * @typedef {{ticket: string, label: string, state: string, since_ms: number, field: Wording,
 *   class_name: Wording | null}} AtCounter
 * @typedef {{number: number, name: Wording, state: string, pause_reason: string, clerk: string, fields: string[],
 *   ticket: AtCounter | null, prepared: string, work: Work, finished: number}} Counter
 * @typedef {{reserved_for: (Wording | null)[], prefers: (Wording | null)[], profile: {id: string, name: Wording} | null,
 *   is_chosen: boolean}} Work
 * @typedef {{id: string, series: string, name: Wording, waiting: number, counters: number[], open_counters: number[],
 *   oldest_ms: number | null, is_stopped: boolean, stop_reason: string, issued: number, called: number,
 *   finished: number, walk_in_left: import("toi-luot/quotas.js").QuotaLeft[],
 *   remote_left: import("toi-luot/quotas.js").QuotaLeft[]}} Field
 * @typedef {{device: string, link: string, paper: string, cover: string, trouble: string,
 *   since_ms: number}} Device
 */

const READS_ONLY = "inspector";

/** An inspector sees the same page, and no button that would be refused. */
export const may_act = boot.role !== READS_ONLY;

/** Within this time nobody should wait longer. */
export const LONG_WAIT_MS = 15 * 60_000;

export const is_open = computed(() => Boolean(view.value?.header.is_open));

/** @param {number} number @returns {Counter | undefined} */
export const counter_of = (number) => view.value.counters.find((/** @type {Counter} */ one) => one.number === number);

/** @param {string} id @returns {Field | undefined} */
export const field_of = (id) => view.value.fields.find((/** @type {Field} */ one) => one.id === id);

/** A reason's words by its id, the id itself when the plan does not have it. @param {string} list @param {string} id */
export const reason_of = (list, id) =>
  view.value.reasons?.[list].find((/** @type {{id: string}} */ one) => one.id === id)?.name ?? { vi: id, en: id };

/** @param {number} number @param {string} command @param {object} [body] */
export const ask_counter = (number, command, body) => ask(command, `/counters/${number}/${command}`, body);

/**
 * Pause or close a counter: what becomes of those who wait is asked if need be.
 * @param {number} number
 * @param {string} command
 * @param {object} [body]
 */
export const ask_leave = (number, command, body) => ask_leaving(command, `/counters/${number}/${command}`, body);

/** The same for a field that gives out no more numbers. @param {string} id @param {object} body */
export const ask_stop = (id, body) => ask_leaving("stop", `/fields/${id}/stop`, body);

/** @param {string} id @param {string} command @param {object} [body] */
export const ask_field = (id, command, body) => ask(command, `/fields/${id}/${command}`, body);

/** @param {string} id @param {string} command @param {object} [body] */
export const ask_ticket = (id, command, body) => ask(command, `/tickets/${id}/${command}`, body);

/** @param {number} number */
const at_hand = (number) => counter_of(number)?.ticket?.ticket ?? "";

/** Ask what shall become of a counter and of the ticket that it has now. @param {number} number */
export const open_counter = (number) => open_dialog({ name: "counter", counter: number, at_hand: at_hand(number) });

/** The number that was read where a dialog may send it back; undefined where no number is sent. @param {any} of */
const seen_by = (of) => (of?.name === "counter" ? of.at_hand : of?.body?.return_ticket);

/** Whoever decides about a counter must not send back another number than the one that was read. */
effect(() => {
  const of = dialog.value;
  const seen = seen_by(of);
  if (of === null || seen === undefined || busy.value || seen === at_hand(of.counter)) return;
  close_dialog();
  refusal.value = t("supervisor.counter_changed", { counter: of.counter });
});
