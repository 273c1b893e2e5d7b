/**
 * Reading aloud: what stands on the screen, in its order, in the language in which it stands there.
 *
 * It reads the page itself, so no sight need be written twice. Another heading is another sight and is read from its
 * beginning; a part that says of itself that it is live is read when it changes; who moves with keys hears each choice.
 * `data-say` holds words to be read in place of what is seen, `aria-hidden` keeps what is only for the eye. A touch ends it.
 */
import { computed, effect } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { say, stop } from "toi-luot/speaking.js";
import { language, t } from "toi-luot/texts.js";
import { is_reading, VOLUMES, volume } from "./modes.js";
import { device } from "./state.js";

/** @typedef {{text: string, tongue: string}} Sentence */

/** Whether this machine can read whatever text there is, in the language of the moment. */
export const can_read = computed(() => link.is_live.value && device.value?.voice?.[language.value] === true);

/** The agent reads no more at once; longer texts are parted at the ends of sentences. */
const MOST_LETTERS = 400;
const SETTLED_MS = 150;
const LIVE = "[aria-live], [role=status], [role=alert]";
const UNREAD = "[aria-hidden=true], [hidden], svg, .countdown";

/** What lies over all else, else the sight itself. */
export const sight = () => [...document.querySelectorAll(".sight .dialog")].at(-1) ?? document.querySelector(".sight main");

/** @param {Element} element */
const words_of = (element) => {
  const said = element.getAttribute("data-say") ?? element.getAttribute("aria-label");
  if (said !== null) return said;
  const text = /** @type {HTMLElement} */ (element).innerText ?? "";
  return text
    .replaceAll("\u00a0", " ")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join(", ");
};

/** @param {Element} element @returns {Sentence} */
function sentence_of(element) {
  const tongue = /** @type {HTMLElement | null} */ (element.closest("[lang]"))?.lang || language.value;
  const chosen = element.getAttribute("aria-pressed") === "true" ? `. ${t("kiosk.read_chosen")}` : "";
  return { text: words_of(element) + chosen, tongue };
}

/** Whether an element is read as one piece: a choice, words given for it, or words of its own. @param {Element} element */
const is_piece = (element) =>
  element.matches("button, [data-say]") ||
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());

/** @param {Element} element @returns {Sentence[]} */
function sentences_in(element) {
  if (element.matches(UNREAD) || !element.checkVisibility()) return [];
  if (is_piece(element)) return [sentence_of(element)];
  return [...element.children].flatMap(sentences_in);
}

/** @param {string} text @returns {string[]} */
const in_pieces = (text) =>
  text.length <= MOST_LETTERS ? [text] : (text.match(new RegExp(`.{1,${MOST_LETTERS}}(?:[.,;]\\s|$)`, "gs")) ?? []);

/** @param {Sentence} sentence */
const addresses_of = ({ text, tongue }) =>
  in_pieces(text).map((piece) => `${boot.api}/speech?${new URLSearchParams({ text: piece, language: tongue })}`);

/** @param {Sentence[]} sentences */
function speak(sentences) {
  stop();
  const heard = sentences.filter(({ text }) => text.trim());
  if (heard.length) say(heard.flatMap(addresses_of), { gain: VOLUMES[volume.value] });
}

/** Whoever asked for it by a key is told once how to go on by keys. */
let is_by_keys = false;

/** Read the whole sight, choices and all. */
export function read_again() {
  const shown = sight();
  if (!shown) return;
  const how = is_by_keys ? [{ text: t("kiosk.read_keys"), tongue: language.value }] : [];
  is_by_keys = false;
  speak([...sentences_in(shown), ...how]);
}

/** Turn reading on, or hear the sight once more: what the help key of a keypad does. */
export function help_key() {
  if (!can_read.value) return;
  if (is_reading.value) return read_again();
  is_by_keys = true;
  is_reading.value = true;
}

const heading = () => sight()?.querySelector("h1, h2, h3")?.textContent ?? "";

/** The parts that say of themselves when they have changed. @returns {Map<Element, string>} */
function live_parts() {
  const parts = [...(sight()?.querySelectorAll(LIVE) ?? [])];
  return new Map(parts.map((part) => [part, words_of(part)]));
}

let read = { heading: "", tongue: "", live: live_parts() };

/** Read what is new on the screen, if anything is. */
function follow() {
  const former = read;
  read = { heading: heading(), tongue: language.value, live: live_parts() };
  if (read.heading !== former.heading || read.tongue !== former.tongue) return read_again();
  const changed = [...read.live].filter(([part, words]) => former.live.get(part) !== words);
  if (changed.length) speak(changed.flatMap(([part]) => sentences_in(part)));
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;
const watching = new MutationObserver(() => {
  clearTimeout(settling);
  settling = setTimeout(follow, SETTLED_MS);
});

/** @param {FocusEvent} event */
function focused(event) {
  const { target } = event;
  if (target instanceof Element && target.matches("button:focus-visible")) speak([sentence_of(target)]);
}

// Another language, or a voice that is gone; an agent that is away for a moment takes nobody's reading.
effect(() => {
  if (link.is_live.value && !can_read.value) is_reading.value = false;
});

effect(() => {
  if (!is_reading.value) {
    watching.disconnect();
    clearTimeout(settling);
    document.removeEventListener("focusin", focused);
    return stop();
  }
  read = { heading: "", tongue: "", live: new Map() };
  watching.observe(document.body, { subtree: true, childList: true, characterData: true });
  document.addEventListener("focusin", focused);
  settling = setTimeout(follow, SETTLED_MS);
});

effect(() => {
  volume.value;
  if (is_reading.peek()) speak([{ text: t("kiosk.read_sample"), tongue: language.peek() }]);
});

addEventListener("pointerdown", stop, { capture: true });
