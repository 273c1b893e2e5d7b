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

/** What the hub takes for a number: never one of an identity card, which a scanner may have typed. */
const LABEL = /^(?!\d{10})[A-Z\d-]{1,20}$/;

/** @param {string} label */
export const is_label = (label) => LABEL.test(label);

/** A ticket's whole code, as its QR has it: "TL1:2026-11-22-A105". */
const CODE = /^TL1:(\d{4}-\d\d-\d\d)-([A-Z\d-]{1,20})$/;

/**
 * The day and the number of a ticket's code; null for anything else.
 * @param {string} written
 */
export function code_in(written) {
  const found = CODE.exec(written.trim().toUpperCase());
  return found && { day: found[1], label: found[2] };
}

/** A ticket's link, as its QR has it: "HTTPS://SO.PHUONG-MAU.GOV.VN/T/…". */
const LINK = /^HTTPS?:\/\/[A-Z\d.:-]{1,100}\/T\/([A-Z2-7]{26})$/;

/**
 * The token of a ticket's link; "" for anything else.
 * @param {string} written
 */
export const token_in = (written) => LINK.exec(written.trim().toUpperCase())?.[1].toLowerCase() ?? "";

/**
 * What the number on a former day's paper is called on the day to which it was carried over.
 * @param {{day: string, label: string}} code
 */
export const carried_label = ({ day, label }) => `${label}-${day.slice(-2)}`;

/**
 * The number of the day that somebody means who writes it, or holds its code under a scanner; "" for none.
 * @param {string} written
 * @param {string} day as the view's header has it
 */
export function label_of_day(written, day) {
  const code = code_in(written);
  if (code) return code.day === day ? code.label : "";
  const label = label_in(written);
  return is_label(label) ? label : "";
}
