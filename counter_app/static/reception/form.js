/** What is chosen for a person: field, class, language, files, printer; and the button that draws the number. */
import { html } from "htm/preact";
import { busy, hub_now_ms, view } from "toi-luot/asking.js";
import { is_open_at } from "toi-luot/hours.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { device_name, trouble_of } from "toi-luot/strips.js";
import { count, own, t } from "toi-luot/texts.js";
import { Person } from "./person.js";
import {
  HERE,
  THIS_COMPUTER,
  are_files_good,
  channel,
  choose_field,
  choose_printer,
  chosen_printer,
  counters_of,
  fields,
  files,
  files_typed,
  forget_fields,
  is_drawable,
  is_printing,
  is_person_good,
  issue,
  language,
  left_of,
  may_issue,
  most_fields,
  most_files,
  printer_choice,
  printers,
  set_files,
  ticket_class,
} from "./state.js";

/** @typedef {import("./state.js").Field} Field */

const MOST_FIELD_KEYS = 10;

/** Fields have the figures 1 to 9, then 0. @param {number} index */
const figure = (index) => (index < MOST_FIELD_KEYS ? String((index + 1) % MOST_FIELD_KEYS) : "");

/** Whether the public may draw numbers of a field now; the staff always may. @param {Field} one */
const is_open = ({ openings }) => is_open_at(view.value.header, openings, hub_now_ms());

/** Where a field is served, or why no number can be drawn. @param {Field} one */
function where(one) {
  if (one.is_stopped) return t("reception.field_stopped");
  const { counters, open_counters } = counters_of(one);
  if (counters.length === 0) return t("reception.field_unserved");
  if (left_of(one) === 0) return t("reception.field_full");
  if (open_counters.length === 0) return t("reception.field_closed", { counters: counters.join(", ") });
  const open = t("reception.field_open", { counters: open_counters.join(", ") });
  return is_open(one) ? open : `${t("reception.field_off_hours")} · ${open}`;
}

/** How many numbers are left, where that is limited. @param {{one: Field}} props */
const Left = ({ one }) => {
  const left = left_of(one);
  return left !== null && left > 0 && html`<span data-left=${left}>${t("reception.field_left", { n: left })}</span>`;
};

/** A field that was chosen can be taken back, though its numbers are gone meanwhile. @param {Field} one */
const is_chosen = ({ id }) => fields.value.includes(id);

/** @param {{one: Field, index: number}} props */
const FieldCard = ({ one, index }) => html`
  <label class=${`field-card ${counters_of(one).open_counters.length === 0 ? "field-quiet" : ""}`} data-field=${one.id}>
    <input type=${most_fields() > 1 ? "checkbox" : "radio"} name="field" value=${one.id}
      checked=${is_chosen(one)} disabled=${!is_drawable(one) && !is_chosen(one)} onChange=${() => choose_field(one.id)}
      onClick=${() => most_fields() === 1 && is_chosen(one) && !is_drawable(one) && forget_fields()} />
    <b class="field-series digits">${one.series}</b>
    <span class="field-name">${own(one.name)}</span>
    ${
      fields.value.length > 1 && is_chosen(one)
        ? html`<b class="field-turn digits" data-turn>${fields.value.indexOf(one.id) + 1}</b>`
        : figure(index) && html`<kbd aria-hidden="true">${figure(index)}</kbd>`
    }
    <span class="field-facts">
      <span><b class="digits">${one.waiting}</b> ${t("reception.field_waiting")}</span>
      <${Left} one=${one} />
      <span class="field-where">${where(one)}</span>
    </span>
  </label>`;

/** @param {{name: string, value: string, chosen: import("@preact/signals").Signal<string>, children?: any}} props */
const Chip = ({ name, value, chosen, children }) => html`
  <label class="chip" data-chip=${value}>
    <input type="radio" name=${name} value=${value} checked=${chosen.value === value}
      onChange=${() => (chosen.value = value)} />
    <span>${children}</span>
  </label>`;

