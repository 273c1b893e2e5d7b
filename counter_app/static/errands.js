/** The errands of a visit: what was done, what is being done, what is still to come. */
import { html } from "htm/preact";
import { is_locked } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { own, t } from "toi-luot/texts.js";
import { ask_counter, desk } from "./desk.js";

/** @typedef {{field_id: string, field: Record<string, string>, state: "done"|"now"|"next"}} Errand */

const ICONS = { done: "check", now: "arrow-right", next: "clock" };

/** @param {{one: Errand}} props */
const Drop = ({ one }) => {
  const label = t("counter.drop_errand", { field: own(one.field) });
  const act = () => ask_counter("drop_errand", "drop-errand", { field: one.field_id });
  return html`<button type="button" class="errand-drop" aria-label=${label} title=${label}
    aria-disabled=${is_locked.value} data-drop=${one.field_id}
    onClick=${on_click(label, (trigger) => !is_locked.value && act_once(trigger, act))}>
    <${Icon} name="x" />
  </button>`;
};

/** In the order in which they are done. @param {{card: import("./desk.js").Card}} props */
export const Errands = ({ card }) =>
  card.errands.length > 0 &&
  html`<ol class="errands" aria-label=${t("counter.errands")}>
    ${card.errands.map(
      (one) => html`<li key=${one.field_id} class=${`errand errand-${one.state}`} data-errand=${one.state}>
        <${Icon} name=${ICONS[one.state]} />
        <span class="only-read">${t(`counter.errand_${one.state}`)}: </span>${own(one.field)}
        ${one.state === "next" && html`<${Drop} one=${one} />`}
      </li>`,
    )}
  </ol>`;

/** What the visit could do besides. @param {import("./desk.js").Card | null} card */
export function addable(card) {
  const next = card?.errands.filter(({ state }) => state === "next") ?? [];
  const has = new Set([card?.field_id, ...next.map(({ field_id }) => field_id)]);
  return desk.value.fields.filter((/** @type {any} */ one) => !has.has(one.id) && one.counters.length > 0);
}

/** @param {{of: import("./desk.js").Dialog}} props */
export const AddErrand = ({ of }) => html`
  <${Frame} title=${t("counter.choose_errand", { label: of.label ?? "" })} hint=${t("counter.choose_errand_hint")}>
    <div class="choices">
      ${addable(desk.value.ticket).map(
        (/** @type {any} */ one, /** @type {number} */ index) => html`<${Choice} key=${one.id} id=${one.id}
          number=${index + 1} is_first=${index === 0} text=${`${own(one.name)} (${one.waiting})`}
          act=${() => ask_counter("add_errand", "add-errand", { field: one.id })} />`,
      )}
    </div>
  <//>`;
