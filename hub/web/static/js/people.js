/** The names of the staff: the hub's views and journal know people by opaque ids only. */
import { signal } from "@preact/signals";
import { get } from "./get.js";

const ASK_AGAIN_MS = 30_000;

/** @type {import("@preact/signals").Signal<Record<string, string>>} */
const names = signal({});
let asked_ms = -Infinity;

async function learn() {
  asked_ms = performance.now();
  const done = await get("/people");
  if (done.ok) names.value = done.answer;
}

/** A person's name, "" while it is not known; a new colleague's is asked for. @param {string | null} actor */
export function name_of(actor) {
  if (!actor) return "";
  const known = names.value[actor];
  if (!known && performance.now() - asked_ms > ASK_AGAIN_MS) learn();
  return known ?? "";
}
