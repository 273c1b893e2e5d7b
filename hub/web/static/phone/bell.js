/** Sound, vibration and a screen that stays on: each as far as the phone has it, and after its owner asked for it. */

const E5_HZ = 659;
const C5_HZ = 523;
const TONE_S = 0.45;
const GAP_S = 0.35;
const LOUD = 0.5;

/** How often the two tones come, and how the phone shakes (ms, by turns on and off). */
const RINGS = /** @type {Record<string, {times: number, shakes: number[]}>} */ ({
  called: { times: 4, shakes: [500, 200, 500, 200, 800] },
  soon: { times: 1, shakes: [300] },
  test: { times: 1, shakes: [150] },
});

/** @type {AudioContext | null} */
let sound = null;

/** @type {WakeLockSentinel | null} */
let awake = null;
let is_on = false;

/** @param {AudioContext} context @param {number} hertz @param {number} at_s */
function tone(context, hertz, at_s) {
  const oscillator = new OscillatorNode(context, { frequency: hertz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at_s);
  gain.gain.linearRampToValueAtTime(LOUD, at_s + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at_s + TONE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at_s);
  oscillator.stop(at_s + TONE_S);
}

/** @param {AudioContext} context @param {number} times */
function chime(context, times) {
  for (let n = 0; n < times; n += 1) {
    const at_s = context.currentTime + n * (2 * TONE_S + GAP_S);
    tone(context, E5_HZ, at_s);
    tone(context, C5_HZ, at_s + TONE_S * 0.8);
  }
}

/** @param {string} kind "called", "soon" or "test" */
export function ring(kind) {
  const { times, shakes } = RINGS[kind];
  navigator.vibrate?.(shakes);
  if (is_on && sound) chime(sound, times);
}

async function stay_awake() {
  if (!is_on || document.visibilityState !== "visible") return;
  try {
    awake = (await navigator.wakeLock?.request("screen")) ?? null;
  } catch {
    awake = null; // the phone saves its battery
  }
}

/** @param {boolean} on called by a touch, without which no phone makes a sound */
export async function switch_bell(on) {
  is_on = on;
  if (!on) return void awake?.release();
  sound ??= new AudioContext();
  await sound.resume();
  ring("test");
  await stay_awake();
}

export const has_bell = "AudioContext" in globalThis;

document.addEventListener("visibilitychange", stay_awake);
