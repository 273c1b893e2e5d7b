/** Tickets under a scanner: the hub tells what a desk agent's scanner read, others type like a keyboard. */
import { get } from "./get.js";
import { link } from "./link.js";
import { on_typed } from "./scanner_keys.js";

/** The number of a link; "" for one that is wrong or of another day. @param {string} token @returns {Promise<string>} */
export async function label_of(token) {
  const done = await get(`/links/${token}`);
  return done.ok ? done.answer.label : "";
}

/**
 * Act on each ticket that is scanned for this page.
 * @param {(code: {day: string, label: string}) => void} act `day` is "" for a ticket that the hub told, which is of today;
 * `label` is "" for something that is no ticket
 */
export function on_scan(act) {
  link.on_scan((/** @type {{label: string}} */ { label }) => act({ day: "", label }));
  on_typed(act, async (token) => act({ day: "", label: await label_of(token) }));
}
