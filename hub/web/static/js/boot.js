/**
 * What the page was born with.
 *
 * @typedef {{topic: string, epoch: string, rev: number, at_ms: number, data: any}} View a whole view of one topic
 * @typedef {object} Boot
 * @property {string} token short-lived proof of who this screen is, for `Authorization: Bearer` and the socket
 * @property {string} topic the topic this screen listens to
 * @property {string} api where commands go, without a slash at its end ("/api/v1")
 * @property {string} language the language to begin with ("vi")
 * @property {Record<string, Record<string, string>>} texts language → code → words
 * @property {string} [actor] who presses here, as the journal has it ("staff-7"); `name` and `role` tell of them
 * @property {View[]} views the first views, so that nothing flickers at start
 */

const element = document.getElementById("boot");

/** @type {Boot & Record<string, any>} */
export const boot = JSON.parse(element?.textContent ?? "{}");
