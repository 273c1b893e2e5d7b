/**
 * What a desk without a printer of the hub's gives out: the number as text to write by hand, its code to photograph, and
 * a slip or a sheet from the printer of this very computer.
 */
import { html } from "htm/preact";
import { effect, signal } from "@preact/signals";
import { view } from "toi-luot/asking.js";
import { moment_text } from "toi-luot/clock.js";
import { Qr } from "toi-luot/qr.js";
import { served_at } from "toi-luot/served_at.js";
import { count, own, t, words } from "toi-luot/texts.js";
import { Facts } from "./procedure_facts.js";
import { drawn, field_of, prints_here } from "./state.js";

/**
 * @typedef {import("./state.js").Drawn} Drawn
 * @typedef {{drawn?: Drawn, is_again?: boolean, procedure?: import("toi-luot/finding.js").Procedure}} Sheet
 */

/** What goes to this computer's printer. @type {import("@preact/signals").Signal<Sheet | null>} */
const sheet = signal(null);

addEventListener("afterprint", () => (sheet.value = null));

/** Print by the browser, once what is to be printed stands in the page. @param {Sheet} of */
export function print_sheet(of) {
  sheet.value = of;
  requestAnimationFrame(() => setTimeout(() => window.print()));
}

let last_printed = "";

// A desk that prints by its own computer gives a slip out with each number, as one with a printer of the hub's does.
effect(() => {
  const of = drawn.value;
  if (!of || of.ticket === last_printed) return;
  last_printed = of.ticket;
  if (prints_here.peek()) print_sheet({ drawn: of });
});

/** What the code of a ticket leads to: its page for phones, else the ticket under a scanner of ours. @param {Drawn} of */
const code_of = (of) => of.link || `TL1:${of.ticket}`;

/** @param {{of: Drawn}} props */
export const Code = ({ of }) => html`<span class="result-code" data-code=${code_of(of)}><${Qr} text=${code_of(of)} /></span>`;

/** @param {Drawn} of */
function counters_for(of) {
  const field = field_of(of.field);
  if (!field) return "";
  const { counters, open_counters } = served_at(field, of.ticket_class);
  return (open_counters.length > 0 ? open_counters : counters).join(", ");
}

/** A line to copy onto paper; one touch marks all of it. @param {{of: Drawn}} props */
export const ByHand = ({ of }) => {
  const parts = [of.label, own(field_of(of.field)?.name), t("reception.go_to", { counters: counters_for(of) })];
  const line = [...parts, count("reception.people_ahead", of.people_ahead ?? 0)].join(" · ");
  return html`<p class="by-hand" data-by-hand>
    <span>${t("reception.by_hand")}</span><b class="digits">${line}</b>
  </p>`;
};

/** In the language of who gets it. @param {{of: Drawn, is_again?: boolean}} props */
const Slip = ({ of, is_again }) => {
  const card = view.value.recent?.find((/** @type {any} */ one) => one.ticket === of.ticket);
  const tongue = card?.language ?? "vi";
  const say = (/** @type {string} */ code, params = {}) => words(tongue, `reception.${code}`, params);
  const name = (/** @type {Record<string, string> | null | undefined} */ wording) => wording?.[tongue] ?? wording?.vi ?? "";
  return html`<section class="sheet slip" data-sheet="slip">
    <p>${name(view.value.header.centre?.name)}</p>
    <p>${name(field_of(of.field)?.name)}</p>
    <b class="digits slip-number">${of.label}</b>
    ${is_again && html`<p><b>${say("slip_again")}</b></p>`}
    ${card?.class_name && html`<p>${say("slip_priority")}</p>`}
    ${of.people_ahead !== null && html`<p>${say("slip_ahead", { n: of.people_ahead })}</p>`}
    <p><b>${say("slip_counters", { counters: counters_for(of) })}</b></p>
    <${Qr} text=${code_of(of)} />
    <p>${card && moment_text(card.arrived_ms)}</p>
    <p>${say("slip_today")}</p>
  </section>`;
};

/** @param {{one: import("toi-luot/finding.js").Procedure}} props */
const Guide = ({ one }) => html`
  <section class="sheet guide" data-sheet="procedure">
    <p>${own(view.value.header.centre?.name)}</p>
    <h2>${one.name}</h2>
    ${one.code && html`<p>${one.code}</p>`}
    <${Facts} one=${one} />
    <p>${t("reception.procedure_foot")}</p>
  </section>`;

/** Seen on paper only. */
export const OnPaper = () => {
  const of = sheet.value;
  if (!of) return null;
  return html`<div class="on-paper" aria-hidden="true">
    ${of.drawn && html`<${Slip} of=${of.drawn} is_again=${of.is_again} />`}${of.procedure && html`<${Guide} one=${of.procedure} />`}
  </div>`;
};
