/**
 * The one way in which a page of the staff asks the hub for something, and what becomes of it.
 *
 * What a page shows comes from the hub as one whole view. The page's own are only: the request under way, the last
 * refusal, the open dialog.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { boot } from "./boot.js";
import { now_ms } from "./clock.js";
import { link } from "./link.js";
import { post } from "./post.js";
import { language, t } from "./texts.js";

/**
 * @typedef {import("./post.js").Problem} Problem
 * @typedef {import("./post.js").Outcome} Outcome
 * @typedef {{name: string} & Record<string, any>} Dialog what a dialog is about, beside its name
 */

const SEEN_WITHIN_MS = 1000;
const SLOW_MS = 2500;
const PATIENCE_MS = 20_000;

/** The whole view; `refused` instead of all but the header while there is nothing to work on. */
export const view = link.view(boot.topic);

/** The action whose answer is awaited, or "". */
export const busy = signal("");

const is_slow = signal(false);

/** What keeps the hub from answering, in its own words. @type {import("@preact/signals").Signal<Problem | null>} */
const trouble = signal(null);

/** Why the answer takes unusually long, in a sentence; "" while it does not. */
export const delay = computed(() => {
  if (trouble.value) return `${sentence(trouble.value)} ${t("desk.sending_again")}`;
  return is_slow.value ? t("desk.sending_long") : "";
});

/** Why the last request was refused, in a sentence; "" when it was not. */
export const refusal = signal("");

/** Which words in the place of a refusal are none, but tell what was scanned or done. */
export const calm_words = signal("");

/** Tell something where refusals are told. @param {string} said */
export function say_calmly(said) {
  calm_words.value = said;
  refusal.value = said;
}

/** @type {import("@preact/signals").Signal<Dialog | null>} */
export const dialog = signal(null);

/** Nothing may be pressed while an answer is awaited or the hub is away. */
export const is_locked = computed(() => busy.value !== "" || !link.is_live.value);

/** The hub's time now, in ms since the epoch; whatever draws it is drawn again every second. */
export function hub_now_ms() {
  return now_ms.value && link.now_ms();
}

/** What a problem says to people. @param {Problem} problem */
export function sentence(problem) {
  const said = problem.text?.[language.value] ?? problem.detail;
  if (problem.code === "not_answered") return [said, t("desk.not_answered")].filter(Boolean).join(" ");
  return said ?? t("common.fault");
}

let last_seq = -1;

/** Where the journal stood after the last command of this page. */
export const own_seq = () => last_seq;

/** Wait until the view shows what was done, so that the next press is about what the clerk sees. @param {number} seq */
function until_seen(seq) {
  return new Promise((done) => {
    const timer = setTimeout(done, SEEN_WITHIN_MS);
    const stop = effect(() => {
      if (!view.value || link.rev(boot.topic) < seq) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      done(undefined);
    });
  });
}

/**
 * Send a command, and say meanwhile why it takes long if it does.
 * @param {string} path
 * @param {object} body
 */
async function send(path, body) {
  const slow = setTimeout(() => (is_slow.value = true), SLOW_MS);
  const done = await post(path, body, PATIENCE_MS, (problem) => (trouble.value = problem));
  clearTimeout(slow);
  batch(() => {
    is_slow.value = false;
    trouble.value = null;
  });
  return done;
}

/**
 * Ask for something; one request at a time, one key for each however often it is repeated on the way. Once it is done
 * the dialog that asked for it closes.
 * @param {string} action
 * @param {string} path below the api address
 * @param {object} [body]
 * @returns {Promise<Outcome | null>} null when nothing could be asked
 */
export async function ask(action, path, body = {}) {
  if (is_locked.value) return null;
  const asking = dialog.value;
  busy.value = action;
  refusal.value = "";
  const done = await send(path, body);
  if (done.ok) {
    last_seq = done.answer.seq;
    await until_seen(last_seq);
  }
  batch(() => {
    busy.value = "";
    if (!done.ok) refusal.value = sentence(done.problem);
    else if (dialog.value === asking) close_dialog();
  });
  return done;
}

/** @param {Dialog} next */
export function open_dialog(next) {
  refusal.value = "";
  dialog.value = next;
}

export function close_dialog() {
  dialog.value = null;
}
