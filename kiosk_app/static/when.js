/** Instants to come in words, in the centre's zone: "13:30" and "hôm nay", "thứ Hai, 23/11". */
import { now_ms } from "toi-luot/clock.js";
import { date_form } from "toi-luot/date_forms.js";
import { day_of } from "toi-luot/hours.js";
import { words } from "toi-luot/texts.js";
import { hall } from "./state.js";

const DAY_MS = 86_400_000;

/** @param {string} locale @param {Intl.DateTimeFormatOptions} options */
const form = (locale, options) => date_form(locale, { timeZone: hall.value?.header.zone, ...options });

/** @param {number} at_ms */
const date_of = (at_ms) => day_of(hall.value?.header.zone, at_ms);

/** "7:30" @param {number} at_ms */
export const time_at = (at_ms) =>
  form("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at_ms).replace(/^0/, "");

/** "thứ Hai, 23/11": weekday and date are each kept on one line. @param {string} tongue @param {number} at_ms */
function weekday_and_date(tongue, at_ms) {
  const month = /** @type {"numeric" | "long"} */ (words(tongue, "common.month"));
  const parts = form(words(tongue, "common.locale"), { weekday: "long", day: "numeric", month }).formatToParts(at_ms);
  const day = parts.map(({ value }, at) => (parts[at - 1]?.type === "weekday" ? value : value.replaceAll(" ", "\u00a0")));
  return day.join("").replace(/^Thứ/, "thứ").replace(/^Chủ.Nhật/, "Chủ\u00a0nhật");
}

/**
 * "hôm nay", "ngày mai, thứ Hai, 23/11" or "thứ Hai, 23/11".
 * @param {string} tongue
 * @param {number} at_ms
 */
export function day_at(tongue, at_ms) {
  if (date_of(at_ms) === date_of(now_ms.value)) return words(tongue, "kiosk.today");
  const day = weekday_and_date(tongue, at_ms);
  const is_tomorrow = date_of(at_ms) === date_of(now_ms.value + DAY_MS);
  return words(tongue, is_tomorrow ? "kiosk.tomorrow" : "kiosk.on_day", { day });
}

/**
 * A sentence with a `{time}` and a `{day}`.
 * @param {string} tongue
 * @param {string} code
 * @param {number} at_ms
 * @param {Record<string, string>} [params]
 */
export const when = (tongue, code, at_ms, params = {}) =>
  words(tongue, code, { ...params, time: time_at(at_ms), day: day_at(tongue, at_ms) });
