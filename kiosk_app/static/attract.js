/** While nobody is there: who we are, what time it is, and that a touch is all it takes. A touch wakes and presses nothing. */
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { time_text, date_text } from "toi-luot/clock.js";
import { be_deaf } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { LANGUAGES, own, words } from "toi-luot/texts.js";
import { rest_ms } from "./return_home.js";
import { hall } from "./state.js";

const SECOND_MS = 1000;

/** After how long a rest (ms), by this kiosk's settings; 0 in them means never. */
const AFTER_MS = (boot.attract_after_s || Infinity) * SECOND_MS;

const wake = () => be_deaf();

export const Attract = () => {
  if (rest_ms.value < AFTER_MS) return null;
  const { centre } = hall.value.header;
  return html`<div class="attract drum" onPointerDown=${wake} onPointerUp=${wake}>
    <div class="attract-mark"></div>
    <p class="attract-office">${own(centre.office)}</p>
    <p class="attract-name">${own(centre.name)}</p>
    <p class="attract-time digits">${time_text()}</p>
    <p class="attract-date">${date_text()}</p>
    <div class="attract-call">
      <span class="attract-hand"><${Icon} name="pointer" /></span>
      <div>${LANGUAGES.map((tongue) => html`<p key=${tongue} lang=${tongue}>${words(tongue, "kiosk.attract")}</p>`)}</div>
    </div>
  </div>`;
};
