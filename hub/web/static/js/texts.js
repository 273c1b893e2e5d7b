/** Words by code, in the language of the moment: `t("kiosk.people_ahead", {n: 3})`. */
import { signal } from "@preact/signals";
import { boot } from "./boot.js";

/** The language shown; whatever calls `t` or `own` while drawing is drawn again when it changes. */
export const language = signal(boot.language);

/**
 * @param {string} text
 * @param {Record<string, string | number>} params
 */
const filled = (text, params) => text.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));

/**
 * A text in a given language, whichever the screen speaks.
 * @param {string} tongue
 * @param {string} code
 * @param {Record<string, string | number>} [params]
 */
export const words = (tongue, code, params = {}) => filled(boot.texts[tongue]?.[code] ?? code, params);

/** @param {string} code */
const find = (code) => boot.texts[language.value]?.[code] ?? boot.texts[boot.language]?.[code];

/**
 * @param {string} code
 * @param {Record<string, string | number>} [params]
 * @returns {string} the code itself when there is no such text, so that the gap is seen
 */
export const t = (code, params = {}) => filled(find(code) ?? code, params);

/**
 * Which form a number asks for in a language, by its own grammar; a language unknown to the browser has one form.
 * @param {string} tongue
 * @param {number} n
 */
function category(tongue, n) {
  const [known] = Intl.PluralRules.supportedLocalesOf(tongue);
  return known ? new Intl.PluralRules(known).select(n) : "other";
}

/**
 * The code of a text's form for a number: `<code>_0`, `<code>_few`, and the plain code for `other`.
 * @param {string} code
 * @param {number} n
 */
const form_for = (code, n) =>
  [`${code}_${n}`, `${code}_${category(language.value, n)}`].find((form) => find(form) !== undefined) ?? code;

/**
 * A text in its form for a number, which is `{n}` in it.
 * @param {string} code
 * @param {number} n
 * @param {Record<string, string | number>} [params]
 */
export const count = (code, n, params = {}) => t(form_for(code, n), { n, ...params });

/** Every language that has texts, the screen's own first. */
export const LANGUAGES = [boot.language, ...Object.keys(boot.texts).filter((code) => code !== boot.language)];

/** The language that stands smaller beside the screen's own where nobody chooses one. */
export const SECOND = LANGUAGES[1] ?? boot.language;

/** The languages that are not shown now. */
export const others = () => LANGUAGES.filter((code) => code !== language.value);

/**
 * A text of the centre's own in a given language, else in the screen's own, else in the first that was written: a centre
 * need not write all languages.
 * @param {string} tongue
 * @param {Record<string, string> | null | undefined} wording {vi, en}
 */
export const own_in = (tongue, wording) =>
  wording?.[tongue] ?? wording?.[boot.language] ?? Object.values(wording ?? {})[0] ?? "";

/**
 * A text of the centre's own, given in several languages.
 * @param {Record<string, string> | null | undefined} wording {vi, en}
 */
export const own = (wording) => own_in(language.value, wording);

/** @param {string} code */
export function speak_language(code) {
  language.value = code;
  document.documentElement.lang = code;
}
