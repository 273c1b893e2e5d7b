/** Why a number was called before another one: asked by their numbers, answered in sentences of the hub. */
import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { open_dialog, sentence } from "toi-luot/asking.js";
import { second_text } from "toi-luot/clock.js";
import { get } from "toi-luot/get.js";
import { on_click } from "toi-luot/press.js";
import { language, t } from "toi-luot/texts.js";
import { ShownCalls } from "./walls.js";

/**
 * @typedef {{at_ms: number, code: string, text: Record<string, string>}} Line
 * @typedef {{label: string, lines: Line[], beside: Line | null}} Story see hub/web/explained.py
 */

/** @type {import("@preact/signals").Signal<Story | null>} */
const story = signal(null);
const fault = signal("");

/** How often something was asked: an answer to an earlier question comes too late. */
let asked_times = 0;

/** @param {string} number @param {string} other */
async function learn(number, other) {
  asked_times += 1;
  const mine = asked_times;
  const done = await get(`/tickets/${encodeURIComponent(number)}/explained?other=${encodeURIComponent(other)}`);
  if (mine !== asked_times) return;
  story.value = done.ok ? done.answer : null;
  fault.value = done.ok ? "" : sentence(done.problem);
}

/** @param {{line: Line}} props */
const Told = ({ line }) => html`<li data-line=${line.code}>
  <b class="digits">${second_text(line.at_ms)}</b> ${line.text[language.value]}
</li>`;

const Answer = () => {
  if (fault.value) return html`<p class="why-fault" role="alert">${fault.value}</p>`;
  if (story.value === null) return null;
  const { beside, lines } = story.value;
  return html`<div role="status" data-story=${story.value.label}>
    ${beside && html`<p class="why-answer" data-beside=${beside.code}>${beside.text[language.value]}</p>`}
    <ol class="why-lines">${lines.map((line, place) => html`<${Told} key=${place} line=${line} />`)}</ol>
    <${ShownCalls} label=${story.value.label} />
  </div>`;
};

/** A number that leads to its story. @param {{label: string}} props */
export const WhyLabel = ({ label }) => html`
  <button type="button" class="why-label" data-do="why-label" title=${t("supervisor.why_label", { label })}
    onClick=${on_click(`why ${label}`, () => open_dialog({ name: "figures", label }))}>${label}</button>`;

/** Asked at once of the number that was pressed; the answer is brought to where it is seen. @param {{label: string}} props */
export const WhyFirst = ({ label }) => {
  const number = /** @type {{current: HTMLInputElement | null}} */ (useRef(null));
  const other = /** @type {{current: HTMLInputElement | null}} */ (useRef(null));
  useEffect(() => {
    story.value = null;
    fault.value = "";
    if (label) learn(label, "");
  }, []);
  const heading = /** @type {{current: HTMLElement | null}} */ (useRef(null));
  const is_answered = story.value !== null || fault.value !== "";
  useEffect(() => {
    if (is_answered) heading.current?.scrollIntoView({ block: "start" });
  }, [story.value, fault.value]);
  const asked = (/** @type {Event} */ event) => {
    event.preventDefault();
    learn(number.current?.value.trim() ?? "", other.current?.value.trim() ?? "");
  };
  return html`<h3 ref=${heading}>${t("supervisor.why")}</h3>
    <form class="why" onSubmit=${asked}>
      <label>${t("supervisor.why_number")}<input ref=${number} name="number" defaultValue=${label} maxlength="16" autocomplete="off" required /></label>
      <label>${t("supervisor.why_other")}<input ref=${other} name="other" maxlength="16" autocomplete="off" /></label>
      <button type="submit" class="act" data-do="why">${t("supervisor.why_ask")}</button>
    </form>
    <${Answer} />`;
};
