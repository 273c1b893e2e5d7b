/** What stands on this wall, as the centre's files say: its parts, how far its seats are, and its pictures and videos. */
import { computed, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { now_ms } from "toi-luot/clock.js";
import { date_form } from "toi-luot/date_forms.js";
import { link } from "toi-luot/link.js";
import { follow } from "./followed.js";

/**
 * @typedef {{address: string, kind: "picture" | "video", seconds: number, days: string[], from: string, to: string}} Medium
 * @typedef {{parts: string[], seat_m: number, diagonal_in: number, sound: string,
 *   media: Medium[]}} Program see hub/web/wall_programs.py
 */

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Until the hub has said it. @type {Program} */
const PLAIN = {
  parts: ["counters", "last_calls", "waiting", "media", "notice"],
  seat_m: 10,
  diagonal_in: 55,
  sound: "speech",
  media: [],
};

/** @type {import("@preact/signals").Signal<Program>} */
export const program = signal(boot.program ?? PLAIN);

/** @param {string} part */
export const has = (part) => program.value.parts.includes(part);

const hall = link.view(boot.topic);

/** The day of the week and the time, as the centre's clocks show them now: ["mon", "07:30"]. */
const moment = computed(() => {
  const form = { timeZone: hall.value?.header.zone, weekday: "short", hour: "2-digit", minute: "2-digit" };
  const parts = date_form("en-GB", { .../** @type {any} */ (form), hourCycle: "h23" }).formatToParts(now_ms.value);
  const of = (/** @type {string} */ type) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("weekday").toLowerCase()} ${of("hour")}:${of("minute")}`;
});

/** What is to be shown at this time of this day, in order. */
export const playlist = computed(() => {
  const [day = DAYS[0], time = ""] = moment.value.split(" ");
  if (!has("media")) return [];
  return program.value.media.filter(
    ({ days, from, to }) => (days.length === 0 || days.includes(day)) && from <= time && time < to,
  );
});

follow("/walls/program", (answer) => {
  if (JSON.stringify(answer) !== JSON.stringify(program.peek())) program.value = answer;
});
