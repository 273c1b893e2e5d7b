/** Nothing to work on: no business day is open. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

/** @param {{title?: string, hint?: string, children?: any}} props */
export const NoDay = ({ title = t("desk.no_day"), hint = t("refusal.no_day_open"), children }) => html`
  <section class="no-day" data-state="no_day">
    <span class="none-icon"><${Icon} name="clock" /></span>
    <div><h2>${title}</h2><p>${hint}</p>${children}</div>
  </section>`;
