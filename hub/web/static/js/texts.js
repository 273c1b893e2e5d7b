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
 * A text with a number in it; the form for one is at `<code>_one`.
 * @param {string} code
 * @param {number} n
 */
export const count = (code, n) => t(n === 1 ? `${code}_one` : code, { n });

/** The languages that are not shown now. */
export const others = () => Object.keys(boot.texts).filter((code) => code !== language.value);

/**
 * A text of the centre's own, given in several languages.
 * @param {Record<string, string> | null | undefined} wording {vi, en}
 */
export const own = (wording) => wording?.[language.value] ?? wording?.[boot.language] ?? "";

/** @param {string} code */
export function speak_language(code) {
  language.value = code;
  document.documentElement.lang = code;
}
