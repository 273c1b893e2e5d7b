/**
 * One line of sound: what is put on it follows what is there, exactly when that ends, and never sounds beside it.
 *
 * Every piece is given its instant on the clock of the sound card beforehand, so no timer of the page, which comes late
 * on a busy machine, makes a gap.
 */
import { context } from "./audio.js";

/**
 * What is needed of an AudioContext.
 * @typedef {{currentTime: number, destination: any, createBufferSource: () => any, createGain: () => any}} Audio
 */

/** So far ahead the first piece is put, in s: what lies in the past would begin in its middle. */
const LEAD_S = 0.05;
/** The line counts as over so long after its last piece should have ended, when nobody said so. */
const GRACE_S = 1.5;

export class SoundLine {
  /** @param {Audio} audio */
  constructor(audio) {
    this._audio = audio;
    this._gain = audio.createGain();
    this._gain.connect(audio.destination);
    this._free_s = 0;
    /** @type {Set<{source: any, resolve: (was_heard: boolean) => void, timer: any}>} */
    this._pieces = new Set();
  }

  /** @param {number} share 0 to 1 of the full volume */
  set volume(share) {
    this._gain.gain.value = share;
  }

  /**
   * Put a piece on the line.
   * @param {AudioBuffer} buffer
   * @param {number} [pause_s] silence before it
   * @returns {{start_s: number, end_s: number, ended: Promise<boolean>}} `ended`: whether it sounded to its end
   */
  add(buffer, pause_s = 0) {
    const earliest_s = this._audio.currentTime + LEAD_S;
    const start_s = this._free_s + pause_s > earliest_s ? this._free_s + pause_s : earliest_s;
    this._free_s = start_s + buffer.duration;
    const source = this._audio.createBufferSource();
    source.buffer = buffer;
    source.connect(this._gain);
    source.start(start_s);
    return { start_s, end_s: this._free_s, ended: this._ended(source, this._free_s) };
  }

  /** Silence, at once; nothing is left on the line. */
  stop() {
    for (const piece of [...this._pieces]) {
      piece.source.onended = null;
      piece.source.stop();
      this._leave(piece, false);
    }
    this._free_s = 0;
  }

  /** @param {any} source @param {number} end_s @returns {Promise<boolean>} */
  _ended(source, end_s) {
    return new Promise((resolve) => {
      // A sound card that stands still ends nothing: what is on the line would sound when nobody knows any more.
      const overdue = () => (this._audio.currentTime < end_s ? this.stop() : this._leave(piece, false));
      const timer = setTimeout(overdue, (end_s - this._audio.currentTime + GRACE_S) * 1000);
      const piece = { source, resolve, timer };
      this._pieces.add(piece);
      source.onended = () => this._leave(piece, true);
    });
  }

  /** @param {{source: any, resolve: (was_heard: boolean) => void, timer: any}} piece @param {boolean} was_heard */
  _leave(piece, was_heard) {
    clearTimeout(piece.timer);
    this._pieces.delete(piece);
    piece.resolve(was_heard);
  }
}

/** @type {SoundLine | null} */
let made = null;

/** The page's own line; null where there is no sound. */
export function the_line() {
  const audio = context();
  if (audio !== null) made ??= new SoundLine(audio);
  return made;
}
