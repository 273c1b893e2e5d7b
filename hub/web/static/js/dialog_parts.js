/** What all dialogs of the staff's pages are made of. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { close_dialog, delay, is_locked, refusal } from "./asking.js";
import { link } from "./link.js";
import { Icon } from "./parts.js";
import { is_second_half, on_click } from "./press.js";
import "./scanner_keys.js";
import { own, t } from "./texts.js";

/** @typedef {{id: string, name: Record<string, string>}} Reason */

/**
 * A number key picks the choice of that number, unless it is being typed. The key that opened the dialog neither picks
 * nor types by its second half.
 * @param {KeyboardEvent} event
 */
function pick(event) {
  if (is_second_half(event)) return event.preventDefault();
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const target = /** @type {Element} */ (event.target);
  const is_combined = event.ctrlKey || event.altKey || event.metaKey;
  if (!number || is_combined || event.repeat || target.closest("input:not([type=checkbox]), textarea")) return;
  const dialog = /** @type {Element} */ (event.currentTarget);
  /** @type {HTMLElement | null} */ (dialog.querySelector(`[data-number="${number}"]`))?.click();
}

/**
 * Show a dialog. Once it is gone, the focus goes back to where it was, also when the page took the dialog away.
 * @param {HTMLDialogElement} dialog
 */
function show(dialog) {
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  dialog.showModal();
  // What lies behind can take the focus only when the dialog has left the page.
  return () => queueMicrotask(() => opener?.focus());
}

/**
 * A native modal dialog; Escape and the cross close it. What became of the request stands at its top, which stays in
 * sight however long the dialog is.
 * @param {{title: string, hint?: string, children?: any}} props
 */
export const Frame = ({ title, hint, children }) => {
  const place = /** @type {{current: HTMLDialogElement | null}} */ (useRef(null));
  useEffect(() => show(/** @type {HTMLDialogElement} */ (place.current)), []);
  const back = t("desk.back");
  const trouble = html`<${Icon} name="circle-alert" />${refusal.value}`;
  const wait = html`<${Icon} name="clock" />${delay.value}`;
  const lost = html`<${Icon} name="unplug" />${t("desk.lost")} ${t("desk.lost_more")}`;
  return html`<dialog
    ref=${place}
    class="dialog"
    aria-labelledby="dialog-title"
    onClose=${close_dialog}
    onKeyDown=${pick}
  >
    <div class="dialog-top">
      <header class="dialog-head">
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="dialog-close" aria-label=${back} title=${back} onClick=${close_dialog}>
          <${Icon} name="x" />
        </button>
      </header>
      ${refusal.value && html`<p class="strip strip-refusal" role="alert">${trouble}</p>`}
      ${delay.value && html`<p class="strip strip-alert" role="status">${wait}</p>`}
      ${!link.is_live.value && html`<p class="strip strip-lost" role="alert" data-lost>${lost}</p>`}
    </div>
    ${hint && html`<p class="dialog-hint">${hint}</p>`}
    ${children}
  </dialog>`;
};

const MOST_KEYS = 9;

/**
 * One choice of a dialog; choosing sends. Without a number no key picks it: figures of counters are no keys.
 * @param {{id: string, number?: number, text: string, act: () => unknown, is_first?: boolean}} props
 */
export const Choice = ({ id, number = 0, text, act, is_first = false }) => html`
  <button
    type="button"
    class="choice"
    data-choice=${id}
    data-number=${number || undefined}
    aria-disabled=${is_locked.value}
    autofocus=${is_first}
    onClick=${on_click(id, act)}
  >
    <span>${text}</span>${number > 0 && number <= MOST_KEYS && html`<kbd>${number}</kbd>`}
  </button>`;

/**
 * Reasons of the centre's plan.
 * @param {{reasons: Reason[], act: (reason: string) => unknown, takes_focus?: boolean}} props
 */
export const Reasons = ({ reasons, act, takes_focus = true }) => html`
  <div class="choices" role="group" aria-label=${t("desk.choose_reason")}>
    ${reasons.map(
      (reason, index) =>
        html`<${Choice}
          key=${reason.id}
          id=${reason.id}
          number=${index + 1}
          text=${own(reason.name)}
          is_first=${takes_focus && index === 0}
          act=${() => act(reason.id)}
        />`,
    )}
  </div>`;
