/** How a service ends: what came of it, and how many pieces were done, where the plan wants to know. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { open_dialog } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { own, t } from "toi-luot/texts.js";
import { ask_counter, desk, ticket } from "./desk.js";

/** @typedef {import("./desk.js").Dialog & {action: string, command: string}} FinishDialog */
/** @typedef {{current: HTMLInputElement | null}} Place */

const NEVER = "never";
const NEEDED = "needed";
const MOST_PIECES = 999;

/**
 * Finish at once, or ask first what came of it.
 * @param {string} action
 * @param {string} command
 */
export function finish(action, command) {
  const { ask, quantity } = desk.value.outcomes;
  if (ask === NEVER && quantity === NEVER) return ask_counter(action, command);
  return open_dialog({
    name: "outcome",
    ticket: ticket.value?.ticket,
    label: ticket.value?.label,
    action,
    command,
  });
}

/** @param {HTMLInputElement | null} field @param {number} by */
function step(field, by) {
  if (!field) return;
  field.value = String(Math.min(Math.max(Number(field.value) + by, 1), MOST_PIECES));
}

const STEPS = /** @type {Record<string, number>} */ ({ NumpadAdd: 1, NumpadSubtract: -1 });

/** How many pieces; plus and minus change it from wherever the focus is. @param {{place: Place, is_needed: boolean}} props */
const Pieces = ({ place, is_needed }) => {
  const to_choices = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLElement | null | undefined} */ (
      place.current?.closest("dialog")?.querySelector("[data-choice]")
    )?.focus();
  };
  return html`<label class="field">
    <span>${t(is_needed ? "counter.pieces" : "counter.pieces_offered")} <kbd>+</kbd> <kbd>−</kbd></span>
    <input ref=${place} class="digits" type="number" name="quantity" inputmode="numeric" min="1" max=${MOST_PIECES}
      required=${is_needed} defaultValue=${is_needed ? "1" : ""} onKeyDown=${to_choices} />
  </label>`;
};

/** @param {{of: FinishDialog}} props */
export const Outcome = ({ of }) => {
  const place = /** @type {Place} */ (useRef(null));
  const { ask, quantity, choices } = desk.value.outcomes;
  const send = (/** @type {string} */ outcome) => {
    const field = place.current;
    if (field && !field.reportValidity()) return;
    const pieces = field?.value ? { quantity: Number(field.value) } : {};
    ask_counter(of.action, of.command, { ...pieces, ...(outcome ? { outcome } : {}) });
  };
  const on_key = (/** @type {KeyboardEvent} */ event) => {
    const by = STEPS[event.code];
    if (!by || !place.current) return;
    event.preventDefault();
    step(place.current, by);
  };
  const shown = ask === NEVER ? [] : choices;
  const title = t(ask === NEVER ? "counter.choose_pieces" : "counter.choose_outcome", { label: of.label ?? "" });
  return html`<${Frame} title=${title}>
    <div onKeyDown=${on_key}>
      ${quantity !== NEVER && html`<${Pieces} place=${place} is_needed=${quantity === NEEDED} />`}
      <div class="choices">
        ${
          ask !== NEEDED &&
          html`<${Choice} id="plain" text=${t(ask === NEVER ? "counter.finish_now" : "counter.no_outcome")} is_first=${true}
            act=${() => send("")} />`
        }
        ${shown.map(
          (/** @type {any} */ one, /** @type {number} */ index) => html`<${Choice} key=${one.id} id=${one.id}
            number=${index + 1} text=${own(one.name)} is_first=${ask === NEEDED && index === 0}
            act=${() => send(one.id)} />`,
        )}
      </div>
    </div>
  <//>`;
};
