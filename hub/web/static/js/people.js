/** The names of the staff: the hub's views and journal know people by opaque ids only. */
import { signal } from "@preact/signals";
import { get } from "./get.js";
import { t } from "./texts.js";

const ASK_AGAIN_MS = 30_000;

/** @type {import("@preact/signals").Signal<Record<string, string>>} */
const names = signal({});
let asked_ms = -Infinity;

async function learn() {
  asked_ms = performance.now();
  const done = await get("/people");
  if (done.ok) names.value = done.answer;
}

/** Desk agents: what was pressed at a counter's keys before anybody of the staff was there. */
const AT_KEYS = /^(desk|hall):/;

/** A person's name, "" while it is not known; a new colleague's is asked for. @param {string | null} actor */
export function name_of(actor) {
  if (!actor) return "";
  if (AT_KEYS.test(actor)) return t("desk.by_keys");
  const known = names.value[actor];
  if (!known && performance.now() - asked_ms > ASK_AGAIN_MS) learn();
  return known ?? "";
}
