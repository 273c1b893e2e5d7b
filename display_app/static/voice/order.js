/** What sounds for a call, in which order: a chime, then its sentence in one language after the other. */

/**
 * What the hub says of the voice (`GET /speech/rules`).
 * @typedef {{is_on: boolean, chime: boolean, languages: string[], ticket_language: boolean, repeat: number,
 *   brief_above: number, volume: {since: string, percent: number}[], zone: string, spoken: string[]}} Rules
 */

/** What holds before the hub has said anything: the chime. @type {Rules} */
export const CHIME_ONLY = {
  is_on: true,
  chime: true,
  languages: [],
  ticket_language: false,
  repeat: 1,
  brief_above: 0,
  volume: [],
  zone: "UTC",
  spoken: [],
};

/**
 * The rules as a wall follows them that is to chime only, or to be silent.
 * @param {Rules} rules
 * @param {string} sound "speech", "chime" or "none"
 * @returns {Rules}
 */
export const at_wall = (rules, sound) =>
  sound === "speech" ? rules : { ...rules, is_on: false, chime: sound === "chime" && rules.chime };

/**
 * Whether so many wait that each is said as shortly as can be.
 * @param {Rules} rules
 * @param {number} waiting how many more calls wait
 */
export const is_brief = (rules, waiting) => rules.brief_above > 0 && waiting > rules.brief_above;

/**
 * The languages in which a call is said, in order and as often: vi, vi, en.
 * @param {{language: string}} call
 * @param {Rules} rules
 * @param {number} waiting how many more calls wait; when they are many each is said once, in the first language
 */
export function languages_of(call, rules, waiting) {
  if (!rules.is_on) return [];
  const own = rules.ticket_language && !rules.languages.includes(call.language) ? [call.language] : [];
  const [first, ...others] = [...rules.languages, ...own].filter((language) => rules.spoken.includes(language));
  if (first === undefined) return [];
  return is_brief(rules, waiting) ? [first] : [...Array.from({ length: rules.repeat }, () => first), ...others];
}

/**
 * Which sentences of a call are said when there may not be the time for all: the first, then each further language, what
 * is said again last.
 * @param {string[]} languages as `languages_of` gives them
 * @param {number[]} lengths_s how long each takes, its pause included
 * @param {number} room_s
 * @returns {number[]} their places in `languages`, in order
 */
export function fitting(languages, lengths_s, room_s) {
  const places = [...languages.keys()];
  const is_again = (/** @type {number} */ place) => languages.indexOf(/** @type {string} */ (languages[place])) < place;
  let left_s = room_s;
  return [...places.filter((place) => !is_again(place)), ...places.filter(is_again)]
    .filter((place) => {
      const length_s = /** @type {number} */ (lengths_s[place]);
      if (length_s > left_s) return false;
      left_s -= length_s;
      return true;
    })
    .sort((one, other) => one - other);
}

/**
 * How loud walls are at an instant, 0 to 1: as the last entry of the day's says that has begun, full without one.
 * @param {Rules} rules
 * @param {number} at_ms the hub's clock
 */
export function volume_at({ volume, zone }, at_ms) {
  if (volume.length === 0) return 1;
  const form = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  const time = form.format(at_ms);
  return (volume.findLast(({ since }) => since <= time)?.percent ?? 100) / 100;
}
