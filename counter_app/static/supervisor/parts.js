/** Pieces of the supervisor's page. */
import { html } from "htm/preact";
import { hub_now_ms, is_locked } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { t } from "toi-luot/texts.js";
import { minutes } from "toi-luot/times.js";
import { LONG_WAIT_MS, may_act } from "./state.js";

/**
 * A small button that acts or opens a dialog; an inspector gets none.
 * @param {{does: string, label?: string, text: any, act: () => unknown}} props `label` tells it apart when read aloud
 */
export const SmallButton = ({ does, label, text, act }) =>
  may_act &&
  html`<button type="button" class="row-act" data-do=${does} aria-label=${label} title=${label}
    aria-disabled=${is_locked.value}
    onClick=${on_click(`${does} ${label}`, (trigger) => !is_locked.value && act_once(trigger, act))}>${text}</button>`;

/** How long somebody has waited; too long is marked by more than a colour. @param {{since_ms: number}} props */
export const Wait = ({ since_ms }) => {
  const waited_ms = hub_now_ms() - since_ms;
  const is_long = waited_ms > LONG_WAIT_MS;
  return html`<b class=${`wait digits ${is_long ? "wait-long" : ""}`} data-long=${is_long}>
    ${is_long && html`<${Icon} name="triangle-alert" /><span class="only-read">${t("supervisor.too_long")} </span>`}
    ${minutes(waited_ms)}
  </b>`;
};
