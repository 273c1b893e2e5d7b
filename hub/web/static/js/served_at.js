/** Which counters call whom in a field, as views tell it: counters that are reserved for some classes call no others. */

/** @typedef {{counters: number[], open_counters: number[]}} ServedAt those that do at all, and those open now */

/**
 * @param {ServedAt & {of_class: Record<string, ServedAt>}} field
 * @param {string} ticket_class
 * @returns {ServedAt}
 */
export const served_at = (field, ticket_class) => field.of_class[ticket_class] ?? field;
