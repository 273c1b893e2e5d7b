/** What one clerk writes to the next. */
import { html } from "htm/preact";
import { t } from "toi-luot/texts.js";

/**
 * Where a clerk writes to the next one.
 * @param {{place: {current: HTMLTextAreaElement | null}, takes_focus?: boolean}} props
 */
export const NoteBox = ({ place, takes_focus = false }) => html`
  <label class="field">
    <span>${t("counter.note_label")}</span>
    <textarea
      ref=${place}
      rows="2"
      maxlength="500"
      name="note"
      placeholder=${t("counter.note_hint")}
      autofocus=${takes_focus}
    ></textarea>
  </label>`;

/**
 * A body with the note, if one was written.
 * @param {{current: HTMLTextAreaElement | null}} place
 * @param {object} [body]
 */
export function with_note(place, body = {}) {
  const note = place.current?.value.trim();
  return note ? { ...body, note } : body;
}
