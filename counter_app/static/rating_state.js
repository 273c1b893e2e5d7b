/**
 * When a rating is asked for, and sending it.
 *
 * The hub opens and closes the window; the page only counts the seconds to `closes_ms` by the hub's clock, as no view
 * is sent when a window ends by itself.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { now_ms } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";

/**
 * @typedef {{ticket: string, label: string, service: number, field: Record<string, string>, opened_ms: number,
 *   closes_ms: number}} Window
 * @typedef {"resting" | "asking" | "sending" | "thanks" | "too_late"} Stage
 */

const SHOWN_MS = 6000;
const DEAF_MS = 400;
const OVER = new Set(["rating_window_closed", "not_answered"]);

export const panel = link.view(boot.topic);

/** The service to be rated now, or null. @type {import("@preact/signals").ReadonlySignal<Window | null>} */
export const asked = computed(() => {
  /** @type {Window | null} */
  const rated = panel.value?.window ?? null;
  return rated && now_ms.value && link.now_ms() < rated.closes_ms ? rated : null;
});

/** Milliseconds left to answer, by the hub's clock. */
export const left_ms = computed(() => (asked.value && now_ms.value ? asked.value.closes_ms - link.now_ms() : 0));

/** The score that is being sent, or 0. */
export const sent_score = signal(0);

/**
 * What is said after an answer, for a few seconds.
 * @type {import("@preact/signals").Signal<"" | "thanks" | "too_late">}
 */
export const closing = signal("");

/** Whether the question has only just come up: a finger on its way to the screen must not rate what it finds there. */
export const is_deaf = signal(false);

/** Whether the last answer could not be sent. */
export const has_failed = signal(false);

/** @type {import("@preact/signals").ReadonlySignal<Stage>} */
export const stage = computed(() => {
  if (sent_score.value) return "sending";
  if (closing.value) return closing.value;
  return asked.value ? "asking" : "resting";
});

/** Which service a window is about. @param {Window | null} rated */
const name_of = (rated) => (rated ? `${rated.ticket}/${rated.service}` : "");

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

let last_asked = "";

/** @param {"thanks" | "too_late"} words */
function close_with(words) {
  clearTimeout(timer);
  closing.value = words;
  timer = setTimeout(() => (closing.value = ""), SHOWN_MS);
}

/** @param {import("toi-luot/post.js").Outcome} done */
function conclude(done) {
  sent_score.value = 0;
  if (done.ok || done.problem.code === "already_rated") close_with("thanks");
  else if (OVER.has(done.problem.code)) close_with("too_late");
  else has_failed.value = true;
}

/**
 * Send a score. The first touch counts: until it is answered, and while there are thanks, there is nothing to touch.
 * @param {number} score
 */
export async function rate(score) {
  const rated = asked.value;
  if (!rated || is_deaf.value || stage.value !== "asking") return;
  batch(() => {
    sent_score.value = score;
    has_failed.value = false;
  });
  const body = { ticket: rated.ticket, service: rated.service, score };
  const done = await post(`/counters/${boot.counter}/rate`, body, rated.closes_ms - link.now_ms());
  batch(() => conclude(done));
}

/** A new question: it does not wait until the thanks to the one before have been shown long enough. */
function begin() {
  batch(() => {
    closing.value = "";
    has_failed.value = false;
    is_deaf.value = true;
  });
  setTimeout(() => (is_deaf.value = false), DEAF_MS);
}

effect(() => {
  const now_asked = name_of(panel.value?.window ?? null);
  if (now_asked && now_asked !== last_asked) begin();
  last_asked = now_asked || last_asked;
});

let was_open = false;

// Whoever has answered at a panel with buttons sees thanks here, too.
effect(() => {
  const is_open = Boolean(panel.value?.window);
  if (was_open && !is_open && panel.value?.last_score && !sent_score.peek()) close_with("thanks");
  was_open = is_open;
});
