/**
 * What is announced when: each announcement of the view is shown and said once, for five seconds at least and until it
 * was said.
 *
 * Every announcement has an id of its own, a recall too. Those that were new (less than a minute old by the server's
 * clock) when they were seen here first, and are still true, wait for their turn; the others are only listed. A wall
 * that was cut off for seconds thus announces on return what it missed, one that was away for long stays quiet, in a
 * rush nobody is left out because the wall was busy, and a page that was loaded anew does not say everything twice.
 */
import { batch, signal } from "@preact/signals";
import { link } from "toi-luot/link.js";
import { key_of } from "./calls.js";
import { begin_telling, tell } from "./told.js";
import { announce as say, prepare } from "./voice/speaker.js";

/**
 * @typedef {{id: number, at_ms: number, label: string, counter: number, field: Record<string, string>,
 *   language: string, times_called: number}} Call
 * @typedef {{call: Call, was_heard: boolean}} Announced
 * @typedef {{number: number, label: string}} Place
 */

const YOUNG_MS = 60_000;
/** Nobody waits for a call that is older, whatever kept the wall from showing it. */
const OLDEST_MS = 5 * 60_000;
const SHOWN_MS = 7000;
const SHORTEST_MS = 5100;
const LONG_QUEUE = 2;
/** As many as can be read from the last seat of a hall. */
const MOST_AT_ONCE = 2;
/** Whose sound is loaded ahead: those who come next and those after them. */
const MOST_PREPARED = 2 * MOST_AT_ONCE;
const MOST_LOGGED = 100;
const STORED_AS = "wall.done";

/** The calls being announced now. @type {import("@preact/signals").Signal<Call[]>} */
export const current = signal([]);

/** What was announced here, oldest first. @type {import("@preact/signals").Signal<Announced[]>} */
export const announced = signal([]);

/** When the last announcement ended (ms, a steady clock). */
export const ended_ms = signal(-Infinity);

/** The announcements of the newest view, oldest first. @type {Call[]} */
let listed = [];
/** Those that were young when they were seen first and had no turn yet, oldest first. @type {Map<string, Call>} */
const pending = new Map();
/** Who is where by the newest view. @type {Place[]} */
let places = [];
/** Those that had their turn, also before this page was loaded anew. @type {Set<string>} */
let done = new Set(JSON.parse(sessionStorage.getItem(STORED_AS) ?? "[]"));
let begun_ms = -Infinity;
/** The next have their turn only then, so that nobody sees one number and hears another. */
let is_said = true;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {Call} call @param {number} most_ms */
const is_younger = (call, most_ms) => link.now_ms() - call.at_ms < most_ms;

/** Whether the same number was called elsewhere since, or another one to the same counter. @param {Call} call */
const is_overtaken = (call) =>
  listed
    .filter((later) => later.id > call.id)
    .some((later) => (later.label === call.label) !== (later.counter === call.counter));

/** @param {Call} call */
const is_there_still = (call) => places.some(({ number, label }) => number === call.counter && label === call.label);

/** @param {Call} call */
const is_true = (call) =>
  !is_overtaken(call) && (is_younger(call, YOUNG_MS) || (is_younger(call, OLDEST_MS) && is_there_still(call)));

/** Those whose turn is yet to come; what is no longer true loses it. */
function waiting() {
  for (const [key, call] of pending) if (!is_true(call)) pending.delete(key);
  return [...pending.values()];
}

/** Load what will be said next. */
function prepare_next() {
  const due = waiting();
  const next = due.slice(0, MOST_PREPARED);
  prepare(next, due.length - next.length);
}

/** How long a call keeps the panel: less when others wait, but never so little that it could be missed. */
function left_ms() {
  return (waiting().length > LONG_QUEUE ? SHORTEST_MS : SHOWN_MS) - (performance.now() - begun_ms);
}

function schedule() {
  clearTimeout(timer);
  if (is_said) timer = setTimeout(advance, Math.max(0, left_ms()));
}

/** @param {Call[]} calls */
function note_done(calls) {
  for (const call of calls) pending.delete(key_of(call));
  const keys = listed.map(key_of).filter((key) => done.has(key));
  done = new Set([...keys, ...calls.map(key_of)]);
  sessionStorage.setItem(STORED_AS, JSON.stringify([...done]));
}

/** What was heard of calls is known only when the last sound has ended. @param {Call[]} calls @param {string[][]} spoken */
function note_heard(calls, spoken) {
  const heard = new Set(calls.filter((_, index) => spoken[index]?.length).map(key_of));
  announced.value = announced.value.map((one) => (heard.has(key_of(one.call)) ? { ...one, was_heard: true } : one));
  calls.forEach((call, index) => tell(call, spoken[index] ?? []));
}

/** The voice takes no more than half a minute, whatever fails. @param {Call[]} calls */
async function sound_out(calls) {
  is_said = false;
  const spoken = await say(calls, waiting().length);
  is_said = true;
  schedule();
  note_heard(calls, spoken);
}

/** @param {Call[]} calls */
function announce(calls) {
  begun_ms = performance.now();
  note_done(calls);
  batch(() => {
    current.value = calls;
    announced.value = [...announced.value, ...calls.map((call) => ({ call, was_heard: false }))].slice(-MOST_LOGGED);
  });
  calls.forEach(begin_telling);
  sound_out(calls);
  prepare_next();
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
  else if (current.value.length > 0) {
    current.value = [];
    ended_ms.value = performance.now();
  }
}

/**
 * Take the announcements of a view, oldest first, and who is at which counter.
 * @param {Call[]} calls
 * @param {Place[]} at_counters
 */
export function take(calls, at_counters) {
  [listed, places] = [calls, at_counters];
  const fresh = calls.filter((call) => !done.has(key_of(call)) && is_younger(call, YOUNG_MS));
  for (const call of fresh) pending.set(key_of(call), call);
  prepare_next();
  if (current.value.length > 0) schedule();
  else advance();
}
