/** What every sight of the procedures begins with. */
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { language, t } from "toi-luot/texts.js";
import { go_home } from "../state.js";

/** Procedures have the names of the law, whichever language the screen speaks. */
export const FIRST_TONGUE = boot.language;

/** For whoever does not read that language: somebody here does. */
export const InWhichLanguage = () =>
  language.value !== FIRST_TONGUE && html` <small class="in-which-language">${t("kiosk_find.in_which_language")}</small>`;

/** @param {{act?: () => void}} props */
export const Back = ({ act = go_home }) => html`
  <button class="button back" id="back" ...${on_press(act)}><${Icon} name="arrow-left" /><span>${t("kiosk.back")}</span></button>`;
