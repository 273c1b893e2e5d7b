/** Clips of speech from this page's server, ready to sound. */
import { context } from "./audio.js";
import { link } from "./link.js";

const ATTEMPT_MS = 8000;
/** Nothing at all (204) is no clip. */
const FOUND = 200;
/** Some seconds each, at 0.2 MB a second: the last calls in two languages, or a page that is read. */
const MOST_KEPT = 16;

/** Those on their way. @type {Map<string, Promise<AudioBuffer | null>>} */
const coming = new Map();
/** Those that came, the last used last. @type {Map<string, AudioBuffer>} */
const kept = new Map();

/** @param {string} url */
const attempt = (url) =>
  fetch(url, {
    headers: { Authorization: `Bearer ${link.token()}` },
    signal: AbortSignal.timeout(ATTEMPT_MS),
  });

/** @param {string} url @returns {Promise<AudioBuffer | null>} */
async function loaded(url) {
  try {
    let response = await attempt(url);
    if (response.status === 401 && (await link.renew())) response = await attempt(url);
    const ready = response.status === FOUND ? await context()?.decodeAudioData(await response.arrayBuffer()) : null;
    return ready ?? null;
  } catch {
    return null;
  }
}

/** @param {string} url @param {AudioBuffer} buffer */
function keep(url, buffer) {
  kept.delete(url);
  kept.set(url, buffer);
  for (const longest_unused of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(longest_unused);
  return buffer;
}

/** @param {string} url */
async function arrival(url) {
  const buffer = await loaded(url);
  coming.delete(url);
  return buffer && keep(url, buffer);
}

/**
 * A clip; one that could not be had is asked for again the next time.
 * @param {string} url on this page's server, asked for with the page's token
 * @returns {Promise<AudioBuffer | null>} null where there is none
 */
export function clip(url) {
  const here = kept.get(url);
  if (here) return Promise.resolve(keep(url, here));
  const known = coming.get(url) ?? arrival(url);
  coming.set(url, known);
  return known;
}
