/**
 * One call after the other: each announcement of the view is shown and chimed once, none is lost.
 *
 * Every announcement has an id of its own, a recall too. Those that were made within the last minute (by the server's
 * clock) and were not announced here yet wait for their turn; older ones are only listed. A wall that was cut off thus
 * announces on return what it missed.
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
const MOST_LOGGED = 100;

/** The call being announced now. @type {import("@preact/signals").Signal<Call | null>} */
export const current = signal(null);

/** What was announced here, oldest first. @type {import("@preact/signals").Signal<Announced[]>} */
export const announced = signal([]);

/** @type {Call[]} */
const queue = [];
/** @type {Set<string>} */
let known = new Set();
let begun_ms = -Infinity;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** An announcement's name; ids start anew with other data, instants do not. @param {Call} call */
export const key_of = (call) => `${call.id}-${call.at_ms}`;

/** @param {Call} call */
const is_young = (call) => link.now_ms() - call.at_ms < YOUNG_MS;

/** How long the call on the panel keeps it: less when others wait, but never so little that it could be missed. */
const hold_ms = () => (queue.length > LONG_QUEUE ? SHORTEST_MS : SHOWN_MS);

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(advance, Math.max(0, begun_ms + hold_ms() - performance.now()));
}

/** @param {Call} call */
function announce(call) {
  begun_ms = performance.now();
  const was_heard = chime();
  batch(() => {
    current.value = call;
    announced.value = [...announced.value, { call, was_heard }].slice(-MOST_LOGGED);
  });
  schedule();
}

function advance() {
  const next = queue.shift();
  if (next) announce(next);
  else current.value = null;
}

/**
 * Take the announcements of a view, oldest first.
 * @param {Call[]} calls
 */
export function take(calls) {
  const fresh = calls.filter((call) => !known.has(key_of(call)));
  known = new Set(calls.map(key_of));
  queue.push(...fresh.filter(is_young));
  if (queue.length === 0) return;
  if (current.value) schedule();
  else advance();
}
