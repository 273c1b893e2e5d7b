/** The time of day on a screen, in the centre's zone. */
import { signal } from "@preact/signals";
import { boot } from "./boot.js";
import { language } from "./texts.js";

const SECOND_MS = 1000;
const timeZone = boot.zone ?? "Asia/Ho_Chi_Minh";
const LOCALES = /** @type {Record<string, string>} */ ({ vi: "vi-VN", en: "en-GB" });

/** Milliseconds since the epoch, moved on every full second. */
export const now_ms = signal(Date.now());

function tick() {
  now_ms.value = Date.now();
  setTimeout(tick, SECOND_MS - (now_ms.value % SECOND_MS));
}
tick();

/** @param {Intl.DateTimeFormatOptions} options */
const formatted = (options) =>
  new Intl.DateTimeFormat(LOCALES[language.value], { timeZone, ...options }).format(now_ms.value);

/** "09:05" */
export const time_text = () => formatted({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "Chủ Nhật, 22/11" */
export const date_text = () => formatted({ weekday: "long", day: "2-digit", month: "2-digit" });
