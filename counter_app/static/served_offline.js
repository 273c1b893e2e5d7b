/** The dialog that asks who was served while the hub was away. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { is_locked, refusal } from "toi-luot/asking.js";
import { Frame } from "toi-luot/dialog_parts.js";
import { is_label, label_in } from "toi-luot/labels.js";
import { own, t } from "toi-luot/texts.js";
import { all_waiting, ask_counter, desk } from "./desk.js";
import { forget_outage } from "./outage.js";

/** @typedef {import("./desk.js").Line} Line */

/** As many as a request may hold. */
const MOST = 40;
const MINUTE_MS = 60_000;

/** The number for which the last request was refused, or "". */
const refused = signal("");

/** @param {string} label */
const is_refused = (label) => refusal.value !== "" && refused.value === label;

/** Whether the number was written, not ticked. */
const is_writing_refused = () => refusal.value && refused.value && !candidates().some(({ label }) => is_refused(label));

/** Who may have been served: whoever waits, was called in vain, or stood at the counter without a beginning. */
function candidates() {
  const { ticket, missed } = desk.value;
  const called = ticket?.state === "called" ? [ticket] : [];
  return /** @type {Line[]} */ ([...called, ...all_waiting(), ...missed.tickets]);
}

/** Numbers as somebody writes them, one a line or with commas between. @param {string} written */
const labels_in = (written) =>
  written
    .split(/[,;\n]/)
    .map(label_in)
    .filter(Boolean);

/** "10:45" of the open day as an instant; undefined when nothing was entered. @param {string} time */
function instant_of(time) {
  if (!time) return undefined;
  const [hours, minutes] = time.split(":").map(Number);
  return desk.value.header.day_from_ms + (hours * 60 + minutes) * MINUTE_MS;
}

/** Why these cannot be sent, in a sentence; "" when they can. @param {string[]} labels */
function fault_of(labels) {
  refused.value = labels.find((label) => !is_label(label)) ?? "";
  if (refused.value) return t("counter.offline_no_number", { label: refused.value });
  if (labels.length === 0) return t("counter.offline_none");
  return labels.length > MOST ? t("counter.offline_too_many", { n: MOST }) : "";
}

/** Whoever has to mend something is brought there. @param {HTMLFormElement} form */
function show_refused(form) {
  const ticked = form.querySelector(`[data-candidate="${CSS.escape(refused.value)}"] input`);
  /** @type {HTMLElement} */ (ticked ?? form.elements.namedItem("others")).focus();
}

/** @param {HTMLFormElement} form */
async function record(form) {
  const said = new FormData(form);
  const labels = [...new Set([...said.getAll("label").map(String), ...labels_in(String(said.get("others")))])];
  refusal.value = fault_of(labels);
  if (refusal.value) return false;
  const served_ms = instant_of(String(said.get("until")));
  const done = await ask_counter("served_offline", "served-offline", { labels, served_ms });
  if (done?.ok) return true;
  refused.value = String(done?.problem.params?.label ?? "");
  return false;
}

/** @param {SubmitEvent} event */
async function send(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  if (await record(form)) forget_outage();
  else if (refused.value) show_refused(form);
}

/** @param {{line: Line}} props */
const Candidate = ({ line }) => html`
  <label class=${`choice choice-check ${is_refused(line.label) ? "choice-refused" : ""}`} data-candidate=${line.label}>
    <input type="checkbox" name="label" value=${line.label} />
    <b class="digits">${line.label}</b>
    <span>${own(line.field)}${line.state === "waiting" ? "" : ` (${t(`state.${line.state}`)})`}</span>
  </label>`;

export const ServedOffline = () => html`
  <${Frame} title=${t("counter.served_title")} hint=${t("counter.served_hint")}>
    <form onSubmit=${send} class="served">
      <h3>${t("counter.served_here")}</h3>
      <div class="choices served-list">
        ${candidates().map((line) => html`<${Candidate} key=${line.label} line=${line} />`)}
      </div>
      ${candidates().length === 0 && html`<p class="more">${t("counter.nobody_waits")}</p>`}
      ${desk.value.held.count > 0 && html`<p class="more">${t("counter.served_held")}</p>`}
      <label class="field">
        <span>${t("counter.served_others")}</span>
        <textarea class="digits" name="others" rows="3" maxlength="700" autocomplete="off"
          aria-invalid=${Boolean(is_writing_refused())} placeholder=${t("counter.served_others_hint")}></textarea>
      </label>
      <label class="field field-time">
        <span>${t("counter.served_until")}</span>
        <input class="digits" type="time" name="until" />
      </label>
      <button class="act act-plain" data-submit aria-disabled=${is_locked.value}>${t("counter.served_save")}</button>
    </form>
  <//>`;
