/** What a supervisor can do for a counter whose clerk is away. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { hub_now_ms, is_locked, open_dialog, view } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { own, t } from "toi-luot/texts.js";
import { stopwatch } from "toi-luot/times.js";
import { ask_counter, ask_leave, ask_ticket, counter_of } from "./state.js";

/**
 * @typedef {import("./state.js").AtCounter} AtCounter
 * @typedef {import("./state.js").Counter} Counter
 * @typedef {{current: HTMLSelectElement | null}} Place
 * @typedef {{id: string, text: string, act: () => unknown}} Deed
 */

/**
 * Why the ticket goes back. The list begins with its last reason: those before it are a clerk's own, for a wrong call.
 * @param {{place: Place, at: AtCounter}} props
 */
const WhyBack = ({ place, at }) => {
  const reasons = view.value.reasons.return_to_queue;
  return html`<label class="field">
    <span>${t("supervisor.why_back", { label: at.label })}</span>
    <select ref=${place} name="return_reason" autofocus>
      ${reasons.toReversed().map(
        (/** @type {any} */ one) => html`<option key=${one.id} value=${one.id}>${own(one.name)}</option>`,
      )}
    </select>
  </label>`;
};

/** All that is possible now; with a ticket at hand, `back` is what sends it back in the same request. */
function deeds(/** @type {Counter} */ one, /** @type {() => {return_reason?: string, return_ticket?: string}} */ back) {
  /** @type {Deed[]} */
  const all = [];
  const { ticket, number, state } = one;
  const add = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => unknown} */ act) =>
    all.push({ id, text, act });
  if (ticket) {
    const { label } = ticket;
    add("release", t("supervisor.do_release", { label }), () =>
      ask_ticket(ticket.ticket, "release", { reason: back().return_reason }),
    );
  }
  if (state !== "closed") add("close", t("supervisor.do_close"), () => ask_leave(number, "close", back()));
  if (state !== "open") {
    const text = t(state === "paused" ? "supervisor.do_go_on" : "supervisor.do_open");
    add("open", text, () => ask_counter(number, "open"));
  }
  add("fields", t("supervisor.do_fields"), () => open_dialog({ name: "serves", counter: number }));
  return all;
}

/** @param {{list: Deed[], from?: number, takes_focus?: boolean}} props */
const Deeds = ({ list, from = 0, takes_focus = false }) => html`
  <div class="choices">
    ${list.map(
      (one, index) => html`<${Choice} key=${one.id} ...${one} number=${from + index + 1}
        is_first=${takes_focus && index === 0} />`,
    )}
  </div>`;

/** What is sent back is the ticket that was read here, or none. @param {{of: {counter: number, at_hand: string}}} props */
export const CounterDialog = ({ of }) => {
  const place = /** @type {Place} */ (useRef(null));
  const one = counter_of(of.counter);
  if (!one) return null;
  const back = () => (place.current ? { return_reason: place.current.value, return_ticket: of.at_hand } : {});
  const list = deeds(one, back);
  const pauses = view.value.reasons.pause.map((/** @type {any} */ reason) => ({
    id: `pause_${reason.id}`,
    text: own(reason.name),
    act: () => ask_leave(one.number, "pause", { reason: reason.id, ...back() }),
  }));
  const at = one.ticket;
  const hint = at && t("supervisor.counter_has", { label: at.label, time: stopwatch(hub_now_ms() - at.since_ms) });
  const title = t("supervisor.choose_counter", { counter: one.number, name: own(one.name) });
  return html`<${Frame} title=${title} hint=${hint}>
    ${at && html`<${WhyBack} place=${place} at=${at} />`}
    <${Deeds} list=${list} takes_focus=${!at} />
    ${
      one.state === "open" &&
      html`<h3>${t("supervisor.pause_because")}</h3><${Deeds} list=${pauses} from=${list.length} />`
    }
  <//>`;
};

/** @param {{of: {counter: number}}} props */
export const ServesDialog = ({ of }) => {
  const one = counter_of(of.counter);
  const save = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).getAll("field");
    if (fields.length > 0) ask_counter(of.counter, "fields", { fields });
  };
  const title = t("supervisor.choose_serves", { counter: of.counter });
  return html`<${Frame} title=${title} hint=${t("supervisor.today_only")}>
    <form onSubmit=${save}>
      <div class="choices">
        ${view.value.fields.map(
          (/** @type {any} */ field) => html`<label key=${field.id} class="choice choice-check">
            <input type="checkbox" name="field" value=${field.id} defaultChecked=${one?.fields.includes(field.id)} />
            <b class="digits">${field.series}</b><span>${own(field.name)}</span>
          </label>`,
        )}
      </div>
      <button class="act act-plain" data-submit aria-disabled=${is_locked.value}>${t("supervisor.save")}</button>
    </form>
  <//>`;
};
