/** The dialogs of the reception's page. */
import { html } from "htm/preact";
import { ask, dialog, view } from "toi-luot/asking.js";
import { Choice, Frame, Reasons } from "toi-luot/dialog_parts.js";
import { count, t } from "toi-luot/texts.js";
import { printer_words } from "./form.js";
import { Procedures } from "./procedures.js";
import { is_ready, print_again, printers } from "./state.js";

/** @param {{of: any}} props */
const Cancel = ({ of }) => html`
  <${Frame} title=${t("reception.choose_cancel", { label: of.label })}>
    <${Reasons} reasons=${view.value.reasons.cancel}
      act=${(/** @type {string} */ reason) => ask("cancel", `/tickets/${of.row}/cancel`, { reason })} />
  <//>`;

/** How many others somebody who is not ready yet may let by at once. */
const PLACES = [1, 3, 5, 10];

/** @param {{of: any}} props */
const Defer = ({ of }) => html`
  <${Frame} title=${t("reception.choose_defer", { label: of.label })} hint=${t("reception.choose_defer_hint")}>
    <div class="choices">
      ${PLACES.map(
        (behind, index) => html`<${Choice} key=${behind} id=${`behind-${behind}`} number=${index + 1} is_first=${index === 0}
          text=${count("reception.defer_behind", behind)} act=${() => ask("defer", `/tickets/${of.row}/defer`, { behind })} />`,
      )}
    </div>
  <//>`;

/** @param {{of: any}} props */
const Printer = ({ of }) => html`
  <${Frame} title=${t("reception.choose_printer", { label: of.label })} hint=${t("reception.choose_printer_hint")}>
    ${printers().length === 0 && html`<p>${t("reception.no_printers")}</p>`}
    <div class="choices">
      ${printers().map(
        (one, index) => html`<${Choice} key=${one.device} id=${one.device} number=${index + 1} is_first=${index === 0}
          text=${printer_words(one)} act=${() => print_again(of.ticket, one.device)} />`,
      )}
    </div>
  <//>`;

const DIALOGS = /** @type {Record<string, any>} */ ({ cancel: Cancel, defer: Defer, printer: Printer, procedures: Procedures });

export const Dialogs = () => {
  const of = dialog.value;
  return of && is_ready.value ? html`<${DIALOGS[of.name]} key=${of.name} of=${of} />` : null;
};
