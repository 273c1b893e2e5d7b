/** What may go wrong with a device: a small sign on it opens the list; each trouble is a switch. */
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { t } from "toi-luot/texts.js";
import { is_unplugged, throw_trouble, view } from "./hall_state.js";
import { Both } from "./words.js";

const LINE = "line";

const LISTS = "details.troubles[open]";

/** A list of troubles lies over its device: it goes when one was chosen, and by a press beside it. */
function close_lists() {
  for (const list of document.querySelectorAll(LISTS)) list.removeAttribute("open");
}
addEventListener("pointerdown", ({ target }) => {
  if (!(target instanceof Element && target.closest(LISTS))) close_lists();
});
addEventListener("keydown", ({ key }) => key === "Escape" && close_lists());

/** @param {string} device @param {string} word @param {boolean} is_on */
function choose(device, word, is_on) {
  throw_trouble(device, word, is_on);
  close_lists();
}

/** @param {{device: string}} props */
const Switches = ({ device }) => html`<div class="switches">
  ${boot.words[device].map((/** @type {string} */ word) => {
    const is_on = view.value.troubles[device].includes(word);
    return html`<button type="button" key=${word} data-trouble=${word} aria-pressed=${is_on}
      onClick=${() => choose(device, word, !is_on)}><i aria-hidden="true"></i>
      <span><${Both} code=${`pictures.trouble_${word}`} /></span></button>`;
  })}
</div>`;

/** The sign on a device. @param {{device: string}} props */
export const Troubles = ({ device }) => {
  const { length: count } = view.value.troubles[device];
  return html`<details class=${`troubles ${count ? "is-on" : ""}`} name="troubles">
    <summary aria-label=${t("pictures.troubles")} title=${t("pictures.troubles")}>
      <span class=${`icon icon-${is_unplugged(device) ? "unplug" : "triangle-alert"}`} aria-hidden="true"></span>${count > 0 && html`<b>${count}</b>`}
    </summary>
    <${Switches} device=${device} />
  </details>`;
};

/** Those of the line, which all share. */
export const LineTroubles = () => html`<article class="line" data-device=${LINE}>
  <h3><${Both} code="pictures.line" /></h3>
  <${Switches} device=${LINE} />
</article>`;
