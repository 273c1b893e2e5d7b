/** The dialogs: each asks for what its action still needs, and sends it. */
import { effect } from "@preact/signals";
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { busy, close_dialog, dialog, is_locked, refusal } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { Choice, Frame, Reasons } from "toi-luot/dialog_parts.js";
import { code_in, label_of_day } from "toi-luot/labels.js";
import { own, t } from "toi-luot/texts.js";
import { ACTIONS, key_name } from "./actions.js";
import { all_waiting, ask_counter, ask_ticket, desk, is_ready } from "./desk.js";
import { AddErrand } from "./errands.js";
import { Outcome } from "./finishing.js";
import { HELP_CODE } from "./keys.js";
import { ForWaiting } from "./leaving.js";
import { NoteBox, VisitNote, with_note } from "./notes.js";
import { ServedOffline } from "./served_offline.js";
import { Help, Missed, Pause, Profile } from "./work_dialogs.js";

/** @typedef {import("./desk.js").Dialog} Dialog */

/** @param {{of: Dialog}} props */
const Return = ({ of }) => html`
  <${Frame} title=${t("counter.choose_return", { label: of.label ?? "" })}>
    <${Reasons}
      reasons=${desk.value.reasons.return_to_queue}
      act=${(/** @type {string} */ reason) => ask_counter("return", "return", { reason })}
    />
  <//>`;

/** Of the ticket at the counter, or of one that waits. @param {{of: Dialog}} props */
const Cancel = ({ of }) => html`
  <${Frame} title=${t("counter.choose_cancel", { label: of.label ?? "" })}>
    <${Reasons}
      reasons=${desk.value.reasons.cancel}
      act=${(/** @type {string} */ reason) => ask_ticket("cancel", of.ticket ?? of.row ?? "", { reason, counter: boot.counter })}
    />
  <//>`;

/** Why what was typed is no number of today, in a sentence; "" when it is one. @param {string} typed */
function fault_of(typed) {
  if (!typed.trim() || label_of_day(typed, desk.value.header.day)) return "";
  const code = code_in(typed);
  return code ? t("desk.other_day", { label: code.label }) : t("desk.no_number");
}

/** Nothing of an identity card, which a scanner may have typed, stays on the screen. @param {HTMLInputElement} field */
function is_refused(field) {
  refusal.value = fault_of(field.value);
  if (refusal.value) field.value = "";
  return refusal.value !== "";
}

/** @param {{of: Dialog}} props */
const CallNumber = ({ of }) => {
  const place = /** @type {{current: HTMLInputElement | null}} */ (useRef(null));
  const call = (/** @type {string} */ reason) => {
    const label = label_of_day(place.current?.value ?? "", desk.value.header.day);
    if (label && place.current?.reportValidity()) ask_counter("call_number", "call-number", { label, reason });
    else place.current?.focus();
  };
  const to_reasons = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (is_refused(/** @type {HTMLInputElement} */ (place.current))) return;
    /** @type {HTMLElement | null | undefined} */ (
      place.current?.closest("dialog")?.querySelector("[data-choice]")
    )?.focus();
  };
  return html`<${Frame} title=${t("counter.choose_call_number")} hint=${t("counter.choose_call_number_hint")}>
    <label class="field">
      <span>${t("counter.choose_label")}</span>
      <input
        ref=${place}
        class="digits"
        name="label"
        maxlength="31"
        pattern="[A-Za-z0-9\\s:\\-]+"
        autocomplete="off"
        placeholder=${t("counter.choose_label_hint")}
        title=${t("counter.choose_label_hint")}
        defaultValue=${of.label ?? ""}
        autofocus=${!of.label}
        onKeyDown=${to_reasons}
      />
    </label>
    <h3>${t("desk.choose_reason")}</h3>
    <${Reasons} reasons=${desk.value.reasons.call_number} act=${call} takes_focus=${Boolean(of.label)} />
  <//>`;
};

/** What stays with the citizen: the number, the time, and the errands still to come. */
function transfer_hint() {
  const next = desk.value.ticket?.errands.filter((/** @type {any} */ one) => one.state === "next") ?? [];
  const stays = t("counter.choose_transfer_hint");
  if (next.length === 0) return stays;
  const errands = next.map((/** @type {any} */ one) => own(one.field)).join(", ");
  return `${stays} ${t("counter.transfer_keeps", { errands })}`;
}

