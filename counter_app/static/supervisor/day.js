/** What concerns the whole day: its end, its going on, test mode, its list. */
import { html } from "htm/preact";
import { ask, is_locked, open_dialog, view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { language, t } from "toi-luot/texts.js";
import { FiguresButton } from "./figures.js";
import { is_open, may_act } from "./state.js";

/** @type {Record<string, {icon: string, text: () => string, act: () => unknown}>} */
const BUTTONS = {
  test: {
    icon: "construction",
    text: () => t(view.value.header.mode === "test" ? "supervisor.end_test" : "supervisor.begin_test"),
    act: () => open_dialog({ name: "mode" }),
  },
  close: { icon: "moon", text: () => t("supervisor.close_day"), act: () => open_dialog({ name: "close_day" }) },
  reopen: { icon: "sun", text: () => t("supervisor.reopen_day"), act: () => ask("reopen_day", "/day/reopen") },
};

/** @param {{id: string}} props */
export const DayButton = ({ id }) => {
  const { icon, text, act } = BUTTONS[id];
  if (!may_act) return null;
  return html`<button type="button" class="act act-head" data-do=${id} aria-disabled=${is_locked.value}
    onClick=${on_click(id, (trigger) => !is_locked.value && act_once(trigger, act))}>
    <${Icon} name=${icon} /><span>${text()}</span>
  </button>`;
};

/** A plain link: the browser asks with its own session and keeps the file. */
const List = () => html`
  <a class="act act-head" href=${`${boot.api}/today.csv?language=${language.value}`} download data-do="csv">
    <${Icon} name="receipt-text" /><span>${t("supervisor.csv")}</span>
  </a>`;

export const DayButtons = () => html`
  <div class="head-acts">
    ${is_open.value && html`<${FiguresButton} />`}
    <${List} />
    ${is_open.value && html`<${DayButton} id="test" /><${DayButton} id="close" />`}
  </div>`;
