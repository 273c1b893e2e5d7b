/** The kiosk: one thing at a time on the screen, chosen here. */
import { html, render } from "htm/preact";
import { link } from "toi-luot/link.js";
import { MarkedBands, TopBar } from "toi-luot/parts.js";
import "./alive.js";
import { Attract } from "./attract.js";
import { Closed } from "./closed.js";
import { Home } from "./home.js";
import { closed, is_overdue } from "./hours.js";
import "./keys.js";
import { AskStaff, Closing, HubGone, IdleQuestion, Issuing, NotOpen, Refusal, Settling } from "./notices.js";
import { Unpaired } from "./pairing.js";
import { Panel } from "./panels.js";
import { ClassesDialog } from "./priority.js";
import { Finding } from "./procedures/finding_page.js";
import { watch_reach } from "./reach.js";
import { CardWanted, Scanned } from "./scanned.js";
import { device, gives_numbers, hall, must_ask_staff, stage } from "./state.js";
import { TicketScreen } from "./ticket.js";
import { ToolBar } from "./tools.js";

/** What stands between a visitor and the first screen comes first. */
const FirstScreen = () => {
  if (link.is_live.value && device.value?.pairing) return html`<${Unpaired} />`;
  if (must_ask_staff.value) return html`<${AskStaff} code=${must_ask_staff.value} />`;
  if (!gives_numbers.value) return html`<${HubGone} />`;
  if (stage.value.name === "finding") return html`<${Finding} /><${ClassesDialog} />`;
  if (!hall.value?.header.is_open) return html`<${NotOpen} />`;
  if (closed.value) return html`<${Closed} next=${closed.value.next} />`;
  if (is_overdue.value) return html`<${NotOpen} />`;
  if (stage.value.name === "card") return html`<${CardWanted} />`;
  if (stage.value.name === "scanned") return html`<${Scanned} scan=${stage.value.scan} />`;
  return html`<${Home} /><${ClassesDialog} /><${Attract} />`;
};

/** A number that was given stays on the screen, whatever happens to hub or agent meanwhile. */
const Sight = () => {
  const now = stage.value;
  if (now.name === "ticket") return html`<${TicketScreen} ticket=${now.ticket} />`;
  if (now.name === "settling") return html`<${TicketScreen} ticket=${now.ticket} /><${Settling} label=${now.ticket.label} />`;
  if (now.name === "refused") return html`<${Refusal} of=${now} />`;
  if (now.name === "closing") return html`<${Closing} code=${now.code} label=${now.label} is_offline=${now.is_offline} />`;
  if (now.name === "issuing") return html`<${now.from === "finding" ? Finding : Home} /><${Issuing} />`;
  return html`<${FirstScreen} />`;
};

const Kiosk = () => {
  const header = hall.value?.header;
  return html`<div class="kiosk" data-stage=${stage.value.name}>
    ${header?.centre && html`<${TopBar} centre=${header.centre} />`}
    <aside><${MarkedBands} mode=${header?.mode} /></aside>
    <div class="sight"><${Sight} /><${Panel} /><${IdleQuestion} /></div>
    ${!device.value?.pairing && html`<${ToolBar} />`}
  </div>`;
};

render(html`<${Kiosk} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
watch_reach(/** @type {HTMLElement} */ (document.querySelector(".sight")));