/** @param {{of: Dialog}} props */
const Transfer = ({ of }) => {
  const note = /** @type {{current: HTMLTextAreaElement | null}} */ (useRef(null));
  const send = (/** @type {object} */ to) => ask_counter("transfer", "transfer", with_note(note, to));
  const here = desk.value.ticket?.field_id;
  const fields = desk.value.fields.filter((/** @type {any} */ one) => one.id !== here && one.counters.length > 0);
  const counters = desk.value.counters.filter((/** @type {any} */ one) => one.state !== "closed");
  const title = t("counter.choose_transfer", { label: of.label ?? "" });
  return html`<${Frame} title=${title} hint=${transfer_hint()}>
    <${NoteBox} place=${note} />
    <h3>${t("counter.choose_field")}</h3>
    <div class="choices">
      ${fields.map(
        (
          /** @type {any} */ one,
          /** @type {number} */ index,
        ) => html`<${Choice} key=${one.id} id=${one.id} number=${index + 1}
          is_first=${index === 0}
            text=${`${own(one.name)} (${one.waiting})`} act=${() => send({ to_field: one.id })} />`,
      )}
    </div>
    <h3>${t("counter.choose_counter")}</h3>
    <div class="choices">
      ${counters.map(
        (/** @type {any} */ one) => html`<${Choice} key=${one.number} id=${`counter_${one.number}`}
          text=${`${one.number}. ${own(one.name)}`} act=${() => send({ to_counter: one.number })} />`,
      )}
    </div>
  <//>`;
};

const Fields = () => {
  const { fields, serves } = desk.value;
  const save = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const wanted = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).getAll("field");
    if (wanted.length > 0) ask_counter("fields", "fields", { fields: wanted });
  };
  return html`<${Frame} title=${t("counter.choose_fields")} hint=${t("counter.choose_fields_hint")}>
    <form onSubmit=${save}>
      <div class="choices">
        ${fields.map(
          (/** @type {any} */ one) => html`<label key=${one.id} class="choice choice-check">
            <input type="checkbox" name="field" value=${one.id} defaultChecked=${serves.includes(one.id)} />
            <b class="digits">${one.series}</b><span>${own(one.name)}</span>
          </label>`,
        )}
      </div>
      <button class="act act-plain" data-submit aria-disabled=${is_locked.value}>${t("counter.save")}</button>
    </form>
  <//>`;
};

/** @param {(code: string) => boolean} wanted @param {string[]} codes */
const names = (codes, wanted) => codes.filter(wanted).map((code) => html`<kbd>${key_name(code)}</kbd>`);
const is_numpad = (/** @type {string} */ code) => code.startsWith("Numpad");

const Keys = () => html`
  <${Frame} title=${t("counter.keys")} hint=${t("counter.keys_hint")}>
    <table class="keys">
      <thead>
        <tr>${["action", "function", "numpad"].map((of) => html`<th scope="col">${t(`counter.keys_${of}`)}</th>`)}</tr>
      </thead>
      <tbody>
        ${ACTIONS.filter(({ codes }) => codes.length > 0).map(
          (one) => html`<tr key=${one.id}>
            <th scope="row">${t(`counter.act_${one.id}`)}</th>
            <td>${names(one.codes, (code) => !is_numpad(code))}</td>
            <td>${names(one.codes, is_numpad)}</td>
          </tr>`,
        )}
        <tr>
          <th scope="row">${t("counter.keys")}</th>
          <td></td>
          <td>${names([HELP_CODE], is_numpad)}</td>
        </tr>
      </tbody>
    </table>
  <//>`;

/** Dialogs that open with an action, and go when another tab has made it impossible. */
const WITH_THEIR_ACTION = new Set(["pause", "call_number"]);

/** Why a dialog has become pointless, in a sentence; "" while it has not. @param {Dialog} open */
function why_over(open) {
  const is_listed = !open.row || all_waiting().some(({ label }) => label === open.label);
  if (!is_listed) return t("counter.row_gone", { label: open.label ?? "" });
  const one = WITH_THEIR_ACTION.has(open.name) && ACTIONS.find(({ id }) => id === open.name);
  return one && !one.is_possible() ? t("counter.counter_changed") : "";
}

effect(() => {
  const open = dialog.value;
  const over = open && !busy.value && is_ready.value ? why_over(open) : "";
  if (!over) return;
  close_dialog();
  refusal.value = over;
});

const DIALOGS = /** @type {Record<string, any>} */ ({
  pause: Pause,
  return: Return,
  cancel: Cancel,
  cancel_waiting: Cancel,
  call_number: CallNumber,
  transfer: Transfer,
  note: VisitNote,
  fields: Fields,
  keys: Keys,
  served_offline: ServedOffline,
  add_errand: AddErrand,
  for_waiting: ForWaiting,
  help: Help,
  missed: Missed,
  outcome: Outcome,
  profile: Profile,
});

export const Dialogs = () => {
  const of = dialog.value;
  const may_show = is_ready.value || of?.name === "keys";
  return of && may_show ? html`<${DIALOGS[of.name]} key=${of.name} of=${of} />` : null;
};
