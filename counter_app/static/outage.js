/**
 * The time without the hub: who waited here when it was lost, on paper if the clerk wants it, and who was served
 * meanwhile, asked for once it is back.
 *
 * What is kept is kept in this browser, for this counter, until somebody has said who was served: numbers and fields, no
 * notes and nobody's name. A page that is loaded anew cannot come from a hub that is away; one that stays open needs it
 * for nothing here.
 */
import { effect, signal } from "@preact/signals";
import { html } from "htm/preact";
import { open_dialog, view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { second_text } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { t } from "toi-luot/texts.js";
import { all_waiting, calls_blindly, is_ready } from "./desk.js";

/**
 * @typedef {import("./desk.js").Line} Row a number that was here when the hub was lost
 *
 * @typedef {{day: string, at_ms: number, is_over: boolean, is_printed: boolean, rows: Row[], more: number}} Outage
 *   `at_ms` is the hub's time when it was lost, `more` how many waited beyond those in the rows
 */

const KEPT_AS = `toi-luot.counter.${boot.counter}.outage`;

/** A hub that is started anew is away for seconds, in which nobody is served on paper. */
const WORTH_ASKING_MS = 60_000;

/** @returns {Outage | null} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS) ?? "null");
  } catch {
    return null;
  }
}

/** @type {import("@preact/signals").Signal<Outage | null>} */
export const outage = signal(kept());

/** @param {Outage | null} next */
function keep(next) {
  outage.value = next;
  if (next === null) localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, JSON.stringify(next));
}

/** Nothing is left to be said about it. */
export const forget_outage = () => keep(null);

/** @param {Row} row @returns {Row} */
const row_of = ({ label, state, field, class_name, arrived_ms }) => ({ label, state, field, class_name, arrived_ms });

/** Who is here by the hub's last word: first whoever is at the counter. */
function lost() {
  const { header, ticket, waiting, missed, held } = view.value;
  const here = all_waiting();
  const rows = [...(ticket ? [ticket] : []), ...here, ...held.tickets, ...missed.tickets];
  const more = waiting.count - here.length;
  const before = outage.value?.day === header.day ? outage.value : null;
  const since = { at_ms: link.now_ms(), is_printed: false, ...before };
  keep({ ...since, day: header.day, is_over: false, rows: rows.map(row_of), more });
}

/** @param {Outage} known */
function found(known) {
  const is_worth_asking = known.is_printed || link.now_ms() - known.at_ms > WORTH_ASKING_MS;
  keep(is_worth_asking ? { ...known, is_over: true } : null);
}

// A page that is loaded anew has found the hub: the one that lost it may have been shut before it was back.
let was_live = false;

link.is_live.subscribe((is_live) => {
  if (is_live === was_live) return;
  was_live = is_live;
  if (!is_live && is_ready.peek()) lost();
  if (is_live && outage.peek()) found(/** @type {Outage} */ (outage.peek()));
});

/** Of another day nothing can be recorded any more. */
effect(() => {
  const today = view.value?.header.day;
  if (today && outage.value && outage.value.day !== today) forget_outage();
});

function print_list() {
  if (outage.value) keep({ ...outage.value, is_printed: true });
  // The sheet is on the page already; the browser shows it when it prints.
  setTimeout(() => window.print());
}

/** @param {{does: string, icon: string, act: () => unknown}} props */
const StripButton = ({ does, icon, act }) => html`
  <button type="button" class="strip-act" data-action=${does} onClick=${on_click(does, act)}>
    <${Icon} name=${icon} />${t(`counter.${does}`)}
  </button>`;

/** While the hub is away, the way to a sheet of paper; once it is back, the question who was served. */
export const OutageStrip = () => {
  const known = outage.value;
  if (!known || !is_ready.value) return null;
  if (!link.is_live.value && calls_blindly()) {
    return html`<p class="strip strip-outage" id="outage"><span>${t("counter.outage_blind")}</span></p>`;
  }
  if (!link.is_live.value) {
    return html`<p class="strip strip-outage" id="outage">
      <span>${t("counter.outage_list", { time: second_text(known.at_ms) })}</span>
      <span class="strip-more">${t("counter.outage_list_more")}</span>
      <${StripButton} does="print_list" icon="printer" act=${print_list} />
    </p>`;
  }
  if (!known.is_over || known.day !== view.value.header.day) return null;
  return html`<p class="strip strip-alert" role="status" id="outage-over">
    <span>${t("counter.outage_over", { time: second_text(known.at_ms) })}</span>
    <${StripButton} does="served_offline" icon="file-check" act=${() => open_dialog({ name: "served_offline" })} />
    <${StripButton} does="nobody_offline" icon="x" act=${forget_outage} />
  </p>`;
};
