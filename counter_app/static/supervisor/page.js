/** The supervisor's page: the whole hall at a glance, and the way out when something is stuck. */
import { html, render } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { StaffHead } from "toi-luot/staff_head.js";
import { Strips } from "toi-luot/strips.js";
import { t } from "toi-luot/texts.js";
import { NoDay } from "../no_day.js";
import { DeviceAlerts } from "./alerts.js";
import { Aside } from "./aside.js";
import { CarryOver } from "./carry_over.js";
import { ClosingAlerts } from "./closings.js";
import { Counters } from "./counters.js";
import { DayButton, DayButtons } from "./day.js";
import { Dialogs } from "./dialogs.js";
import { Fields } from "./fields.js";
import { is_open } from "./state.js";
import { Totals } from "./totals.js";
import { UnseenCalls } from "./walls.js";

const Hall = () => html`
  <main class="hall">
    <${Totals} />
    <${Counters} />
    <${Fields} />
    <${Aside} />
  </main>`;

/** Before the first day of all there is nothing to reopen. */
const Closed = () => html`
  <main class="hall hall-closed">
    ${
      view.value.last_day
        ? html`<${NoDay} title=${t("supervisor.day_over")} hint=${t("supervisor.day_over_hint")}>
            <${DayButton} id="reopen" />
          <//>`
        : html`<${NoDay} />`
    }
  </main>`;

const Supervisor = () => html`
  <div class="staff">
    <${StaffHead} title=${t("supervisor.title")} icon="layout-grid"><${DayButtons} /><//>
    <${Strips} /><${DeviceAlerts} /><${UnseenCalls} /><${ClosingAlerts} />
    ${is_open.value && html`<${CarryOver} />`}
    ${is_open.value ? html`<${Hall} />` : html`<${Closed} />`}
    <${Dialogs} />
  </div>`;

render(html`<${Supervisor} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
