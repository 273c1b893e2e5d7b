/** Spans of time as the staff read them. */

const SECOND_MS = 1000;
const MINUTE_S = 60;

/** "04:09", and "1:04:09" from an hour on. @param {number} ms */
export function stopwatch(ms) {
  const whole_s = Math.max(0, Math.floor(ms / SECOND_MS));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole_s / MINUTE_S);
  const seconds = two(whole_s % MINUTE_S);
  const hours = Math.floor(minutes / MINUTE_S);
  return hours > 0 ? `${hours}:${two(minutes % MINUTE_S)}:${seconds}` : `${two(minutes)}:${seconds}`;
}

/** "12′", and "1 h 05′" from an hour on. @param {number} ms */
export function minutes(ms) {
  const whole = Math.max(0, Math.floor(ms / SECOND_MS / MINUTE_S));
  const hours = Math.floor(whole / MINUTE_S);
  return hours > 0 ? `${hours} h ${String(whole % MINUTE_S).padStart(2, "0")}′` : `${whole}′`;
}
