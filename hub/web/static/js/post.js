/**
 * Send a command until it is answered.
 *
 * The key makes repeats harmless: the server answers the same key the same way, so a lost answer is simply asked for
 * again. Refusals are answers too (RFC 9457 problem details with our `code` and `text: {vi, en}`).
 */
import { boot } from "./boot.js";
import { link } from "./link.js";

/**
 * @typedef {{code: string, title?: string, detail?: string, status?: number, text?: Record<string, string>,
 *   params?: Record<string, string | number>}} Problem
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
function new_key() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * @typedef {{path: string, body: unknown, key: string}} Command
 *
 * @param {Command} command
 * @param {number} left_ms
 */
async function attempt({ path, body, key }, left_ms) {
  return fetch(boot.api + path, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, application/problem+json",
      Authorization: `Bearer ${link.token()}`,
      "Idempotency-Key": key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(Math.min(ATTEMPT_MS, left_ms)),
  });
}

/** @param {Response} response */
const content_of = (response) => (response.status === 204 ? {} : response.json().catch(() => ({})));

/**
 * @param {Response} response
 * @returns {Promise<Outcome>}
 */
async function outcome(response) {
  const { status } = response;
  const content = await content_of(response);
  if (response.ok) return { ok: true, status, answer: content };
  return { ok: false, status, problem: { code: "fault", ...content } };
}

/**
 * One attempt. It has to be repeated while there is no answer: no connection, a server that is starting or cannot
 * write (it may say so in `problem`), a token that was renewed.
 * @param {Command} command
 * @param {number} left_ms
 * @returns {Promise<Outcome | {ok: null, problem: Problem | null}>}
 */
async function try_once(command, left_ms) {
  try {
    const response = await attempt(command, left_ms);
    if (is_no_answer(response)) {
      const problem = await content_of(response);
      return { ok: null, problem: problem.text ? problem : null };
    }
    if (response.status === 401 && (await link.renew())) return { ok: null, problem: null };
    return await outcome(response);
  } catch {
    return { ok: null, problem: null };
  }
}

/**
 * Send one command; the same key is repeated until an answer comes or patience is over. Whoever pressed has long turned
 * to something else by then, and must not be surprised by what was pressed before.
 * @param {string} path below the api address, beginning with "/"
 * @param {unknown} body
 * @param {number} patience_ms since now
 * @param {(problem: Problem | null) => void} [on_waiting] told after each attempt without an answer what the server
 *   said of its trouble, if it did
 * @returns {Promise<Outcome>} code "not_answered" when patience was over; `text` is the server's last word, if any
 */
export async function post(path, body, patience_ms, on_waiting = () => {}) {
  const command = { path, body, key: new_key() };
  const over_ms = performance.now() + patience_ms;
  /** @type {Problem | null} */
  let last = null;
  let wait = FIRST_PAUSE_MS;
  for (let left_ms = patience_ms; left_ms > 0; left_ms = over_ms - performance.now()) {
    const done = await try_once(command, left_ms);
    if (done.ok !== null) return done;
    last = done.problem ?? last;
    on_waiting(done.problem);
    await pause(Math.min(wait, LONGEST_PAUSE_MS));
    wait *= 2;
  }
  return { ok: false, status: 0, problem: { code: "not_answered", text: last?.text } };
}
