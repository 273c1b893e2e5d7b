/** The actions as buttons, each with its key. */
import { html } from "htm/preact";
import { busy } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { t } from "toi-luot/texts.js";
import { action, key_name, possible, prepares, starts_apart, take } from "./actions.js";

/** How `aria-keyshortcuts` wants keys: function keys by name; keys of the pad have none. @param {string[]} codes */
const spoken_keys = (codes) => codes.filter((code) => !code.startsWith("Numpad")).join(" ") || undefined;

/**
 * A button that cannot be pressed now keeps the focus: a browser takes it from one that is `disabled`.
 * @param {{id: string, kind?: string}} props `kind`: big, small, head or plain
 */
export const ActionButton = ({ id, kind = "big" }) => {
  const one = action(id);
  return html`<button
    type="button"
    class=${`act act-${kind} ${busy.value === id ? "is-busy" : ""}`}
    data-action=${id}
    aria-disabled=${!possible.value.has(id)}
    aria-keyshortcuts=${spoken_keys(one.codes)}
    onClick=${on_click(id, (trigger) => take(one, trigger))}
  >
    <${Icon} name=${one.icon} /><span>${one.label()}</span>${one.codes[0] && html`<kbd>${key_name(one.codes[0])}</kbd>`}
  </button>`;
};

const BIG = ["next", "start", "finish", "recall", "missed", "hold"];
const SMALL = ["transfer", "return", "note", "cancel", "call_number", "fields"];

/** Buttons that the plan has no use for are not there. */
const big = () => [
  "next",
  ...(prepares() ? ["prepare"] : []),
  ...BIG.slice(1).filter((id) => starts_apart() || id !== "start"),
];

export const Buttons = () => html`
  <div role="group" aria-label=${t("counter.acts")} class=${`acts ${prepares() ? "acts-prepare" : ""} ${starts_apart() ? "" : "acts-four"}`}>
    ${big().map((id) => html`<${ActionButton} key=${id} id=${id} />`)}
  </div>
  <div role="group" aria-label=${t("counter.act_more")} class="acts acts-small">${SMALL.map((id) => html`<${ActionButton} key=${id} id=${id} kind="small" />`)}</div>`;
