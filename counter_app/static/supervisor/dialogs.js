/** The dialogs of the supervisor's page: each says what will happen, and one press of it does it. */
import { html } from "htm/preact";
import { ask, dialog, view } from "toi-luot/asking.js";
import { Choice, Frame, Reasons } from "toi-luot/dialog_parts.js";
import { count, t } from "toi-luot/texts.js";
import { ForWaiting } from "../leaving.js";
import { CarryOverDialog } from "./carry_over.js";
import { CounterDialog, ServesDialog } from "./counter_dialogs.js";
import { FieldDialog } from "./field_dialog.js";
import { FiguresDialog } from "./figures.js";
import { ask_ticket, is_open } from "./state.js";

/** @param {{of: any}} props */
const Release = ({ of }) => html`
  <${Frame} title=${t("supervisor.choose_release", { label: of.label })} hint=${t("supervisor.choose_release_hint")}>
    <${Reasons} reasons=${view.value.reasons.return_to_queue}
      act=${(/** @type {string} */ reason) => ask_ticket(of.row, "release", { reason })} />
  <//>`;

const Mode = () => {
  const wanted = view.value.header.mode === "test" ? "live" : "test";
  return html`<${Frame} title=${t(`supervisor.mode_${wanted}`)} hint=${t(`supervisor.mode_${wanted}_hint`)}>
    <div class="choices">
      <${Choice} id=${wanted} number=${1} is_first=${true} text=${t(`supervisor.mode_${wanted}_yes`)}
        act=${() => ask("mode", "/mode", { mode: wanted })} />
    </div>
  <//>`;
};

/** Who loses by the end of the day. */
function losing() {
  const { waiting, serving, held } = view.value.totals;
  return [count("supervisor.still_waiting", waiting), count("supervisor.still_serving", serving + held)].join(" · ");
}

const CloseDay = () => html`
  <${Frame} title=${t("supervisor.choose_close_day")} hint=${t("supervisor.choose_close_day_hint")}>
    <p class="losing" data-losing>${losing()}</p>
    <div class="choices">
      <${Choice} id="close_day" number=${1} text=${t("supervisor.close_day_yes")}
        act=${() => ask("close_day", "/day/close")} />
    </div>
  <//>`;

const DIALOGS = /** @type {Record<string, any>} */ ({
  counter: CounterDialog,
  serves: ServesDialog,
  field: FieldDialog,
  release: Release,
  mode: Mode,
  close_day: CloseDay,
  carry_over: CarryOverDialog,
  for_waiting: ForWaiting,
  figures: FiguresDialog,
});

export const Dialogs = () => {
  const of = dialog.value;
  return of && is_open.value ? html`<${DIALOGS[of.name]} key=${`${of.name} ${of.counter ?? ""}`} of=${of} />` : null;
};
