/** The ticket at the counter, huge; or why there is none. */
import { html } from "htm/preact";
import { hub_now_ms } from "toi-luot/asking.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { count, own, t } from "toi-luot/texts.js";
import { minutes } from "toi-luot/times.js";
import { ActionButton } from "./buttons.js";
import { desk, is_callable, is_ready, ticket } from "./desk.js";
import { Errands, addable } from "./errands.js";
import { called_by_hub, until_call_s } from "./idle.js";
import { Marks } from "./marks.js";
import { no_day_code } from "./no_day.js";
import { Outlook } from "./outlook.js";
import { Timer } from "./timer.js";
import { UndoBar } from "./undo.js";

/** @typedef {import("./desk.js").Card} Card */

/** Why it is this one's turn: the rule that chose, in plain words. @param {{card: Card}} props */
const Why = ({ card }) =>
  card.rule &&
  html`<span class="mark" data-rule=${card.rule}>
    <${Icon} name="info" />${t(`explain.rule_${card.rule}`)}
    ${card.as_class && html` ${t("counter.counts_as", { name: own(card.as_class) })}`}
    ${called_by_hub.value === card.ticket && html` · ${t("counter.called_by_hub")}`}
  </span>`;

/** Who was told to come next. */
const Prepared = () => {
  const next = desk.value.prepared;
  if (!next) return null;
  const field = next.field ? ` · ${own(next.field)}` : "";
  return html`<span class="mark mark-prepared" data-prepared=${next.label}>
    <${Icon} name="bell" />${t("counter.prepared", { label: next.label })}${field}
  </span>`;
};

/** A clerk who calls blindly learns the rest when the service starts. @param {{card: Card}} props */
const Hidden = ({ card }) => html`<p class="facts" data-hidden>
  <span class="mark">${t("counter.hidden_until_start")}</span>
  ${called_by_hub.value === card.ticket && html`<span class="mark"><${Icon} name="timer" />${t("counter.called_by_hub")}</span>`}
</p>`;

/** @param {{card: Card}} props */
const Facts = ({ card }) => {
  if (card.is_hidden) return html`<${Hidden} card=${card} />`;
  const waited_ms = (card.called_ms ?? hub_now_ms()) - card.arrived_ms;
  return html`<p class="facts">
    <${Errands} card=${card} />
    ${card.state === "serving" && addable(card).length > 0 && html`<${ActionButton} id="add_errand" kind="errand" />`}
    <${Prepared} />
    <${Marks} card=${card} />
    <span class="mark"><${Icon} name="timer" />${t("counter.waited", { time: minutes(waited_ms) })}</span>
    ${
      card.times_called > 1 &&
      html`<span class="mark"><${Icon} name="bell-ring" />${t("counter.times_called", { n: card.times_called })}</span>`
    }
    <${Why} card=${card} />
  </p>`;
};

/** @param {{card: Card}} props */
const Warnings = ({ card }) => {
  const is_unsure = ["failed", "unknown"].includes(card.print_result);
  if (!card.visit_note && !card.note && !is_unsure) return null;
  return html`<div class="ticket-notes">
    ${
      card.visit_note &&
      html`<p class="ticket-note" tabindex="0">
        <b>${t("counter.visit_note")}:</b> <span data-visit-note>${card.visit_note}</span>
      </p>`
    }
    ${card.note && html`<p class="ticket-note" tabindex="0"><b>${t("counter.note")}:</b> <span data-note>${card.note}</span></p>`}
    ${is_unsure && html`<p class="ticket-note"><${Icon} name="printer" /> ${t(`counter.print_${card.print_result}`)}</p>`}
  </div>`;
};

/** @param {Card} card */
const asks_came = (card) => card.state === "called" && desk.value.rules.ask_came === "yes";

