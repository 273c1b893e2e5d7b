/**
 * Finding a procedure by what people type: with or without marks, by initials, by what they call it, in spite of one slip.
 *
 * Pure: a list is made an index once, and asking changes nothing. What is found comes best first: the whole name, words of
 * it in a row, beginnings of words; then the group's name. Only where there is nothing of this, one word as initials; then
 * words with a slip, in the shortest name first. What is known to be done elsewhere finds nothing, and is told instead.
 */

/**
 * @typedef {{field: string, group: string, name: string, time_limit: string, fee: string, level: string, code: string,
 *   papers: string[]}} Procedure as the hub tells it; what is empty is not known
 * @typedef {{words: string[], meaning: string}} Synonym a meaning that begins with "!" is a sentence for people
 * @typedef {{version: string, procedures: Procedure[], synonyms: Synonym[]}} ProcedureList
 * @typedef {{procedure: Procedure, order: number, typed: string, folded: string, words: string[], initials: string,
 *   group: string[], code: string}} Entry
 * @typedef {{words: string, meaning: string}} Called
 * @typedef {{entries: Entry[], synonyms: Called[], elsewhere: Called[]}} Index
 * @typedef {{procedure: Procedure, rank: number}} Found `rank`: the smaller the better
 */

/** How a procedure was found; between two there is room for where. */
export const RANKS = { exact: 0, typed: 1000, phrase: 2000, beginnings: 3000, group: 4000, initials: 5000, slip: 6000 };
const NOT_FOUND = Infinity;
const LEAST_INITIALS = 2;
/** A longer word is a word, maybe of another language, whose letters somewhere are initials, too. */
const MOST_INITIALS = 6;
const SENTENCE = "!";
const LEAST_FOR_A_SLIP = 4;
const LEAST_RUN_TOGETHER = 5;
const LEAST_OF_A_SYNONYM = 3;
const SCATTERED = 500;

/** Lower case without marks, đ as d, one blank between words, nothing but letters and figures. @param {string} text */
export const fold = (text) => plain(text).replace(/[đð]/g, "d").normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");

/** Lower case with its marks, one blank between words. @param {string} text */
const plain = (text) =>
  text
    .normalize("NFC")
    .toLocaleLowerCase("vi")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();

/** @param {string} folded */
const words_of = (folded) => folded.split(" ").filter(Boolean);

/** @param {string[]} words */
const initials_of = (words) => words.map((word) => word[0]).join("");

/** @param {ProcedureList} list @returns {Index} */
export function make_index({ procedures, synonyms }) {
  const entries = procedures.map((procedure, order) => {
    const folded = fold(procedure.name);
    const words = words_of(folded);
    const group = words_of(fold(procedure.group));
    const about = { typed: plain(procedure.name), initials: initials_of(words), code: procedure.code };
    return { procedure, order, folded, words, group, ...about };
  });
  const called = synonyms.flatMap(({ words, meaning }) => words.map((one) => ({ words: fold(one), meaning })));
  const is_sentence = (/** @type {Called} */ { meaning }) => meaning.startsWith(SENTENCE);
  const meant = called.filter((one) => !is_sentence(one)).map(({ words, meaning }) => ({ words, meaning: fold(meaning) }));
  const elsewhere = called.filter(is_sentence).map(({ words, meaning }) => ({ words, meaning: meaning.slice(1).trim() }));
  return { entries, synonyms: meant, elsewhere };
}

/** Where a phrase stands in words, as the number of the word, or -1; its last word may be a beginning unless `is_whole`. */
function place_of(/** @type {string} */ phrase, /** @type {string} */ text, is_whole = true) {
  const at = ` ${text} `.indexOf(is_whole ? ` ${phrase} ` : ` ${phrase}`);
  return at < 0 ? -1 : words_of(text.slice(0, at)).length;
}

/** Whether each asked word begins one of the words, and whether in this order. @param {string[]} asked @param {string[]} words */
function beginnings(asked, words) {
  let from = 0;
  const places = asked.map((one) => {
    const next = words.findIndex((word, at) => at >= from && word.startsWith(one));
    const at = next >= 0 ? next : words.findIndex((word) => word.startsWith(one));
    if (next >= 0) from = next + 1;
    return { at, is_next: next >= 0 };
  });
  if (places.some(({ at }) => at < 0)) return null;
  return { first: places[0].at, is_in_order: places.every(({ is_next }) => is_next) };
}

/** Whether two words differ by one letter: another, one more, one less, or two that changed places. @param {string} one @param {string} other */
export function differ_by_one(one, other) {
  if (one === other || Math.abs(one.length - other.length) > 1) return false;
  let head = 0;
  while (one[head] === other[head]) head += 1;
  const [left, right] = [one.slice(head), other.slice(head)];
  const is_swapped = left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return is_swapped || left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1);
}

/** @param {string[]} asked @param {string[]} words */
const is_nearly = (asked, words) =>
  asked.every((one) =>
    words.some((word) => word.startsWith(one) || (word.length >= LEAST_FOR_A_SLIP && differ_by_one(one, word))),
  );

/** @param {Entry} entry @param {string[]} asked */
function rank_by_beginnings(entry, asked) {
  const found = beginnings(asked, entry.words);
  if (!found) return NOT_FOUND;
  return RANKS.beginnings + found.first + (found.is_in_order ? SCATTERED / 2 : SCATTERED);
}

