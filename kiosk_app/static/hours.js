/** When numbers may be drawn here: worked out by the hub's clock from the openings that its view names. */
import { computed } from "@preact/signals";
import { now_ms } from "toi-luot/clock.js";
import { day_of, is_day_over, is_open_at, opening_after } from "toi-luot/hours.js";
import { left_at } from "toi-luot/quotas.js";
import { hall } from "./state.js";

export { is_open_at, opening_after };

/** @typedef {import("toi-luot/hours.js").Opening} Opening */
/** @typedef {import("toi-luot/hours.js").Hours} Hours */
/**
 * @typedef {import("toi-luot/quotas.js").QuotaLeft} QuotaLeft
 * @typedef {{openings: Opening[], is_served: boolean, is_stopped: boolean, left: QuotaLeft[]}} Times of a field
 */

/**
 * Whether the hall as a whole gives no numbers at an instant, and its next opening. Fields that nobody serves today do
 * not count, unless there are no others.
 * @param {Hours} header
 * @param {Times[]} fields
 * @param {number} at_ms
 * @returns {{next: Opening | null} | null} null while it gives numbers
 */
export function closed_at(header, fields, at_ms) {
  const served = fields.filter(({ is_served }) => is_served);
  const asked = served.length ? served : fields;
  if (!asked.length || asked.some(({ openings }) => is_open_at(header, openings, at_ms))) return null;
  const ahead = asked.flatMap(({ openings }) => opening_after(openings, at_ms) ?? []);
  return { next: ahead.sort((one, other) => one.from_ms - other.from_ms)[0] ?? null };
}

/** The hall as it is now; it changes by itself at the instant. */
export const closed = computed(() => {
  const view = hall.value;
  return view?.header.is_open ? closed_at(view.header, view.fields, now_ms.value) : null;
});

/** Whether today's work has ended. */
export const is_over = computed(() => is_day_over(hall.value?.header, now_ms.value));

/** Whether the open day should have made way for the next one, which waits for a person: it gives no more numbers. */
export const is_overdue = computed(() => now_ms.value >= (hall.value?.header.day_until_ms ?? Infinity));

/** How many numbers of a field are left now, null where nothing limits them. @param {Times} field */
export const left_of = ({ left }) => left_at(left ?? [], now_ms.value);

/**
 * How a field is now: what staff have stopped does not go on by itself, whatever the hours say.
 * @param {Times} field
 * @returns {"open" | "stopped" | "closed" | "full"}
 */
export function state_of(field) {
  if (field.is_stopped) return "stopped";
  if (!is_open_at(hall.value.header, field.openings, now_ms.value)) return "closed";
  return left_of(field) === 0 ? "full" : "open";
}

/**
 * When a field gives out numbers again: another session's where each session has its own, else another day's.
 * @param {Times} field
 */
export function gives_again(field) {
  const { zone, day } = hall.value.header;
  const is_by_day = state_of(field) === "full" && field.left.length === 1;
  const ahead = is_by_day ? field.openings.filter(({ from_ms }) => day_of(zone, from_ms) > day) : field.openings;
  return opening_after(ahead, now_ms.value);
}
