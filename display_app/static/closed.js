/** What the wall says while no numbers are given out: when they are again, in both languages. */
import { now_ms } from "toi-luot/clock.js";
import { date_form } from "toi-luot/date_forms.js";
import { is_open_at, opening_after } from "toi-luot/hours.js";
import { own_in, words } from "toi-luot/texts.js";

/** @typedef {import("toi-luot/hours.js").Opening} Opening */
/** @typedef {{header: import("toi-luot/hours.js").Hours & {zone: string, is_open: boolean}, openings: Opening[]}} View */

/**
 * @param {number} at_ms
 * @param {string} zone
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} form
 */
const formatted = (at_ms, zone, locale, form) =>
  date_form(locale, { timeZone: zone, ...form }).format(at_ms);

/** "hôm nay", or "Thứ Hai, 23/11" kept on one line. @param {number} at_ms @param {string} zone @param {string} tongue */
function day_words(at_ms, zone, tongue) {
  const [then, today] = [at_ms, now_ms.value].map((ms) => formatted(ms, zone, "en-CA", { dateStyle: "short" }));
  if (then === today) return words(tongue, "wall.today");
  const form = /** @type {const} */ ({ weekday: "long", day: "2-digit", month: "2-digit" });
  return formatted(at_ms, zone, words(tongue, "common.locale"), form).replaceAll(" ", "\u00a0");
}

/** @param {Opening} next @param {string} zone @param {string} tongue */
function opens_words(next, zone, tongue) {
  const time = formatted(next.from_ms, zone, "en-GB", { hour: "numeric", minute: "2-digit" }).replace(/^0/, "");
  const when = { time, day: day_words(next.from_ms, zone, tongue) };
  if (!next.reason) return words(tongue, "wall.opens", when);
  return words(tongue, "wall.opens_after", { ...when, reason: own_in(tongue, next.reason) });
}

/**
 * When numbers are given out again, by language; null while they are, or while no day is open.
 * @param {View | null} view
 * @returns {((tongue: string) => string) | null}
 */
export function closed_words(view) {
  if (!view?.header.is_open || is_open_at(view.header, view.openings, now_ms.value)) return null;
  const next = opening_after(view.openings, now_ms.value);
  return (tongue) => (next ? opens_words(next, view.header.zone, tongue) : words(tongue, "wall.opens_not_soon"));
}
