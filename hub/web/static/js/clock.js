/** The time of day on a screen: the server's, in the centre's zone. */
import { signal } from "@preact/signals";
import { boot } from "./boot.js";
import { date_form } from "./date_forms.js";
import { link } from "./link.js";
import { t } from "./texts.js";

const SECOND_MS = 1000;
const view = link.view(boot.topic);

/** Milliseconds since the epoch by the server's clock, moved on every full second. */
export const now_ms = signal(link.now_ms());

function tick() {
  now_ms.value = link.now_ms();
  setTimeout(tick, SECOND_MS - (now_ms.value % SECOND_MS));
}
tick();

/**
 * An instant as the centre's clocks show it.
 * @param {number} at_ms
 * @param {Intl.DateTimeFormatOptions} options
 */
const formatted = (at_ms, options) =>
  date_form(t("common.locale"), { timeZone: view.value?.header.zone, ...options }).format(at_ms);

/** "09:05" */
export const time_text = () => minute_text(now_ms.value);

/** "09:05" @param {number} at_ms */
export const minute_text = (at_ms) => formatted(at_ms, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** "09:05:07" @param {number} at_ms */
export const second_text = (at_ms) => formatted(at_ms, { timeStyle: "medium", hourCycle: "h23" });

/** "15:27 22/11" @param {number} at_ms */
export const moment_text = (at_ms) =>
  formatted(at_ms, { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", hourCycle: "h23" });

/** "Chủ Nhật, 22/11" */
export const date_text = () => formatted(now_ms.value, { weekday: "long", day: "2-digit", month: "2-digit" });
