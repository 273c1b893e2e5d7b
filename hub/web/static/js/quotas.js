/** How many numbers of a field are left, as views tell it session by session. */

/** @typedef {{until_ms: number, most: number, left: number}} QuotaLeft an instant (ms since the epoch, UTC; 0: the day) */

/**
 * What is left now: of the first session whose end has not passed, else of the last; null where nothing limits it.
 * @param {QuotaLeft[]} sessions
 * @param {number} now_ms
 * @returns {number | null}
 */
export function left_at(sessions, now_ms) {
  const now = sessions.find(({ until_ms }) => until_ms > now_ms) ?? sessions.at(-1);
  return now ? now.left : null;
}
