/** The page of the reception desk: draw a number for somebody, find one, print it again. */
import { html, render } from "htm/preact";
import { on_scan } from "toi-luot/scans.js";
import { StaffHead } from "toi-luot/staff_head.js";
import { Strips } from "toi-luot/strips.js";
import { t } from "toi-luot/texts.js";
import { NoDay } from "../no_day.js";
import "./keys.js";
import { Dialogs } from "./dialogs.js";
import { Find } from "./find.js";
import { Form } from "./form.js";
import { ProceduresButton } from "./procedures.js";
import { Recent } from "./recent.js";
import { Result } from "./result.js";
import { OnPaper } from "./slip.js";
import { find_scanned, is_ready } from "./state.js";

const Reception = () => html`
  <div class="staff">
    <${StaffHead} title=${t("reception.title")} icon="concierge-bell">
      <div class="head-acts">${is_ready.value && html`<${ProceduresButton} />`}</div>
    <//>
    <${Strips} />
    ${
      is_ready.value
        ? html`<main class="reception">
          <${Form} />
          <aside class="reception-side">
            <${Result} />
            <${Find} />
            <${Recent} />
          </aside>
        </main>`
        : html`<main class="reception"><${NoDay} /></main>`
    }
    <${Dialogs} />
    ${is_ready.value && html`<${OnPaper} />`}
  </div>`;

render(html`<${Reception} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
on_scan(find_scanned);
