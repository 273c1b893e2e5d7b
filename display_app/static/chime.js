/** The two-tone chime, made by the browser itself: E5, then C5. */
import { signal } from "@preact/signals";

const TONES_HZ = [659.26, 523.25];
const TONE_S = 0.55;
const FADE_S = 1.1;
const LOUDNESS = 0.5;
const SILENCE = 0.0001;

const context = "AudioContext" in window ? new AudioContext() : null;

/** "on"; "muted" until somebody touches the screen, as browsers demand; "none" where there is no sound at all. */
export const sound = signal("none");

function look() {
  if (context) sound.value = context.state === "running" ? "on" : "muted";
}

/** Turn the sound on; works only within a touch or a key press. */
export const unmute = () => context?.resume();

/**
 * @param {AudioContext} audio
 * @param {number} frequency_hz
 * @param {number} start_s
 */
function tone(audio, frequency_hz, start_s) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = frequency_hz;
  oscillator.type = "triangle";
  volume.gain.setValueAtTime(SILENCE, start_s);
  volume.gain.exponentialRampToValueAtTime(LOUDNESS, start_s + 0.02);
  volume.gain.exponentialRampToValueAtTime(SILENCE, start_s + FADE_S);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start_s);
  oscillator.stop(start_s + FADE_S);
}

/**
 * Sound the chime, once for each call.
 * @param {number} calls
 * @returns {boolean} whether it could be heard: a suspended context would play it much later
 */
export function chime(calls) {
  if (context?.state !== "running") return false;
  const start_s = context.currentTime + 0.05;
  const tones_hz = Array.from({ length: calls }, () => TONES_HZ).flat();
  tones_hz.forEach((frequency_hz, index) => tone(context, frequency_hz, start_s + index * TONE_S));
  return true;
}

look();
context?.addEventListener("statechange", look);
addEventListener("pointerdown", unmute);
addEventListener("keydown", unmute);
