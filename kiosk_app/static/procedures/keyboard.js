/** The keyboard on the glass: letters with Telex, figures behind a key. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { is_large, is_low } from "../modes.js";
import { are_figures, press_key, rub_out, text, write } from "./finding_state.js";

const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const FIGURES = ["1234567890", "-./,()", ""];

/** @param {{letter: string}} props */
const Key = ({ letter }) => html`
  <button class="key" data-key=${letter} ...${on_press(() => press_key(letter))}>${letter.toUpperCase()}</button>`;

/** @param {{letters: string}} props */
const Keys = ({ letters }) => [...letters].map((letter) => html`<${Key} key=${letter} letter=${letter} />`);

const Shift = () => html`
  <button class="key key-dark" id="figures" aria-pressed=${are_figures.value}
    ...${on_press(() => (are_figures.value = !are_figures.value))}>${are_figures.value ? "ABC" : "123"}</button>`;

/** @param {{children: any}} props */
const Space = ({ children }) => html`
  <button class="key key-space" data-key=" " aria-label=${t("kiosk_find.space")} ...${on_press(() => press_key(" "))}>${children}</button>`;

const lying = matchMedia("(orientation: landscape)");

export const Keyboard = () => {
  const [first, second, third] = are_figures.value ? FIGURES : LETTERS;
  // Within reach, on a lying panel or in large letters, there is no room for a fourth row.
  const is_tight = is_low.value && (lying.matches || is_large.value);
  return html`<div class="keyboard" role="group" aria-label=${t("kiosk_find.keyboard")}>
    <div class="key-row"><${Keys} letters=${first} /></div>
    <div class="key-row"><${Keys} letters=${second} /></div>
    <div class="key-row">
      <${Shift} /><${Keys} letters=${third} />
      ${is_tight && html`<${Space}><${Icon} name="space" /><//>`}
      <button class="key key-dark" id="rub-out" aria-label=${t("kiosk_find.rub_out")} ...${on_press(rub_out)}>
        <${Icon} name="delete" />
      </button>
    </div>
    ${
      !is_tight &&
      html`<div class="key-row">
        <${Space}>${t("kiosk_find.space")}<//>
        <button class="key key-dark key-word" id="clear" aria-disabled=${!text.value} ...${on_press(() => write(""))}>
          ${t("kiosk_find.clear")}
        </button>
      </div>`
    }
  </div>`;
};
