/**
 * The wall's voice: each call is chimed and said, one after the other and never two at once.
 *
 * What cannot be said is chimed and shown, and told as not spoken; nothing here keeps a wall from showing a call.
 */
import { context, is_running, sound, unmute } from "toi-luot/audio.js";
import { boot } from "toi-luot/boot.js";
import { clip } from "toi-luot/clips.js";
import { link } from "toi-luot/link.js";
import { the_line } from "toi-luot/sound_line.js";
import { follow } from "../followed.js";
import { program } from "../program.js";
import { chime } from "./chime.js";
import { at_wall, CHIME_ONLY, fitting, is_brief, languages_of, volume_at } from "./order.js";

/** @typedef {import("../announcer.js").Call} Call */
/** @typedef {{name: string, ended: Promise<boolean>}} Said */

export { sound, unmute };

const CHIME = "chime";
const AFTER_CHIME_S = 0.1;
const BETWEEN_S = 0.45;
/** Calls that share the panel share this time, too: whoever looks up sees what is said. */
const LONGEST_S = 30;
/** A clip that is not here by then is not waited for: the hall has seen the number for long. */
const PATIENCE_MS = 4000;

/** @type {AudioBuffer | null} */
let made_tones = null;
let told = CHIME_ONLY;
/** What was asked for ahead; if it did not come, it is asked for once more when it is said. @type {Set<string>} */
let prepared = new Set();
/** What is being said now; the next waits for it. @type {Promise<unknown>} */
let busy = Promise.resolve();

/** The chime, made once. */
function tones() {
  const audio = context();
  if (audio !== null) made_tones ??= chime(audio);
  return made_tones;
}

/** What this wall goes by now. */
const rules_here = () => at_wall(told, program.value.sound);

/** Ids start anew with other data, instants do not: no clip is taken for another call's. @param {Call} call @param {string} language */
const address_of = (call, language) => `${boot.api}/speech/calls/${call.id}/${language}.wav?at=${call.at_ms}`;

/** @param {Promise<AudioBuffer | null>} coming @returns {Promise<AudioBuffer | null>} */
const in_time = (coming) =>
  Promise.race([coming, new Promise((/** @type {(none: null) => void} */ give) => setTimeout(give, PATIENCE_MS, null))]);

/**
 * Load what will be said of the next calls, each clip once.
 * @param {Call[]} calls
 * @param {number} waiting how many more wait behind them
 */
export function prepare(calls, waiting) {
  if (!is_running()) return;
  const rules = rules_here();
  const addresses = calls.flatMap((call) => languages_of(call, rules, waiting).map((one) => address_of(call, one)));
  const former = prepared;
  prepared = new Set(addresses);
  for (const address of prepared) if (!former.has(address)) clip(address);
}

/** Put a piece on the line behind what a call has there. @param {Said[]} said @param {string} name @param {AudioBuffer} buffer */
function put(said, name, buffer) {
  const pause_s = said.at(-1)?.name === CHIME ? AFTER_CHIME_S : BETWEEN_S;
  said.push({ name, .../** @type {import("toi-luot/sound_line.js").SoundLine} */ (the_line()).add(buffer, pause_s) });
}

/**
 * Put a call's sentences on the line, as many as there is time for; the first does not wait for the others to be loaded.
 * @param {Said[]} said its chime, if it has one
 * @param {string[]} languages
 * @param {Promise<AudioBuffer | null>[]} clips
 * @param {number} room_s
 */
async function put_sentences(said, languages, clips, room_s) {
  const first = await clips[0];
  if (first && first.duration <= room_s) put(said, /** @type {string} */ (languages[0]), first);
  const buffers = await Promise.all(clips);
  const lengths_s = buffers.map((buffer) => (buffer ? buffer.duration + BETWEEN_S : Infinity));
  for (const place of fitting(languages, lengths_s, room_s + BETWEEN_S)) {
    if (place > 0) put(said, /** @type {string} */ (languages[place]), /** @type {AudioBuffer} */ (buffers[place]));
  }
}

/**
 * Put a call on the line while its chime sounds; what it sounds like is known when its last piece is on it.
 * @param {Call} call
 * @param {number} waiting
 * @param {boolean} is_next another call has been before it
 * @param {number} room_s how long all of it may take
 */
async function put_call(call, waiting, is_next, room_s) {
  const rules = rules_here();
  const languages = languages_of(call, rules, waiting);
  const clips = languages.map((language) => in_time(clip(address_of(call, language))));
  const tone = rules.chime ? tones() : null;
  /** @type {Said[]} */
  const said = [];
  if (tone && !(is_next && is_brief(rules, waiting))) put(said, CHIME, tone);
  await put_sentences(said, languages, clips, room_s - (tone?.duration ?? 0));
  if (said.length === 0 && tone) put(said, CHIME, tone);
  return said;
}

/** What was heard to its end; the chime counts only where nothing else was. @param {Said[]} said */
async function heard(said) {
  const ended = await Promise.all(said.map(async ({ name, ended }) => ((await ended) ? name : "")));
  const names = [...new Set(ended.filter(Boolean))];
  return names.length > 1 ? names.filter((name) => name !== CHIME) : names;
}

/** @param {Call[]} calls @param {number} waiting @returns {Promise<string[][]>} */
async function announce_now(calls, waiting) {
  const volume = volume_at(told, link.now_ms());
  const line = the_line();
  if (!line || !is_running() || volume === 0) return calls.map(() => []);
  line.volume = volume;
  const all = [];
  const room_s = LONGEST_S / calls.length;
  for (const [index, call] of calls.entries()) all.push(heard(await put_call(call, waiting, index > 0, room_s)));
  return Promise.all(all);
}

/**
 * Chime and say calls, after whatever is being said.
 * @param {Call[]} calls
 * @param {number} waiting how many more wait behind them
 * @returns {Promise<string[][]>} once the last has sounded: for each the languages in which it was heard to its end,
 *   `["chime"]` when only the chime was, `[]` when nothing was; it never rejects
 */
export function announce(calls, waiting) {
  const now = busy.then(() => announce_now(calls, waiting)).catch(() => calls.map(() => []));
  busy = now;
  return now;
}

follow("/speech/rules", (rules) => {
  told = rules;
});
