/** What a supervisor can do for a field: stop it, start it, have it served elsewhere. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { view } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { own, t } from "toi-luot/texts.js";
import { ask_counter, ask_field, ask_stop, counter_of, field_of } from "./state.js";

/**
 * @typedef {import("./state.js").Counter} Counter
 * @typedef {import("./state.js").Field} Field
 * @typedef {{id: string, text: string, act: () => unknown}} Deed
 * @typedef {{current: HTMLSelectElement | null}} Place
 */

/** @param {Counter} one */
const named = (one) => `${one.number}. ${own(one.name)} (${t(`supervisor.counter_${one.state}`)})`;

/** @param {Field} field @returns {Deed[]} */
const stopping = (field) =>
  view.value.reasons.stop_field.map((/** @type {any} */ reason) => ({
    id: `stop_${reason.id}`,
    text: own(reason.name),
    act: () => ask_stop(field.id, { reason: reason.id }),
  }));

/** @param {Field} field @returns {Deed[]} */
const starting = (field) => [
  { id: "start", text: t("supervisor.start_field"), act: () => ask_field(field.id, "start") },
];

/**
 * Have the field served at another counter too, or instead of the one that was chosen.
 * @param {Field} field
 * @param {Place} instead
 */
function moving(field, instead) {
  const others = view.value.counters.filter((/** @type {Counter} */ one) => !one.fields.includes(field.id));
  /** @param {Counter} to */
  const move = (to) => {
    const from_counter = Number(instead.current?.value);
    if (from_counter > 0) ask_field(field.id, "move", { from_counter, to_counter: to.number });
    else ask_counter(to.number, "fields", { fields: [...to.fields, field.id] });
  };
  return others.map((/** @type {Counter} */ one) => ({
    id: `to_${one.number}`,
    text: named(one),
    act: () => move(one),
  }));
}

/** Whom a counter replaces: at first one that does not call. @param {{place: Place, field: Field}} props */
const Instead = ({ place, field }) => {
  const idle = field.counters.find((number) => counter_of(number)?.state !== "open");
  const first = idle ?? field.counters[0];
  const counters = first === undefined ? [] : [first, ...field.counters.filter((number) => number !== first)];
  return html`<label class="field">
    <span>${t("supervisor.move_instead")}</span>
    <select ref=${place} name="instead">
      ${counters.map(
        (counter) =>
          html`<option key=${counter} value=${counter}>${t("supervisor.move_instead_counter", { counter })}</option>`,
      )}
      <option value="0">${t("supervisor.move_instead_none")}</option>
    </select>
  </label>`;
};

/** Without keys: whoever reads "5. …" and presses 5 means that counter. @param {{list: Deed[], none: string}} props */
const Deeds = ({ list, none }) => html`
  ${list.length === 0 && html`<p class="more">${none}</p>`}
  <div class="choices">${list.map((one) => html`<${Choice} key=${one.id} ...${one} />`)}</div>`;

/** @param {{of: {field: string}}} props */
export const FieldDialog = ({ of }) => {
  const instead = /** @type {Place} */ (useRef(null));
  const field = field_of(of.field);
  if (!field) return null;
  const stops = field.is_stopped ? starting(field) : stopping(field);
  const title = t("supervisor.choose_field", { field: own(field.name) });
  return html`<${Frame} title=${title} hint=${t("supervisor.today_only")}>
    <h3>${t(field.is_stopped ? "supervisor.field_is_stopped" : "supervisor.stop_because")}</h3>
    <${Deeds} list=${stops} none=${t("supervisor.no_stop_reasons")} />
    <h3>${t("supervisor.move_to")}</h3>
    <${Instead} place=${instead} field=${field} />
    <${Deeds} list=${moving(field, instead)} none=${t("supervisor.no_other_counter")} />
  <//>`;
};
