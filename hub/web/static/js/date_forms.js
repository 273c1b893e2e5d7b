/** How instants are written; each way is made once, because making one takes a hundred times as long as using it. */

/** @type {Map<string, Intl.DateTimeFormat>} */
const made = new Map();

/**
 * A way of writing instants: `Intl.DateTimeFormat` as it is.
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} options
 */
export function date_form(locale, options) {
  const name = JSON.stringify([locale, options]);
  const form = made.get(name) ?? new Intl.DateTimeFormat(locale, options);
  made.set(name, form);
  return form;
}
