/**
 * Closing in mid-queue: whoever closes or pauses the last counter for people who wait, or stops a field, says what
 * becomes of them. The hub asks by refusing; the same request then goes out with the answer.
 */
import { html } from "htm/preact";
import { ask, open_dialog, say_calmly, view } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { count, own, t } from "toi-luot/texts.js";

/**
 * `counter` is the one that is left (0: a field is stopped).
 * @typedef {{name: string, action: string, path: string, body: object, counter: number, waiting: number,
 *   fields: string[]}} Leaving
 */

const ASKED_FOR = "people_wait_here";

/**
 * What was done to those who waited, in a sentence; "" for nothing.
 * @param {{events: {kind: string, to_field?: string}[]}} answer
 */
function said_of({ events }) {
  const moved = events.filter(({ kind }) => kind === "TicketMoved");
  const ended = events.filter(({ kind }) => kind === "TicketCancelled").length;
  const to = view.value?.fields?.find((/** @type {any} */ one) => one.id === moved[0]?.to_field);
  const told = moved.length ? t("desk.was_moved", { n: moved.length, field: own(to?.name) }) : "";
  return ended ? count("desk.was_ended", ended) : told;
}

/**
 * Ask for something that may leave people waiting for nobody; what becomes of them is asked in a dialog if need be.
 * @param {string} action
 * @param {string} path
 * @param {object} [body]
 */
export async function ask_leaving(action, path, body = {}) {
  const done = await ask(action, path, body);
  if (done?.ok) return say_calmly(said_of(done.answer));
  if (done?.problem.code !== ASKED_FOR) return undefined;
  const { counter = 0, waiting = 0, fields = "" } = /** @type {any} */ (done.problem).params ?? {};
  return open_dialog({ name: "for_waiting", action, path, body, counter, waiting, fields: String(fields).split(", ") });
}

/** The fields concerned, by name and number: the hub tells "ho_tich 3". @param {string[]} fields */
const named = (fields) =>
  fields
    .map((told) => {
      const [id, n] = told.split(" ");
      const field = view.value.fields.find((/** @type {any} */ one) => one.id === id);
      return [field ? own(field.name) : id, n && `(${n})`].filter(Boolean).join(" ");
    })
    .join(", ");

/** Ending somebody's wait has no key of its own. @param {{of: Leaving}} props */
export const ForWaiting = ({ of }) => {
  const send = (/** @type {object} */ answer) => ask_leaving(of.action, of.path, { ...of.body, ...answer });
  const ids = new Set(of.fields.map((told) => told.split(" ")[0]));
  const goes_on = (/** @type {any} */ one) => one.open_counters.some((/** @type {number} */ n) => n !== of.counter);
  const others = view.value.fields.filter(
    (/** @type {any} */ one) => !ids.has(one.id) && !one.is_stopped && goes_on(one),
  );
  return html`<${Frame} title=${count("desk.people_wait", of.waiting)} hint=${named(of.fields)}>
    <div class="choices">
      <${Choice} id="wait" number=${1} is_first=${true} text=${t("desk.let_wait")}
        act=${() => send({ for_waiting: "wait" })} />
    </div>
    ${others.length > 0 && html`<h3>${t("desk.let_move")}</h3>`}
    <div class="choices">
      ${others.map(
        (/** @type {any} */ one, /** @type {number} */ index) => html`<${Choice} key=${one.id} id=${`move_${one.id}`}
          number=${index + 2} text=${own(one.name)} act=${() => send({ for_waiting: "move", move_to: one.id })} />`,
      )}
    </div>
    <h3>${t("desk.let_end")}</h3>
    <div class="choices">
      ${view.value.reasons.cancel.map(
        (/** @type {any} */ one) => html`<${Choice} key=${one.id} id=${`end_${one.id}`} text=${own(one.name)}
          act=${() => send({ for_waiting: "end", end_reason: one.id })} />`,
      )}
    </div>
  <//>`;
};
