/**
 * How a visitor wants the screen: large letters, high contrast, everything within reach, read aloud.
 *
 * Here is only what is wished; the style sheets draw it by `data-size`, `data-contrast`, `data-reach` and `data-reading`
 * of the root, reading.js speaks. Nothing of it outlasts its visitor.
 */
import { batch, computed, effect, signal } from "@preact/signals";

export const is_large = signal(false);
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
    is_large.value || is_contrast.value || is_low.value || is_reading.value || volume.value !== USUAL_VOLUME,
);

const standing = matchMedia("(orientation: portrait)");
const is_standing = signal(standing.matches);
standing.addEventListener("change", () => {
  is_standing.value = standing.matches;
});

const CARDS = 8;
const LARGE_CARDS = 6;
const FEWEST_CARDS = 4;

/** How many cards a page of the first screen holds: fewer where letters are large, never smaller ones. */
export const most_cards = computed(() => {
  const most = is_large.value ? LARGE_CARDS : CARDS;
  if (is_standing.value) return most;
  return is_large.value && (is_low.value || is_reading.value) ? FEWEST_CARDS : most;
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
    for (const mode of [is_large, is_contrast, is_low, is_reading]) mode.value = false;
    volume.value = USUAL_VOLUME;
  });
}

/** @param {number} step 1 louder, -1 quieter */
export function turn_volume(step) {
  volume.value = Math.min(Math.max(volume.value + step, 0), VOLUMES.length - 1);
}