/** @param {{card: Card}} props */
const AtCounter = ({ card }) => html`
  <section
    class=${`ticket ticket-${card.state}`}
    aria-label=${t("counter.current")}
    data-state=${card.state}
    data-ticket=${card.ticket}
  >
    <div class="ticket-main">
      <span class="ticket-state">
        <span class="pill">${t(`state.${card.state}`)}</span>
        ${asks_came(card) && html`<b class="ask-came" role="status">${t("counter.ask_came")}</b>`}
      </span>
      <b class="ticket-label digits" id="label" style=${{ "--glyphs": String(card.label.length) }}>${card.label}</b>
      <span class="ticket-field">${own(card.field)}</span>
    </div>
    <${Timer} card=${card} />
    <${Facts} card=${card} />
    <${Warnings} card=${card} />
  </section>`;

/** @param {{state: string, icon: string, title: string, hint: string, children?: any}} props */
const Empty = ({ state, icon, title, hint, children }) => html`
  <section class="ticket ticket-none" data-state=${state}>
    <span class="none-icon"><${Icon} name=${icon} /></span>
    <div><h2>${title}</h2><p>${hint}</p>${children}</div>
    ${state !== "no_day" && html`<${UndoBar} button=${html`<${ActionButton} id="undo" kind="undo" />`} />`}
  </section>`;

const Paused = () => {
  const { pause_reason, reasons } = desk.value;
  const reason = reasons.pause.find((/** @type {{id: string}} */ one) => one.id === pause_reason);
  const hint = t("counter.paused_hint", { reason: own(reason?.name) || pause_reason });
  return html`<${Empty} state="paused" icon="circle-pause" title=${t("counter.paused")} hint=${hint} />`;
};

const NoTicket = () => {
  const { state, waiting } = desk.value;
  if (state === "paused") return html`<${Paused} />`;
  if (state === "closed") {
    const hint = t("counter.closed_hint");
    return html`<${Empty} state="closed" icon="door-closed" title=${t("counter.closed")} hint=${hint} />`;
  }
  if (!link.is_live.value) {
    return html`<${Empty} state="free" icon="unplug" title=${t("counter.free_lost")} hint=${t("counter.free_lost_hint")} />`;
  }
  const { prepared } = desk.value;
  const left_s = until_call_s();
  if (prepared) {
    const title = t("counter.prepared", { label: prepared.label });
    const hint = left_s === null ? t("counter.prepared_hint") : t("counter.idle_hint", { n: left_s });
    return html`<${Empty} state="free" icon="bell" title=${title} hint=${hint} />`;
  }
  if (left_s !== null) {
    const hint = t("counter.idle_hint", { n: left_s });
    return html`<${Empty} state="free" icon="timer" title=${t("counter.free_waiting")} hint=${hint}><${Outlook} /><//>`;
  }
  if (waiting.count === 0 && is_callable()) {
    const hint = t("counter.free_missed_hint");
    return html`<${Empty} state="free" icon="user-x" title=${t("counter.free_missed")} hint=${hint} />`;
  }
  if (waiting.count === 0) {
    const hint = t("counter.free_empty_hint");
    return html`<${Empty} state="free" icon="inbox" title=${t("counter.free_empty")} hint=${hint} />`;
  }
  const hint = count("counter.free_waiting_hint", waiting.count);
  return html`<${Empty} state="free" icon="users" title=${t("counter.free_waiting")} hint=${hint}><${Outlook} /><//>`;
};

/** Nothing to work on: the centre has no such counter, or no day yet. */
const NotReady = () => {
  const reason = desk.value?.refused ?? "no_day_open";
  if (reason === "unknown_counter") {
    const hint = t("refusal.unknown_counter", { counter: desk.value.counter });
    return html`<${Empty} state=${reason} icon="store" title=${t("counter.no_counter")} hint=${hint} />`;
  }
  const code = no_day_code();
  return html`<${Empty} state="no_day" icon="clock" title=${t(code)} hint=${t(`${code}_hint`)} />`;
};

export const TicketCard = () => {
  if (!is_ready.value) return html`<${NotReady} />`;
  return ticket.value ? html`<${AtCounter} card=${ticket.value} />` : html`<${NoTicket} />`;
};
