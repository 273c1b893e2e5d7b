/**
 * Tell the hub what this screen showed and said, so that whoever leads the hall can see it. What cannot be told is kept,
 * also while the page is loaded anew, and told later.
 */
import { effect } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";

/**
 * @typedef {import("./announcer.js").Call} Call
 * @typedef {{id: number, at_ms: number, shown_ms: number, spoken: string[]}} Shown
 */

const STORED_AS = "wall.told";
const MOST_KEPT = 200;
const MOST_AT_ONCE = 50;
const PATIENCE_MS = 8000;
const AGAIN_MS = 15_000;
/** What the hub itself refuses it will not take later either. */
const REFUSED = new Set([400, 403, 413, 415]);

/** What was shown and is yet to be told; those of a former page were not heard to their end. @type {Shown[]} */
let due = JSON.parse(sessionStorage.getItem(STORED_AS) ?? "[]");
/** What is being announced. @type {Shown[]} */
let begun = [];
let is_busy = false;

const keep = () => sessionStorage.setItem(STORED_AS, JSON.stringify([...due, ...begun]));

/** @param {Shown[]} calls */
const sent = (calls) => post("/walls/told", { calls, counter: boot.counter ?? 0 }, PATIENCE_MS);

async function send() {
  if (is_busy || due.length === 0 || !link.is_live.value) return;
  is_busy = true;
  const calls = due.slice(0, MOST_AT_ONCE);
  const done = await sent(calls);
  is_busy = false;
  if (done.ok || REFUSED.has(done.status)) {
    due = due.filter((call) => !calls.includes(call));
    keep();
    send();
  } else setTimeout(send, AGAIN_MS);
}

/** A call is on the screen from now on. @param {Call} call */
export function begin_telling({ id, at_ms }) {
  begun.push({ id, at_ms, shown_ms: Math.round(link.now_ms()), spoken: [] });
  keep();
}

/** A call was shown, and said in these languages. @param {Call} call @param {string[]} spoken */
export function tell(call, spoken) {
  const shown = begun.find(({ id, at_ms }) => id === call.id && at_ms === call.at_ms);
  if (!shown) return;
  begun = begun.filter((one) => one !== shown);
  due = [...due, { ...shown, spoken }].slice(-MOST_KEPT);
  keep();
  send();
}

/** Somebody should look at a file: it can be shown by no browser, or not by this one. @param {string} address */
export const tell_unplayable = (address) =>
  post("/walls/told", { unplayable: [decodeURIComponent(new URL(address, location.href).pathname)] }, PATIENCE_MS);

effect(() => {
  if (link.is_live.value) send();
});
