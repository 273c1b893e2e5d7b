/** Read something aloud: one clip after the other without a gap, until it is over or somebody stops it. */
import { signal } from "@preact/signals";
import { is_running, sound, unmute } from "./audio.js";
import { clip } from "./clips.js";
import { the_line } from "./sound_line.js";

export { sound, unmute };

/** Whether something is being read now, its loading included. */
export const is_speaking = signal(false);

const PAUSE_S = 0.35;
let turn = 0;

/** Silence, at once. */
export function stop() {
  turn += 1;
  the_line()?.stop();
  is_speaking.value = false;
}

/** @param {string[]} urls @param {number} mine @returns {Promise<boolean>} */
async function say_in_turn(urls, mine) {
  let was_heard = urls.length > 0;
  /** @type {Promise<boolean>[]} */
  const ends = [];
  const clips = urls.map(clip);
  for (const coming of clips) {
    const buffer = await coming;
    if (mine !== turn) return false;
    const line = the_line();
    if (buffer && line && is_running()) ends.push(line.add(buffer, ends.length ? PAUSE_S : 0).ended);
    else was_heard = false;
  }
  return (await Promise.all(ends)).every(Boolean) && was_heard;
}

/**
 * Say these clips, and nothing of what was being said before.
 * @param {string[]} urls clips on this page's server, `/api/speech?text=…&language=vi`; one that cannot be had is left out
 * @param {{gain?: number}} [how] `gain`: 0 to 1 of the full volume
 * @returns {Promise<boolean>} whether all of it was said to its end
 */
export async function say(urls, { gain = 1 } = {}) {
  stop();
  const mine = turn;
  const line = the_line();
  if (line) line.volume = gain;
  is_speaking.value = true;
  const was_heard = await say_in_turn(urls, mine);
  if (mine === turn) is_speaking.value = false;
  return was_heard;
}
