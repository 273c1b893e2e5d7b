/**
 * What is announced when: each announcement of the view is shown and chimed once, for five seconds at least.
 *
 * Every announcement has an id of its own, a recall too. Those of the last minute (by the server's clock) that were not
 * announced here yet wait for their turn; older ones are only listed, and so are those that are no longer true because
 * the counter has called on or the number was called elsewhere. A wall that was cut off thus announces on return what
 * it missed, and one that was loaded anew does not say everything twice.
 */
import { batch, signal } from "@preact/signals";
import { link } from "toi-luot/link.js";
import { chime } from "./chime.js";

/**
 * @typedef {{id: number, at_ms: number, label: string, counter: number, field: Record<string, string>,
 *   language: string, times_called: number}} Call
 * @typedef {{call: Call, was_heard: boolean}} Announced
 */

const YOUNG_MS = 60_000;
const SHOWN_MS = 7000;
const SHORTEST_MS = 5100;
const LONG_QUEUE = 2;
/** As many as can be read from the last seat of a hall. */
const MOST_AT_ONCE = 2;
const MOST_LOGGED = 100;
const STORED_AS = "wall.done";

/** The calls being announced now. @type {import("@preact/signals").Signal<Call[]>} */
export const current = signal([]);

/** What was announced here, oldest first. @type {import("@preact/signals").Signal<Announced[]>} */
export const announced = signal([]);

/** The announcements of the newest view, oldest first. @type {Call[]} */
let listed = [];
/** Those that had their turn, also before this page was loaded anew. @type {Set<string>} */
let done = new Set(JSON.parse(sessionStorage.getItem(STORED_AS) ?? "[]"));
let begun_ms = -Infinity;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** An announcement's name; ids start anew with other data, instants do not. @param {Call} call */
export const key_of = (call) => `${call.id}-${call.at_ms}`;

/** @param {Call} call */
const is_young = (call) => link.now_ms() - call.at_ms < YOUNG_MS;

/** Whether the same number was called elsewhere since, or another one to the same counter. @param {Call} call */
const is_overtaken = (call) =>
  listed
    .slice(listed.indexOf(call) + 1)
    .some((later) => (later.label === call.label) !== (later.counter === call.counter));

/** Those whose turn is yet to come. */
const waiting = () => listed.filter((call) => !done.has(key_of(call)) && is_young(call) && !is_overtaken(call));

/** How long a call keeps the panel: less when others wait, but never so little that it could be missed. */
const hold_ms = () => (waiting().length > LONG_QUEUE ? SHORTEST_MS : SHOWN_MS);

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(advance, Math.max(0, begun_ms + hold_ms() - performance.now()));
}

/** @param {Call[]} calls */
function note_done(calls) {
  const keys = listed.map(key_of).filter((key) => done.has(key));
  done = new Set([...keys, ...calls.map(key_of)]);
  sessionStorage.setItem(STORED_AS, JSON.stringify([...done]));
}

/** @param {Call[]} calls */
function announce(calls) {
  begun_ms = performance.now();
  note_done(calls);
  const was_heard = chime(calls.length);
  batch(() => {
    current.value = calls;
    announced.value = [...announced.value, ...calls.map((call) => ({ call, was_heard }))].slice(-MOST_LOGGED);
  });
  schedule();
}

/** Two at once when several wait, but no number beside its own recall. */
function next_calls() {
  const due = waiting();
  const labels = due.map((call) => call.label);
  return due.filter((call, index) => labels.indexOf(call.label) === index).slice(0, MOST_AT_ONCE);
}

function advance() {
  const calls = next_calls();
  if (calls.length > 0) announce(calls);
  else if (current.value.length > 0) current.value = [];
}

/**
 * Take the announcements of a view, oldest first.
 * @param {Call[]} calls
 */
export function take(calls) {
  listed = calls;
  if (current.value.length > 0) schedule();
  else advance();
}
