/** The two-tone chime, made by the browser itself: E5, then C5. */

const TONES_HZ = [659.26, 523.25];
const TONE_S = 0.4;
const FADE_S = 0.7;
const RISE_S = 0.02;
const LOUDNESS = 0.45;
/** How much of a second and a third overtone makes a bell out of a whistle. */
const OVERTONES = [1, 0.25, 0.12];

/** @param {number} frequency_hz @param {number} at_s since the tone began */
function amplitude(frequency_hz, at_s) {
  if (at_s < 0 || at_s > FADE_S) return 0;
  const envelope = Math.min(1, at_s / RISE_S) * Math.exp((-5 * at_s) / FADE_S) * Math.min(1, (FADE_S - at_s) / RISE_S);
  const wave = OVERTONES.reduce(
    (sum, share, index) => sum + share * Math.sin(2 * Math.PI * frequency_hz * (index + 1) * at_s),
    0,
  );
  return LOUDNESS * envelope * wave;
}

/**
 * @param {AudioContext} audio
 * @returns {AudioBuffer}
 */
export function chime(audio) {
  const length = Math.ceil((TONE_S * (TONES_HZ.length - 1) + FADE_S) * audio.sampleRate);
  const buffer = audio.createBuffer(1, length, audio.sampleRate);
  const samples = buffer.getChannelData(0);
  for (let index = 0; index < length; index += 1) {
    const at_s = index / audio.sampleRate;
    samples[index] = TONES_HZ.reduce((sum, hz, tone) => sum + amplitude(hz, at_s - tone * TONE_S), 0);
  }
  return buffer;
}
