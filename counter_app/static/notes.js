/** What clerks write: to the next one, or to every one of a visit. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { is_locked } from "toi-luot/asking.js";
import { Frame } from "toi-luot/dialog_parts.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { ask_counter, ticket } from "./desk.js";

/** @typedef {{current: HTMLTextAreaElement | null}} Place */

/**
 * Where a clerk writes.
 * @param {{place: Place, label?: string, text?: string, takes_focus?: boolean}} props
 */
export const NoteBox = ({ place, label = "counter.note_label", text = "", takes_focus = false }) => html`
  <label class="field">
    <span>${t(label)}</span>
    <textarea
      ref=${place}
      rows="2"
      maxlength="500"
      name="note"
      placeholder=${t("counter.note_hint")}
      autofocus=${takes_focus}
      defaultValue=${text}
    ></textarea>
  </label>`;

/**
 * A body with the note, if one was written.
 * @param {Place} place
 * @param {object} [body]
 */
export function with_note(place, body = {}) {
  const note = place.current?.value.trim();
  return note ? { ...body, note } : body;
}

/** The note of the visit, which goes with it from counter to counter; it can be kept with the ticket set aside. @param {{of: import("./desk.js").Dialog}} props */
export const VisitNote = ({ of }) => {
  const place = /** @type {Place} */ (useRef(null));
  const save = () => ask_counter("note", "visit-note", with_note(place));
  const save_on_submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    save();
  };
  const save_and_hold = async () => (await save())?.ok && ask_counter("hold", "hold");
  return html`<${Frame} title=${t("counter.choose_note", { label: of.label ?? "" })} hint=${t("counter.choose_note_hint")}>
    <form onSubmit=${save_on_submit}>
      <${NoteBox} place=${place} label="counter.note" text=${ticket.value?.visit_note ?? ""} takes_focus=${true} />
      <div class="two-acts">
        <button class="act act-plain" data-submit aria-disabled=${is_locked.value}>${t("counter.save_note")}</button>
        <button type="button" class="act act-second" data-hold aria-disabled=${is_locked.value} onClick=${save_and_hold}>
          <${Icon} name="pause" />${t("counter.save_and_hold")}
        </button>
      </div>
    </form>
  <//>`;
};
