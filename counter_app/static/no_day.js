/** Nothing to work on yet: no business day is open. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

export const NoDay = ({ children }) => html`
  <section class="no-day" data-state="no_day">
    <span class="none-icon"><${Icon} name="clock" /></span>
    <div><h2>${t("desk.no_day")}</h2><p>${t("refusal.no_day_open")}</p>${children}</div>
  </section>`;
