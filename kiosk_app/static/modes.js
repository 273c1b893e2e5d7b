/**
 * How a visitor wants the screen: large letters, high contrast, everything within reach, read aloud.
 *
 * Here is only what is wished; the style sheets draw it by `data-size`, `data-contrast`, `data-reach` and `data-reading`
 * of the root, reading.js speaks. Nothing of it outlasts its visitor.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";

const MM_OF_INCH = 25.4;
const USUAL_IN = 21.5;
/** What a rem has on the smallest panel that shows everything at its size: 21.5 inches at 16:9, 17 at 5:4. */
const LEAST_MM = 3.9;

/** The length of a rem on this panel (mm), by its diagonal in the kiosk's settings. */
const rem_mm = () => {
  const px = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return (px * (boot.diagonal_in ?? USUAL_IN) * MM_OF_INCH) / Math.hypot(innerWidth, innerHeight);
};

/** On a small panel large letters are the usual ones. */
const IS_SMALL = rem_mm() < LEAST_MM;

export const is_large = signal(IS_SMALL);
export const is_contrast = signal(false);
export const is_low = signal(false);
export const is_reading = signal(false);

/** How loud it is read, as a share of the loudest. */
export const VOLUMES = [0.25, 0.5, 0.75, 1];
const USUAL_VOLUME = 2;
export const volume = signal(USUAL_VOLUME);

/** Whether anything was changed, which the next visitor must not find. */
export const is_changed = computed(
  () =>
    is_large.value !== IS_SMALL || is_contrast.value || is_low.value || is_reading.value || volume.value !== USUAL_VOLUME,
);

/** @param {string} query @returns {import("@preact/signals").Signal<boolean>} */
function media(query) {
  const list = matchMedia(query);
  const holds = signal(list.matches);
  list.addEventListener("change", () => {
    holds.value = list.matches;
  });
  return holds;
}

export const is_standing = media("(orientation: portrait)");
const is_square = media("(orientation: landscape) and (max-aspect-ratio: 7/5)");

const CARDS = 8;
const FEWER_CARDS = 6;
const FEWEST_CARDS = 4;

/** How many cards a page of the first screen holds: fewer where letters are large or room is scarce, never smaller ones. */
export const most_cards = computed(() => {
  const is_scarce = is_low.value || (is_reading.value && !is_standing.value);
  if (is_large.value) return is_scarce ? FEWEST_CARDS : FEWER_CARDS;
  return is_scarce && is_square.value ? FEWER_CARDS : CARDS;
});

const root = document.documentElement.dataset;
effect(() => {
  root.size = is_large.value ? "large" : "plain";
  root.contrast = is_contrast.value ? "high" : "plain";
  root.reach = is_low.value ? "low" : "plain";
  root.reading = is_reading.value ? "on" : "off";
});

/** The screen as it is for the next visitor. */
export function forget_modes() {
  batch(() => {
    is_large.value = IS_SMALL;
    for (const mode of [is_contrast, is_low, is_reading]) mode.value = false;
    volume.value = USUAL_VOLUME;
  });
}

/** @param {number} step 1 louder, -1 quieter */
export function turn_volume(step) {
  volume.value = Math.min(Math.max(volume.value + step, 0), VOLUMES.length - 1);
}
