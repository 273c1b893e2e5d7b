/** The bar on top: who we are, which hall this is, and what time it is. */
import { html } from "htm/preact";
import { Clock, Icon, InSecond } from "toi-luot/parts.js";
import { own } from "toi-luot/texts.js";

/**
 * @param {{centre: {office: Record<string, string>, name: Record<string, string>}, hall: Record<string, string> | null}} props
 */
export const Head = ({ centre, hall }) => html`
  <header class="topbar">
    <div class="topbar-mark"></div>
    <div class="topbar-words">
      <div class="topbar-office">${own(centre.office)}</div>
      <div class="topbar-name">${own(centre.name)}</div>
    </div>
    ${
      hall &&
      html`<p class="topbar-hall" data-hall><${Icon} name="map-pinned" /><span>${own(hall)} <${InSecond} of=${hall} /></span></p>`
    }
    <${Clock} />
  </header>`;
