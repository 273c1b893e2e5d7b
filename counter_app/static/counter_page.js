/** The clerk's page: the ticket at the counter, what can be done with it, and who waits. */
import { html, render } from "htm/preact";
import { Strips } from "toi-luot/strips.js";
import { Buttons } from "./buttons.js";
import { is_ready } from "./desk.js";
import { Dialogs } from "./dialogs.js";
import { Head } from "./head.js";
import { Lists } from "./lists.js";
import { OutageStrip } from "./outage.js";
import { OutageSheet } from "./outage_sheet.js";
import "./scanned.js";
import { TicketCard } from "./ticket_card.js";
import { Told } from "./told.js";

const Counter = () => html`
  <div class="staff staff-counter">
    <${Head} /><${Told} />
    <${Strips} /><${OutageStrip} />
    <main class="desk">
      <div class="work">
        <${TicketCard} />
        ${is_ready.value && html`<${Buttons} />`}
      </div>
      ${is_ready.value && html`<${Lists} />`}
    </main>
    <${Dialogs} />
    <${OutageSheet} />
  </div>`;

render(html`<${Counter} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
