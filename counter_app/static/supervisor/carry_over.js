/** Those whom the end of a former day cut off: they may wait first today. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { ask, is_locked, open_dialog, say_calmly, view } from "toi-luot/asking.js";
import { Choice, Frame } from "toi-luot/dialog_parts.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { count, t } from "toi-luot/texts.js";
import { may_act } from "./state.js";

/** The day of which nobody wants to be asked again on this page. */
const asked_on = signal("");

/** The question, until somebody answers it; whoever says “not now” is asked again by a page that is loaded anew. */
export const CarryOver = () => {
  const { left_waiting, header } = view.value;
  if (!may_act || !left_waiting || asked_on.value === header.day) return null;
  return html`<p class="strip strip-alert" role="status" data-left-waiting=${left_waiting}>
    <${Icon} name="history" /><span>${count("supervisor.left_waiting", left_waiting)}</span>
    <button type="button" class="strip-act" data-do="carry_over" aria-disabled=${is_locked.value}
      onClick=${on_click("carry_over", () => is_locked.value || open_dialog({ name: "carry_over" }))}>
      ${t("supervisor.carry_over")}
    </button>
    <button type="button" class="strip-act" data-do="not_now"
      onClick=${on_click("not_now", () => (asked_on.value = header.day))}>${t("supervisor.not_now")}</button>
  </p>`;
};

/** Say how many wait again, and how many nobody serves any more. @param {number} left how many there were */
async function carry_over(left) {
  const done = await ask("carry_over", "/day/carry-over");
  if (!done?.ok) return;
  const carried = done.answer.events.filter((/** @type {any} */ one) => one.kind === "TicketCarriedOver").length;
  const said = count("supervisor.carried_over", carried);
  say_calmly(carried < left ? `${said} ${count("supervisor.not_carried", left - carried)}` : said);
}

export const CarryOverDialog = () => html`
  <${Frame} title=${t("supervisor.choose_carry_over")} hint=${t("supervisor.choose_carry_over_hint")}>
    <div class="choices">
      <${Choice} id="carry_over" number=${1} is_first=${true}
        text=${count("supervisor.carry_over_yes", view.value.left_waiting)}
        act=${() => carry_over(view.value.left_waiting)} />
    </div>
  <//>`;
