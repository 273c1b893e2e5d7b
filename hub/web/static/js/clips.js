/** Clips of speech from this page's server, ready to sound. */
import { context } from "./audio.js";
import { link } from "./link.js";

const ATTEMPT_MS = 8000;
/** Some seconds each, at 0.2 MB a second: the last calls in two languages, or a page that is read. */
const MOST_KEPT = 16;

/** @type {Map<string, Promise<AudioBuffer | null>>} */
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
    return response.ok && context ? await context.decodeAudioData(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

/**
 * A clip; one that could not be had is asked for again the next time.
 * @param {string} url on this page's server, asked for with the page's token
 * @returns {Promise<AudioBuffer | null>} null where there is none
 */
export function clip(url) {
  const known = kept.get(url);
  if (known) return known;
  const coming = loaded(url).then((buffer) => {
    if (!buffer) kept.delete(url);
    return buffer;
  });
  kept.set(url, coming);
  for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
  return coming;
}
