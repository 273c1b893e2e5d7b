/**
 * Send a command until it is answered.
 *
 * The key makes repeats harmless: the server answers the same key the same way, so a lost answer is simply asked for
 * again. Refusals are answers too (RFC 9457 problem details with our `code` and `text: {vi, en}`).
 */
import { boot } from "./boot.js";
import { link } from "./link.js";

/**
 * @typedef {{code: string, title?: string, detail?: string, status?: number, text?: Record<string, string>}} Problem
 * @typedef {{ok: true, status: number, answer: any} | {ok: false, status: number, problem: Problem}} Outcome
 */

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 2000;
const ATTEMPT_MS = 8000;
const NOT_ANSWERED = new Set([502, 504]);

/**
 * Whether nobody has answered: a gateway spoke, or a 503 says when to ask again (one that does not is an answer).
 * @param {Response} response
 */
const is_no_answer = ({ status, headers }) =>
  NOT_ANSWERED.has(status) || (status === 503 && headers.has("Retry-After"));

/** A new request key: 128 random bits. `crypto.randomUUID` does not exist over plain http. */
export function new_key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * @param {string} path
 * @param {unknown} body
 * @param {string} key
 */
async function attempt(path, body, key) {
  return fetch(boot.api + path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, application/problem+json",
      Authorization: `Bearer ${link.token()}`,
      "Idempotency-Key": key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ATTEMPT_MS),
  });
}

/**
 * @param {Response} response
 * @returns {Promise<Outcome>}
 */
async function outcome(response) {
  const { status } = response;
  const content = status === 204 ? {} : await response.json().catch(() => ({}));
  if (response.ok) return { ok: true, status, answer: content };
  return { ok: false, status, problem: { code: "fault", ...content } };
}

/**
 * One attempt, or null when it has to be repeated: no connection, a server that is starting, a token that was renewed.
 * @param {string} path
 * @param {unknown} body
 * @param {string} key
 * @returns {Promise<Outcome | null>}
 */
async function try_once(path, body, key) {
  try {
    const response = await attempt(path, body, key);
    if (is_no_answer(response)) return null;
    if (response.status === 401 && (await link.renew())) return null;
    return await outcome(response);
  } catch {
    return null;
  }
}

/**
 * Send one command; the same key is repeated until an answer comes or `while_wanted` says to stop.
 * @param {string} path below the api address, beginning with "/"
 * @param {unknown} body
 * @param {{key?: string, while_wanted?: () => boolean}} [options]
 * @returns {Promise<Outcome>} code "not_answered" when nobody wanted the answer any longer
 */
export async function post(path, body, { key = new_key(), while_wanted = () => true } = {}) {
  let wait = FIRST_PAUSE_MS;
  while (while_wanted()) {
    const done = await try_once(path, body, key);
    if (done) return done;
    await pause(wait);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
  return { ok: false, status: 0, problem: { code: "not_answered" } };
}
