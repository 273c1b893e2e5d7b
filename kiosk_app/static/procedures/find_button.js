/** The way from the first screen to every single procedure, where this kiosk knows them. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { open_search } from "./finding_state.js";
import { list } from "./listed.js";

export const FindButton = () =>
  list.value.procedures.length > 0 &&
  html`<button class="find" id="find" ...${on_press(open_search)}>
    <${Icon} name="search" />
    <span class="find-words"><b>${t("kiosk_find.find")}</b> <span class="find-example">${t("kiosk_find.example")}</span></span>
  </button>`;
