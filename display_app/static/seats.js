/** The panel, and how large figures must be on it to be read from the farthest seat. */
import { computed, signal } from "@preact/signals";

const INCH_MM = 25.4;
/** 15 minutes of arc: from then on a capital letter is read without effort. */
const LEAST_RAD = ((15 / 60) * Math.PI) / 180;
/** How high a figure of Inter is, as a share of its size. */
const FIGURE = 0.727;

/** In CSS pixels; a panel may be turned or get another resolution. */
export const panel = signal({ width: innerWidth, height: innerHeight });
addEventListener("resize", () => {
  panel.value = { width: innerWidth, height: innerHeight };
});

export const is_tall = computed(() => panel.value.height >= panel.value.width);

/**
 * The least size of figures in CSS pixels.
 * @param {{seat_m: number, diagonal_in: number}} wall
 */
export function least_px({ seat_m, diagonal_in }) {
  const px_a_mm = Math.hypot(panel.value.width, panel.value.height) / (diagonal_in * INCH_MM);
  return (seat_m * 1000 * Math.tan(LEAST_RAD) * px_a_mm) / FIGURE;
}
