/**
 * Vietnamese typed by Telex: `aa aw ee oo ow uw dd` make letters, `s f r x j` give the tone, `z` takes it away, and the same
 * key once more takes back what it did. Pure: a text and a key make a text.
 */

/** The plain vowel of each, and what a key makes of it. @type {Record<string, Record<string, string>>} */
const SHAPES = { a: { a: "â", ă: "â" }, e: { e: "ê" }, o: { o: "ô", ơ: "ô" }, w: { a: "ă", â: "ă", o: "ơ", ô: "ơ", u: "ư" } };
const TONES = /** @type {Record<string, string>} */ ({ s: "\u0301", f: "\u0300", r: "\u0309", x: "\u0303", j: "\u0323" });
const ALL_TONES = /[\u0300\u0301\u0303\u0309\u0323]/;
const VOWELS = "aăâeêioôơuưy";
const MARKED = /[ăâêôơư]/;

/** @param {string} text */
const split_tone = (text) => {
  const apart = text.normalize("NFD");
  const tone = ALL_TONES.exec(apart)?.[0] ?? "";
  return { tone, bare: apart.replace(ALL_TONES, "").normalize("NFC") };
};

/** Where the vowels of a syllable are; the u of "qu" and the i of "gi" before another vowel belong to the consonant. @param {string} bare */
function vowels_of(bare) {
  const head = /^(?:qu|gi)(?=[aăâeêioôơuưy])/.exec(bare)?.[0].length ?? 0;
  const from = [...bare].findIndex((letter, at) => at >= head && VOWELS.includes(letter));
  if (from < 0) return null;
  let to = from;
  while (to < bare.length && VOWELS.includes(bare[to])) to += 1;
  return { from, to };
}

/** The letter that carries the tone, the old way: hòa, thúy. @param {string} bare @param {{from: number, to: number}} vowels */
function carrier(bare, { from, to }) {
  for (let at = to - 1; at >= from; at -= 1) if (MARKED.test(bare[at])) return at;
  const is_closed = to < bare.length;
  const length = to - from;
  if (length === 1) return from;
  return length === 3 || is_closed ? from + 1 : from;
}

/** @param {string} bare @param {string} tone */
function with_tone(bare, tone) {
  const vowels = vowels_of(bare);
  if (!tone || !vowels) return bare;
  const at = carrier(bare, vowels);
  return (bare.slice(0, at + 1) + tone + bare.slice(at + 1)).normalize("NFC");
}

/** A tone given, changed, or by its own key once more taken back. @param {string} word @param {string} key */
function toned(word, key) {
  const { tone, bare } = split_tone(word);
  if (!vowels_of(bare)) return null;
  if (key === "z") return tone ? bare : null;
  return tone === TONES[key] ? bare + key : with_tone(bare, TONES[key]);
}

/** The last vowel of a syllable that a key changes; "uo" becomes "ươ". @param {string} word @param {string} key */
function shaped(word, key) {
  const { tone, bare } = split_tone(word);
  const made = SHAPES[key];
  if (key === "w" && /uo/.test(bare)) return with_tone(bare.replace("uo", "ươ"), tone);
  for (let at = bare.length - 1; at >= 0; at -= 1) {
    if (made[bare[at]]) return with_tone(bare.slice(0, at) + made[bare[at]] + bare.slice(at + 1), tone);
  }
  return null;
}

/** What the last letter was before a key made it, where the same key comes once more. @type {Record<string, Record<string, string>>} */
const UNDONE = { a: { â: "a" }, e: { ê: "e" }, o: { ô: "o" }, w: { ă: "a", ơ: "o", ư: "u" }, d: { đ: "d" } };

/** @param {string} word @param {string} key */
function taken_back(word, key) {
  const { tone, bare } = split_tone(word);
  const last = bare.slice(-1);
  const before = UNDONE[key]?.[last];
  return before ? with_tone(bare.slice(0, -1) + before, tone) + key : null;
}

/** @param {string} word @param {string} key @returns {string | null} null where the key is just a letter */
function composed(word, key) {
  if (key in UNDONE && taken_back(word, key)) return taken_back(word, key);
  if (key === "d") return /^d(?!d)/.test(word) && !word.includes("đ") ? `đ${word.slice(1)}` : null;
  if (key in SHAPES) return shaped(word, key);
  return key === "z" || key in TONES ? toned(word, key) : null;
}

/** Where letters come after the tone, it may have to move: "tòan" is "toàn". @param {string} word */
function settled(word) {
  const { tone, bare } = split_tone(word);
  return with_tone(bare, tone);
}

/**
 * A text after one more key.
 * @param {string} text
 * @param {string} key one letter, figure or blank
 */
export function typed(text, key) {
  const [, before, word] = /** @type {RegExpExecArray} */ (/^(.*?)([^\s\d]*)$/s.exec(text));
  if (!/\p{L}/u.test(key)) return text + key;
  return before + (composed(word, key) ?? settled(word + key));
}
