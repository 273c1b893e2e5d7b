/** What a tool lays over the sight: where there is help, and the choice among several languages. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { LANGUAGES, language, own, t, words } from "toi-luot/texts.js";
import { choose_language, hall, panel, show_panel } from "./state.js";

/** @typedef {{id: string, name: Record<string, string>, summary: Record<string, string>, icon: string, counters: number[]}} Field */

/** The centre's field for guidance, by the icon that a plan gives it; a centre may have none. */
const GUIDANCE_ICON = "circle-question-mark";

export const guidance = () => hall.value?.fields.find((/** @type {Field} */ { icon }) => icon === GUIDANCE_ICON);

/** Where staff are: at the counters of the field that guides, where the plan has one. */
function where() {
  const counters = guidance()?.counters ?? [];
  return counters.length ? t("kiosk.help_at", { name: own(guidance().name), list: counters.join(", ") }) : t("kiosk.help");
}

const STEPS = ["kiosk.help_choose", "kiosk.help_take", "kiosk.help_wait"];

const Close = () => html`
  <button class="button button-main" id="close-panel" ...${on_press(() => show_panel(""))}>
    <${Icon} name="check" />${t("kiosk.close")}
  </button>`;

const Help = () => html`
  <div class="dialog help-dialog" role="dialog" aria-modal="true" aria-labelledby="panel-title">
    <h2 id="panel-title"><${Icon} name="concierge-bell" />${t("kiosk.help_title")}</h2>
    <p class="help-where">${where()}</p>
    <ol class="help-steps">${STEPS.map((code) => html`<li key=${code}>${t(code)}</li>`)}</ol>
    <${Close} />
  </div>`;

/** @param {string} code */
function choose(code) {
  choose_language(code);
  show_panel("");
}

const Languages = () => html`
  <div class="dialog help-dialog" role="dialog" aria-modal="true" aria-labelledby="panel-title">
    <h2 id="panel-title"><${Icon} name="languages" />${t("kiosk.tool_language")}</h2>
    <div class="choices choices-languages">
      ${LANGUAGES.map(
        (code) => html`<button class="choice" key=${code} lang=${code} data-language=${code}
          aria-pressed=${code === language.value} ...${on_press(() => choose(code))}>
          <b>${words(code, "common.language_name")}</b>
        </button>`,
      )}
    </div>
    <${Close} />
  </div>`;

export const Panel = () =>
  panel.value && html`<div class="veil">${panel.value === "help" ? html`<${Help} />` : html`<${Languages} />`}</div>`;