/** @param {Entry} entry @param {string} folded */
function rank_by_initials(entry, folded) {
  if (folded.length < LEAST_INITIALS || folded.length > MOST_INITIALS || folded.includes(" ")) return NOT_FOUND;
  const at = entry.initials.indexOf(folded);
  return at < 0 ? NOT_FOUND : RANKS.initials + at;
}

/** @param {Entry} entry @param {string} folded @param {string[]} asked */
function rank_by_words(entry, folded, asked) {
  const whole = place_of(folded, entry.folded);
  if (whole >= 0) return RANKS.phrase + whole;
  const begun = place_of(folded, entry.folded, false);
  if (begun >= 0) return RANKS.beginnings + begun;
  return rank_by_beginnings(entry, asked);
}

/** @typedef {{code: string, typed: string, folded: string, words: string[]}} Asked a text in every form in which it is compared */

/** @param {string} text @returns {Asked} */
function asked_of(text) {
  const folded = fold(text);
  return { code: text.trim(), typed: plain(text), folded, words: words_of(folded) };
}

/** @param {Entry} entry @param {Asked} asked */
function rank_of(entry, { code, typed, folded, words }) {
  if (folded === entry.folded || code === entry.code) return RANKS.exact;
  const at = typed === folded ? -1 : place_of(typed, entry.typed);
  if (at >= 0) return RANKS.typed + at;
  const by_words = rank_by_words(entry, folded, words);
  if (by_words !== NOT_FOUND) return by_words;
  return place_of(folded, entry.group.join(" "), false) >= 0 ? RANKS.group : NOT_FOUND;
}

/** What somebody means who calls it otherwise; what was asked beside it still counts, the longest words do. @param {Index} index @param {string} folded */
function meanings({ synonyms }, folded) {
  const all = synonyms.filter(({ words }) => place_of(words, folded) >= 0);
  const said = all.filter(({ words }) => !all.some((other) => other.words !== words && place_of(words, other.words) >= 0));
  const begun = said.length || folded.length < LEAST_OF_A_SYNONYM ? [] : synonyms.filter(({ words }) => words.startsWith(folded));
  const in_place = said.map(({ words, meaning }) => ` ${folded} `.replace(` ${words} `, ` ${meaning} `).trim());
  return [...in_place, ...said.map(({ meaning }) => meaning), ...begun.map(({ meaning }) => meaning)];
}

/** @param {Index} index @param {(entry: Entry) => number} rank */
const ranked = (index, rank) =>
  index.entries.map((entry) => ({ entry, rank: rank(entry) })).filter((one) => one.rank !== NOT_FOUND);

/** @param {string} text @param {string[]} others */
const readings = (text, others) => [...new Set([text, ...others])].map(asked_of).filter(({ folded }) => folded);

/**
 * Where that is done which is not done here, as a sentence for people, "" for all that is not known.
 * @param {Index} index
 * @param {string} text
 * @param {string[]} [others] as for `find`
 */
export function done_elsewhere({ elsewhere }, text, others = []) {
  const asked = readings(text, others).map(({ folded }) => folded);
  return elsewhere.find(({ words }) => asked.some((folded) => place_of(words, folded) >= 0))?.meaning ?? "";
}

/** Words without the blanks between them: "khaisinh". @param {Entry} entry @param {Asked} asked */
function rank_run_together({ words }, asked) {
  const letters = asked.words.join("");
  if (letters.length < LEAST_RUN_TOGETHER) return NOT_FOUND;
  const at = words.findIndex((_, from) => words.slice(from).join("").startsWith(letters));
  return at < 0 ? NOT_FOUND : RANKS.slip + at;
}

/** What is not written anywhere: initials, words without blanks, else words with a slip. @param {Index} index @param {Asked[]} asked */
function found_by_guess(index, asked) {
  const found = ranked(index, (entry) => Math.min(...asked.map(({ folded }) => rank_by_initials(entry, folded))));
  if (found.length > 0) return found;
  const together = ranked(index, (entry) => Math.min(...asked.map((one) => rank_run_together(entry, one))));
  if (together.length > 0) return together;
  const is_meant = (/** @type {Entry} */ { words }) => asked.some((one) => is_nearly(one.words, words));
  return ranked(index, (entry) => (is_meant(entry) ? RANKS.slip + entry.words.length : NOT_FOUND));
}

/**
 * What a text finds, best first. `others` are further readings of the same keys, such as the letters themselves.
 * @param {Index} index
 * @param {string} text
 * @param {string[]} [others]
 * @returns {Found[]}
 */
export function find(index, text, others = []) {
  const asked = readings(text, others);
  const meant = asked.flatMap(({ folded }) => meanings(index, folded)).map(asked_of);
  const all = [...asked, ...meant];
  let found = ranked(index, (entry) => Math.min(NOT_FOUND, ...all.map((one) => rank_of(entry, one))));
  if (done_elsewhere(index, text, others)) found = found.filter(({ rank }) => rank < RANKS.beginnings);
  else if (found.length === 0 && asked.length > 0) found = found_by_guess(index, asked);
  found.sort((one, other) => one.rank - other.rank || one.entry.order - other.entry.order);
  return found.map(({ entry, rank }) => ({ procedure: entry.procedure, rank }));
}
