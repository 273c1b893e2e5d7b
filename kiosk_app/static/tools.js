/** The bar at the foot of every sight: how the screen is shown and read, in which language, and where there is help. */
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { be_deaf, on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { LANGUAGES, language, t, words } from "toi-luot/texts.js";
import { is_contrast, is_large, is_low, is_reading, turn_volume, VOLUMES, volume } from "./modes.js";
import { can_read, read_again } from "./reading.js";
import { choose_language, show_panel } from "./state.js";

/** The language that one touch leads to where there are two, and the first one for whoever got lost in another. */
const next_language = () => LANGUAGES.find((code) => code !== language.value) ?? boot.language;

/** @param {{id: string, icon: string, words: string, act: () => void, is_on?: boolean, lang?: string, label?: string}} props */
const Tool = ({ id, icon, words: text, act, is_on, lang, label }) => html`
  <button class="tool-of-bar" id=${`tool-${id}`} lang=${lang} aria-pressed=${is_on} aria-label=${label} ...${on_press(act)}>
    <${Icon} name=${icon} /><span>${text}</span>
  </button>`;

/** @param {{id: string, icon: string, words: string, mode: import("@preact/signals").Signal<boolean>}} props */
const Toggle = ({ id, icon, words: text, mode }) => html`
  <${Tool} id=${id} icon=${icon} words=${text} is_on=${mode.value} act=${() => toggle(mode)} />`;

/** @param {import("@preact/signals").Signal<boolean>} mode */
function toggle(mode) {
  be_deaf();
  mode.value = !mode.value;
}

/** Two languages change with a touch; of more one is chosen from a list. */
const Language = () => {
  if (LANGUAGES.length < 2) return null;
  if (LANGUAGES.length > 2) {
    return html`<${Tool} id="language" icon="languages" words=${t("kiosk.tool_language")} act=${() => show_panel("languages")} />`;
  }
  const other = next_language();
  return html`<${Tool} id="language" icon="languages" lang=${other} words=${words(other, "common.language_name")}
    act=${() => choose_language(other)} />`;
};

/** What belongs to reading alone: once more, quieter, louder. */
const ReadingTools = () => {
  if (!is_reading.value) return null;
  const level = t("kiosk.reading_level", { n: volume.value + 1, most: VOLUMES.length });
  return html`<div class="reading-tools" role="group" aria-label=${t("kiosk.tool_read")}>
    <${Tool} id="again" icon="rotate-ccw" words=${t("kiosk.read_again")} act=${read_again} />
    <${Tool} id="quieter" icon="volume-1" words=${t("kiosk.read_quieter")} act=${() => turn_volume(-1)}
      label=${`${t("kiosk.read_quieter")}. ${level}`} />
    <${Tool} id="louder" icon="volume-2" words=${t("kiosk.read_louder")} act=${() => turn_volume(1)}
      label=${`${t("kiosk.read_louder")}. ${level}`} />
  </div>`;
};

export const ToolBar = () => html`
  <nav class="tool-bar" aria-label=${t("kiosk.tools")}>
    <${ReadingTools} />
    <div class="tools-of-bar">
      <${Language} />
      <${Toggle} id="large" icon="a-large-small" words=${t("kiosk.tool_large")} mode=${is_large} />
      <${Toggle} id="contrast" icon="contrast" words=${t("kiosk.tool_contrast")} mode=${is_contrast} />
      ${
        (can_read.value || is_reading.value) &&
        html`<${Toggle} id="read" icon="volume-2" words=${t("kiosk.tool_read")} mode=${is_reading} />`
      }
      <${Toggle} id="low" icon="arrow-down-to-line" words=${t("kiosk.tool_low")} mode=${is_low} />
      <${Tool} id="help" icon="concierge-bell" words=${t("kiosk.tool_help")} act=${() => show_panel("help")} />
    </div>
  </nav>`;
