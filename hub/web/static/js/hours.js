/** Whether kiosks give out numbers at an instant, by the day and the openings that a view names. */
import { date_form } from "./date_forms.js";

/**
 * @typedef {{from_ms: number, to_ms: number, reason: Record<string, string> | null}} Opening
 *   in order; the end does not belong to it, and the reason is why it opens only then
 * @typedef {{hours: "always" | "weekly", mode: string, day_from_ms: number}} Hours of a view's header
 */

/**
 * Whether hours let numbers be drawn at an instant. They say nothing in a test, nor to a clock that shows a time before
 * the day that is open: it is certainly wrong.
 * @param {Hours} header
 * @param {Opening[]} openings
 * @param {number} at_ms
 */
export function is_open_at(header, openings, at_ms) {
  if (header.hours === "always" || header.mode === "test" || at_ms < header.day_from_ms) return true;
  return openings.some(({ from_ms, to_ms }) => from_ms <= at_ms && at_ms < to_ms);
}

/**
 * The first opening after an instant, null when the view knows of none.
 * @param {Opening[]} openings
 * @param {number} at_ms
 */
export const opening_after = (openings, at_ms) => openings.find(({ from_ms }) => from_ms > at_ms) ?? null;

/**
 * A day's openings as people read them: "7:30–11:30, 13:30–17:00"; "" where there are none.
 * @param {{zone: string, day: string}} header
 * @param {Opening[]} openings
 */
export function spans_of_day({ zone, day }, openings) {
  const form = date_form("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const time = (/** @type {number} */ at_ms) => form.format(at_ms).replace(/^0/, "");
  const of_day = openings.filter(({ from_ms }) => day_of(zone, from_ms) === day);
  return of_day.map(({ from_ms, to_ms }) => `${time(from_ms)}\u2060–\u2060${time(to_ms)}`).join(", ");
}

/** The day of an instant in a zone, as the hub writes it: "2026-11-22". @param {string} zone @param {number} at_ms */
export const day_of = (zone, at_ms) =>
  date_form("en-CA", { timeZone: zone, dateStyle: "short" }).format(at_ms);

/**
 * Whether the working day of an instant is over already, so that no other begins by itself on it.
 * @param {{is_open: boolean, last_day: string, zone: string} | undefined} header
 * @param {number} at_ms
 */
export const is_day_over = (header, at_ms) =>
  header !== undefined && !header.is_open && day_of(header.zone, at_ms) <= header.last_day;
