/** The number just drawn, huge, and what became of its paper. */
import { html } from "htm/preact";
import { hub_now_ms, is_locked, open_dialog, view } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { served_at } from "toi-luot/served_at.js";
import { device_name } from "toi-luot/strips.js";
import { count, own, t } from "toi-luot/texts.js";
import { Marks } from "../marks.js";
import { ByHand, Code, print_sheet } from "./slip.js";
import { chosen_printer, drawn, field_of, print_again, prints_here } from "./state.js";

/** After this a printer that says nothing has to be looked at. */
const SILENT_MS = 15_000;

const ICONS = /** @type {Record<string, string>} */ ({
  none: "file-pen-line",
  here: "printer-check",
  pending: "printer",
  silent: "triangle-alert",
  confirmed: "printer-check",
  failed: "triangle-alert",
  unknown: "triangle-alert",
});

/** How a paper stands: as the hub says, or `silent` when nothing was heard for long. */
const paper_state = (/** @type {string} */ result, /** @type {number} */ since_ms) =>
  result === "pending" && hub_now_ms() - since_ms > SILENT_MS ? "silent" : result;

/**
 * What became of a ticket's paper, in a sentence.
 * @param {{device: string, result: string, since_ms: number, is_reprint?: boolean}} props `device` is "" for the kiosk
 *   that drew it; `result` is "pending" since then, "none" without a paper, or how the job ended
 */
export const Paper = ({ device, result, since_ms, is_reprint }) => {
  const state = paper_state(result, since_ms);
  const name = device ? device_name(device) : t("reception.the_kiosk");
  const mark = is_reprint && html`<b>${t("reception.reprint")}.</b> `;
  return html`<p class=${`paper paper-${state}`} role="status" data-paper=${state}>
    <${Icon} name=${ICONS[state]} /><span>${mark}${t(`reception.paper_${state}`, { device: name })}</span>
  </p>`;
};

/**
 * Print a ticket's paper (again): at this desk's printer, or at one that is asked for.
 * @param {{of: import("./state.js").Drawn, is_again: boolean}} props
 */
export const PrintButtons = ({ of, is_again }) => {
  const { ticket, label } = of;
  const ask_where = () => open_dialog({ name: "printer", ticket, label });
  const act = () => {
    if (prints_here.value) print_sheet({ drawn: of, is_again });
    else if (chosen_printer.value) print_again(ticket, chosen_printer.value.device);
    else ask_where();
  };
  const off = is_locked.value;
  return html`<span class="row-acts">
    <button type="button" class="row-act" data-action="print" aria-disabled=${off}
      onClick=${on_click(`print ${ticket}`, (trigger) => !off && act_once(trigger, act))}>
      <${Icon} name="printer" /> ${t(is_again ? "reception.print_again" : "reception.print")}
    </button>
    ${
      (chosen_printer.value || prints_here.value) &&
      html`<button type="button" class="row-act" data-action="print-elsewhere" aria-disabled=${off}
        onClick=${on_click(`elsewhere ${ticket}`, (trigger) => !off && act_once(trigger, ask_where))}>
        ${t("reception.print_elsewhere")}
      </button>`
    }
  </span>`;
};

/** @param {{print: {device: string, result: string, requested_ms: number, is_reprint: boolean} | null}} props */
const LastPaper = ({ print }) =>
  print
    ? html`<${Paper} device=${print.device} result=${print.result} since_ms=${print.requested_ms}
        is_reprint=${print.is_reprint} />`
    : html`<${Paper} device="" result=${prints_here.value ? "here" : "none"} since_ms=${0} />`;

/** Whoever was given a wrong number gets another one; this one is taken out. @param {{card: any}} props */
const CancelDrawn = ({ card }) =>
  card?.state === "waiting" &&
  html`<button type="button" class="row-act" data-action="cancel-drawn" aria-disabled=${is_locked.value}
    onClick=${on_click("cancel-drawn", (trigger) => !is_locked.value && act_once(trigger, () => open_dialog({ name: "cancel", row: card.ticket, label: card.label })))}>
    <${Icon} name="x" /> ${t("reception.cancel_drawn")}
  </button>`;

/** @param {{of: import("./state.js").Drawn}} props */
const Where = ({ of }) => {
  const one = field_of(of.field);
  if (!one) return null;
  const served = served_at(one, of.ticket_class);
  const is_open = served.open_counters.length > 0;
  const counters = (is_open ? served.open_counters : served.counters).join(", ");
  const where = t(is_open ? "reception.go_to" : "reception.go_to_closed", { counters });
  return html`<p class="result-where">${own(one.name)} · ${where}</p>`;
};

/** Where the number goes on. @param {{card: any}} props */
export const Further = ({ card }) => {
  const next = card.errands.filter((/** @type {any} */ one) => one.state === "next");
  if (next.length === 0) return null;
  const fields = next.map((/** @type {any} */ one) => own(one.field)).join(", ");
  return html`<span class="mark" data-further>
    <${Icon} name="arrow-right" />${t("reception.goes_on", { fields })}
  </span>`;
};

export const Result = () => {
  const last = drawn.value;
  if (!last) {
    return html`<section class="result result-none" aria-live="polite">
      <span class="none-icon"><${Icon} name="ticket" /></span>
      <p>${t("reception.no_number_yet")}</p>
    </section>`;
  }
  const card = view.value.recent.find((/** @type {any} */ one) => one.ticket === last.ticket);
  return html`<section class="result" aria-live="polite" data-drawn=${last.label}>
    <div class="result-number">
      <b class="digits" id="drawn" style=${{ "--glyphs": String(last.label.length) }}>${last.label}</b>
      <p class="result-ahead">${count("reception.people_ahead", last.people_ahead)}</p>
    </div>
    <${Code} of=${last} />
    <div class="result-facts">
      <${Where} of=${last} />
      ${card && html`<p class="facts"><${Marks} card=${card} /><${Further} card=${card} /></p>`}
    </div>
    <div class="result-paper">
      ${card && html`<${LastPaper} print=${card.print} />`}
      ${card && !card.print && !prints_here.value && html`<${ByHand} of=${last} />`}
      <${PrintButtons} of=${last} is_again=${Boolean(card?.print) || prints_here.value} />
      <${CancelDrawn} card=${card} />
    </div>
  </section>`;
};
