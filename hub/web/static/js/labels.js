/** Queue numbers as people write them. */

/** A number that a kiosk drew by itself, its parts apart: "a k2 7", "A-K2 07", or "k2 7" where series have no letter. */
const OF_A_KIOSK = /^(?:[A-Z]{1,2}[\s-]+)?(?=[A-Z]*\d)[A-Z\d]{1,6}[\s-]+\d{1,9}$/;

/**
 * The number that somebody means, spelt as the hub reads it: "a 5" is A5, but "a k2 7" is A-K2-7.
 * @param {string} written
 */
export function label_in(written) {
  const label = written.trim().toUpperCase();
  return OF_A_KIOSK.test(label) ? label.replaceAll(/[\s-]+/g, "-") : label.replaceAll(/\s/g, "");
}
