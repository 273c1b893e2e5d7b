/** Nothing to work on: no business day is open. */
import { html } from "htm/preact";
import { hub_now_ms, view } from "toi-luot/asking.js";
import { is_day_over } from "toi-luot/hours.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

/** What says so, as a text with a `_hint`: whether today's work has not begun or has ended. */
export const no_day_code = () => (is_day_over(view.value?.header, hub_now_ms()) ? "desk.day_over" : "desk.no_day");

/** @param {{title?: string, hint?: string, children?: any}} props */
export const NoDay = ({ title = t(no_day_code()), hint = t(`${no_day_code()}_hint`), children }) => html`
  <section class="no-day" data-state="no_day">
    <span class="none-icon"><${Icon} name="clock" /></span>
    <div><h2>${title}</h2><p>${hint}</p>${children}</div>
  </section>`;
