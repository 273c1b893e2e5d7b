/** Where a visitor is among the procedures, and what was typed on the way; nothing of it outlasts the visitor. */
import { batch, computed, signal } from "@preact/signals";
import { done_elsewhere, find } from "toi-luot/finding.js";
import { be_deaf } from "toi-luot/finger.js";
import { hall, on_home, show } from "../state.js";
import { first_leaf } from "./leaves.js";
import { index, list } from "./listed.js";
import { typed } from "./telex.js";

/**
 * @typedef {import("toi-luot/finding.js").Procedure} Procedure
 * @typedef {import("../cards.js").Field} Field
 * @typedef {{name: "search"} | {name: "group", field: string} | {name: "procedure", procedure: Procedure, from: Place}} Place
 */

/** @type {import("@preact/signals").Signal<Place>} */
export const place = signal({ name: "search" });
export const text = signal("");
/** The keys themselves: whoever types initials or a foreign word means no Telex. */
const keys = signal("");
export const are_figures = signal(false);

const MOST_LETTERS = 60;

/** What the text finds, best first; null before anything was typed. */
export const found = computed(() =>
  text.value.trim() ? find(index.value, text.value, [keys.value]).map(({ procedure }) => procedure) : null,
);

/** Where that is done which is typed, if not here. */
export const elsewhere = computed(() => done_elsewhere(index.value, text.value, [keys.value]));

/** @param {string} id @returns {Field | undefined} */
export const field_of = (id) => hall.value?.fields.find((/** @type {Field} */ field) => field.id === id);

/** The fields that have procedures, in the order of the cards, each with how many. */
export const fields = computed(() =>
  (hall.value?.fields ?? [])
    .map((/** @type {Field} */ field) => ({ field, n: procedures_of(field.id).length }))
    .filter((/** @type {{n: number}} */ { n }) => n > 0),
);

/** @param {string} id */
export const procedures_of = (id) => list.value.procedures.filter(({ field }) => field === id);

/** @param {Place} next */
export function go_to(next) {
  be_deaf();
  batch(() => {
    place.value = next;
    first_leaf();
  });
}

/** From the first screen. */
export function open_search() {
  forget();
  show({ name: "finding" });
}

/** @param {string} key */
export function press_key(key) {
  if (text.value.length >= MOST_LETTERS || (key === " " && /(^|\s)$/.test(text.value))) return;
  batch(() => {
    text.value = typed(text.value, key);
    keys.value += key;
    first_leaf();
  });
}

/** Take back the last letter, and the last key. */
export function rub_out() {
  const former_keys = keys.value;
  batch(() => {
    write([...text.value].slice(0, -1).join(""));
    if (text.value) keys.value = former_keys.slice(0, -1);
  });
}

/** @param {string} words */
export function write(words) {
  batch(() => {
    text.value = words;
    keys.value = words;
    first_leaf();
  });
}

function forget() {
  batch(() => {
    place.value = { name: "search" };
    are_figures.value = false;
    write("");
  });
}
on_home(forget);