const Classes = () => html`
  <fieldset class="option">
    <legend>${t("reception.class")} <kbd>F4</kbd></legend>
    <${Chip} name="class" value="ordinary" chosen=${ticket_class}>${t("reception.class_ordinary")}<//>
    ${view.value.classes.map(
      (/** @type {any} */ one) => html`<${Chip} key=${one.id} name="class" value=${one.id} chosen=${ticket_class}>
        <${Icon} name="star" />${own(one.name)}
      <//>`,
    )}
  </fieldset>`;

const Languages = () => html`
  <fieldset class="option">
    <legend>${t("reception.language")} <kbd>F7</kbd></legend>
    ${view.value.languages.map(
      (/** @type {string} */ code) => html`<${Chip} key=${code} name="language" value=${code} chosen=${language}>
        ${t(`desk.language_${code}`)}
      <//>`,
    )}
  </fieldset>`;

/** @param {{by: number, icon: string, label: string}} props */
const Step = ({ by, icon, label }) => html`
  <button type="button" class="step" aria-label=${label} onClick=${() => set_files(files.value + by)}>${icon}</button>`;

const Files = () => html`
  <div class="option" role="group" aria-labelledby="files-name">
    <label id="files-name" for="files">${t("reception.files")} <kbd>+ −</kbd></label>
    <span class="stepper">
      <${Step} by=${-1} icon="−" label=${t("reception.fewer_files")} />
      <input id="files" class="digits" type="number" inputmode="numeric" min="1" max=${most_files()}
        aria-invalid=${!are_files_good.value} value=${files_typed.value}
        onInput=${(/** @type {any} */ event) => (files_typed.value = event.target.value)} />
      <${Step} by=${1} icon="+" label=${t("reception.more_files")} />
    </span>
  </div>`;

/** A printer in a list to choose from, with its trouble if it has one. @param {any} one */
export const printer_words = (one) =>
  is_printing(one) ? device_name(one.device) : t(`desk.alert_${trouble_of(one)}`, { device: device_name(one.device) });

const Printer = () => html`
  <div class="option">
    <label for="printer">${t("reception.printer")}</label>
    <select id="printer" value=${printer_choice.value}
      onChange=${(/** @type {any} */ event) => choose_printer(event.target.value)}>
      <option value="">${t("reception.no_printer")}</option>
      <option value=${THIS_COMPUTER}>${t("reception.this_computer")}</option>
      ${printers().map((one) => html`<option key=${one.device} value=${one.device}>${printer_words(one)}</option>`)}
    </select>
    ${
      chosen_printer.value &&
      !is_printing(chosen_printer.value) &&
      html`<p class="option-warning" role="status" id="printer-trouble">
        <${Icon} name="triangle-alert" />${printer_words(chosen_printer.value)}
      </p>`
    }
  </div>`;

const channel_words = () => (channel.value === HERE ? "reception.issue" : "reception.issue_remote");

/** What the button draws, or what is missing yet. */
function what() {
  if (fields.value.length === 0) return t("reception.choose_first");
  const gone = view.value.fields.find((/** @type {Field} */ one) => is_chosen(one) && !is_drawable(one));
  if (gone) return `${own(gone.name)}: ${where(gone)}`;
  if (!are_files_good.value) return t("reception.files_range", { most: most_files() });
  if (!is_person_good.value) return t("reception.phone_range");
  const several = fields.value.length > 1 ? [t("reception.several", { n: fields.value.length })] : [];
  const of_files = files.value > 1 ? [t("desk.files", { n: files.value })] : [];
  return [t(channel_words()), ...several, ...of_files].join(" · ");
}

/** Enter anywhere in the form presses it. */
const Issue = () => html`
  <button class=${`act act-issue ${busy.value === "issue" ? "is-busy" : ""}`} data-action="issue"
    aria-disabled=${!may_issue.value} aria-keyshortcuts="F2"
    type="submit" onClick=${on_click("issue", (trigger) => act_once(trigger, issue))}>
    <${Icon} name="ticket" /><span>${what()}</span><kbd>F2</kbd>
  </button>`;

export const Form = () => html`
  <form class="issue-form" onSubmit=${(/** @type {SubmitEvent} */ event) => event.preventDefault()}>
    <fieldset class="field-cards">
      <legend>
        ${t(most_fields() > 1 ? "reception.fields" : "reception.field", { most: most_fields() })}
        <span class="more">${count("reception.waiting_in_all", view.value.fields.reduce(
          (/** @type {number} */ sum, /** @type {Field} */ one) => sum + one.waiting,
          0,
        ))}</span>
      </legend>
      ${view.value.fields.map(
        (/** @type {Field} */ one, /** @type {number} */ index) =>
          html`<${FieldCard} key=${one.id} one=${one} index=${index} />`,
      )}
    </fieldset>
    <div class="options"><${Classes} /><${Languages} /><${Files} /><${Person} /><${Printer} /></div>
    <${Issue} />
  </form>`;
