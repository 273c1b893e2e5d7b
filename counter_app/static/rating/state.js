/**
 * When a rating is asked for, sending it, and what may be said after it.
 *
 * The hub opens and closes the window, keeps what was given and says how long it may be changed; the page only counts by
 * the hub's clock, as no view is sent when a time ends by itself. So a page that was loaded anew, or a second tablet of
 * the counter, stands where the first one does.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { be_deaf } from "toi-luot/finger.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";

/**
 * @typedef {Record<string, string>} Wording {vi, en}
 * @typedef {{ticket: string, label: string, service: number, field: Wording, opened_ms: number,
 *   closes_ms: number}} Window
 * @typedef {{ticket: string, label: string, service: number, score: number, reasons: string[], rated_by: string,
 *   changes_until_ms: number, reasons_until_ms: number}} Given
 * @typedef {"resting" | "asking" | "sending" | "why" | "given" | "thanks" | "too_late"} Stage
 */

const SHOWN_MS = 5000;
const TICK_MS = 200;
const ON_ITS_WAY_MS = 5000;
const LEAST_PATIENCE_MS = 2000;
const OVER = new Set(["rating_window_closed", "not_answered"]);

export const panel = link.view(boot.topic);

/** The hub's time, moved on a few times a second while something counts down. */
const moment_ms = signal(link.now_ms());

/** The service to be rated now, or null. @type {import("@preact/signals").ReadonlySignal<Window | null>} */
export const asked = computed(() => {
  /** @type {Window | null} */
  const rated = panel.value?.window ?? null;
  return rated && moment_ms.value < rated.closes_ms ? rated : null;
});

/** The rating just given at this counter, or null. @type {import("@preact/signals").ReadonlySignal<Given | null>} */
export const given = computed(() => panel.value?.given ?? null);

/** Which service something is about. @param {{ticket: string, service: number} | null} rated */
const name_of = (rated) => (rated ? `${rated.ticket}/${rated.service}` : "");

/** Milliseconds left to answer, by the hub's clock. */
export const left_ms = computed(() => (asked.value ? asked.value.closes_ms - moment_ms.value : 0));

/** Milliseconds left to give another score. */
export const change_left_ms = computed(() =>
  given.value?.rated_by === "panel" ? Math.max(0, given.value.changes_until_ms - moment_ms.value) : 0,
);

/** The service of which nobody wants to say why. */
const skipped = signal("");

/** Milliseconds left to say why a low score was given; what is touched last is still on its way for a while. */
export const why_left_ms = computed(() => {
  const { reasons = [], ask_reason_up_to = 0 } = panel.value ?? {};
  const rated = given.value;
  if (!rated || rated.score > ask_reason_up_to || reasons.length === 0) return 0;
  if (rated.rated_by !== "panel" || rated.reasons.length > 0 || skipped.value === name_of(rated)) return 0;
  return Math.max(0, rated.reasons_until_ms - ON_ITS_WAY_MS - moment_ms.value);
});

/** The score that is being sent for the first time, or 0. */
export const sent_score = signal(0);

/** The service whose rating the hub has answered, though the view may not show it yet. */
const answered = signal("");

/** Whether a second thought is on its way. */
const is_sending_more = signal(false);

/**
 * What is said after an answer, for a few seconds.
 * @type {import("@preact/signals").Signal<"" | "thanks" | "too_late">}
 */
export const closing = signal("");

/** Whether the last answer could not be sent. */
export const has_failed = signal(false);

/** @type {import("@preact/signals").ReadonlySignal<Stage>} */
export const stage = computed(() => {
  if (sent_score.value) return "sending";
  if (asked.value && answered.value !== name_of(asked.value)) return "asking";
  if (why_left_ms.value > 0) return "why";
  if (change_left_ms.value > 0) return "given";
  return closing.value || "resting";
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {"thanks" | "too_late"} words */
function close_with(words) {
  clearTimeout(timer);
  closing.value = words;
  timer = setTimeout(() => (closing.value = ""), SHOWN_MS);
}

/** @param {import("toi-luot/post.js").Outcome} done @param {Window} rated */
function conclude(done, rated) {
  sent_score.value = 0;
  be_deaf();
  const is_over = !done.ok && OVER.has(done.problem.code);
  has_failed.value = !done.ok && done.problem.code !== "already_rated" && !is_over;
  if (has_failed.value) return;
  answered.value = name_of(rated);
  close_with(is_over ? "too_late" : "thanks");
}

/** @param {object} body @param {number} patience_ms */
const send = (body, patience_ms) => post(`/counters/${boot.counter}/rate`, body, patience_ms);

/**
 * Send a score. The first touch counts: until it is answered there is nothing to touch.
 * @param {number} score
 */
export async function rate(score) {
  const rated = asked.value;
  if (!rated || stage.value !== "asking") return;
  batch(() => {
    sent_score.value = score;
    has_failed.value = false;
  });
  const body = { ticket: rated.ticket, service: rated.service, score };
  const done = await send(body, rated.closes_ms - link.now_ms());
  batch(() => conclude(done, rated));
}

/**
 * Say more of the rating just given: another score, or why. What comes too late changes nothing, and is thanked for.
 * @param {{score?: number, reasons?: string[]}} more
 */
export async function say_more(more) {
  const rated = given.value;
  if (!rated || is_sending_more.value || sent_score.value) return;
  const { ticket, service, score } = rated;
  if (more.score === score) return;
  is_sending_more.value = true;
  const left = (more.reasons ? rated.reasons_until_ms : rated.changes_until_ms) - link.now_ms();
  const body = { ticket, service, score, instead_of: score, ...more };
  const done = await send(body, Math.max(left, LEAST_PATIENCE_MS));
  batch(() => {
    is_sending_more.value = false;
    if (more.reasons) skipped.value = name_of(rated);
    be_deaf();
    close_with("thanks");
  });
}

/** Nobody has to say why. */
export function skip() {
  batch(() => {
    skipped.value = name_of(given.value);
    be_deaf();
    close_with("thanks");
  });
}

/** A new question: it does not wait until the thanks to the one before have been shown long enough. */
function begin() {
  batch(() => {
    closing.value = "";
    has_failed.value = false;
  });
  // A finger on its way to the screen must not rate what it finds there.
  be_deaf();
}

let last_asked = "";

effect(() => {
  const now_asked = name_of(panel.value?.window ?? null);
  if (now_asked && now_asked !== last_asked) begin();
  last_asked = now_asked || last_asked;
});

let last_given = "";

// Whoever has answered at a panel with buttons, or at another tablet, sees thanks here, too.
effect(() => {
  const now_given = given.value ? `${name_of(given.value)} ${given.value.reasons}` : "";
  if (now_given && now_given !== last_given) {
    be_deaf();
    close_with("thanks");
  }
  last_given = now_given;
});

/** Time goes on only where something counts down. */
function tick() {
  if (panel.value?.window || panel.value?.given) moment_ms.value = link.now_ms();
}
setInterval(tick, TICK_MS);
effect(() => {
  if (panel.value) moment_ms.value = link.now_ms();
});
