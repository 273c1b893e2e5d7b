/** The procedures of the centre, fetched when somebody asks for one, and what was found among them. */
import { batch, computed, signal } from "@preact/signals";
import { done_elsewhere, find, make_index } from "toi-luot/finding.js";
import { get } from "toi-luot/get.js";

/** @typedef {import("toi-luot/finding.js").Procedure} Procedure */

/** @type {import("@preact/signals").Signal<import("toi-luot/finding.js").Index | null>} */
const index = signal(null);

export const is_known = computed(() => index.value !== null);
export const has_failed = signal(false);

/** What was typed; it is sought in this browser alone. */
export const asked = signal("");

/** @type {import("@preact/signals").Signal<Procedure | null>} */
export const chosen = signal(null);

/** What fits what was typed, best first; all there are before anything was. */
export const found = computed(() => {
  if (index.value === null) return [];
  if (asked.value.trim() === "") return index.value.entries.map(({ procedure }) => procedure);
  return find(index.value, asked.value).map(({ procedure }) => procedure);
});

/** Where that is done which was typed, if not here. */
export const elsewhere = computed(() => (index.value ? done_elsewhere(index.value, asked.value) : ""));

/** @param {string} text */
export function search(text) {
  asked.value = text;
}

/** @param {Procedure} one */
export function choose(one) {
  chosen.value = one;
}

/** The list may have been changed since it was looked at last; what is known stays until the hub has answered. */
export async function learn() {
  const done = await get("/procedures");
  batch(() => {
    has_failed.value = !done.ok && index.value === null;
    if (!done.ok) return;
    index.value = make_index(done.answer);
    chosen.value = null;
  });
}
