/** Which troubles of devices somebody has yet to see: each is told once, however often it comes and goes meanwhile. */

/**
 * @typedef {{since_ms: number, is_seen: boolean, gone_ms: number | null}} Noted instants by the hub's clock
 * @typedef {Record<string, Noted>} Book by `<device> <trouble>`
 */

/** A trouble that comes back within this time is the same one: a roll that is nearly empty says so on and off. */
const CALM_MS = 60_000;

/** @param {Noted | undefined} noted @param {number} now_ms */
const is_remembered = (noted, now_ms) => noted && (noted.gone_ms === null || now_ms - noted.gone_ms < CALM_MS);

/**
 * The book after a look at the devices.
 * @param {Book} book
 * @param {Set<string>} present the troubles that there are, as keys of the book
 * @param {number} now_ms
 * @returns {Book}
 */
export function looked(book, present, now_ms) {
  /** @type {Book} */
  const next = {};
  for (const key of present) {
    const noted = book[key];
    next[key] = is_remembered(noted, now_ms)
      ? { ...noted, gone_ms: null }
      : { since_ms: now_ms, is_seen: false, gone_ms: null };
  }
  for (const [key, noted] of Object.entries(book)) {
    if (present.has(key) || !is_remembered(noted, now_ms)) continue;
    next[key] = { ...noted, gone_ms: noted.gone_ms ?? now_ms };
  }
  return next;
}

/** The book after somebody has seen a trouble. @param {Book} book @param {string} key @returns {Book} */
export const seen = (book, key) => ({ ...book, [key]: { ...book[key], is_seen: true } });

/** What is to be shown, the newest first. @param {Book} book */
export const unseen = (book) =>
  Object.keys(book)
    .filter((key) => !book[key].is_seen && book[key].gone_ms === null)
    .sort((one, other) => book[other].since_ms - book[one].since_ms);
