/** Read something of the hub that is no view. */
import { boot } from "./boot.js";
import { link } from "./link.js";

/** @typedef {import("./post.js").Problem} Problem */

const ATTEMPT_MS = 8000;

/** @param {string} path */
const attempt = (path) =>
  fetch(boot.api + path, {
    headers: { Authorization: `Bearer ${link.token()}` },
    signal: AbortSignal.timeout(ATTEMPT_MS),
  });

/** As often as a token has to be renewed on the way, which is once. @param {string} path */
async function answered(path) {
  const response = await attempt(path);
  return response.status === 401 && (await link.renew()) ? attempt(path) : response;
}

/**
 * Read a path once; reading changes nothing, so whoever asked may ask again.
 * @param {string} path below the api address, beginning with "/"
 * @returns {Promise<{ok: true, answer: any} | {ok: false, problem: Problem}>} code "not_answered" when nobody answered
 */
export async function get(path) {
  try {
    const response = await answered(path);
    if (response.ok) return { ok: true, answer: await response.json() };
    return { ok: false, problem: { code: "fault", ...(await response.json().catch(() => ({}))) } };
  } catch {
    return { ok: false, problem: { code: "not_answered" } };
  }
}
