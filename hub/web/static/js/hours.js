/** Whether kiosks give out numbers at an instant, by the openings that a view names. */

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
