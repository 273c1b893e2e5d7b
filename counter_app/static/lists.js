/** Who waits by field, what is held, who was missed. */
import { html } from "htm/preact";
import { is_locked, open_dialog } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { own, t } from "toi-luot/texts.js";
import { possible } from "./actions.js";
import { ask_counter, ask_ticket, calls_blindly, desk } from "./desk.js";
import { Marks } from "./marks.js";
import { Waited } from "./outlook.js";
import { OwnDay } from "./own_day.js";
import { Work } from "./work_dialogs.js";

/**
 * @typedef {import("./desk.js").Card} Card
 * @typedef {import("./desk.js").CardList} CardList
 */

/**
 * A small button of a row.
 * @param {{does: string, label: string, text: any, is_off: boolean, act: () => unknown}} props
 */
const RowButton = ({ does, label, text, is_off, act }) => html`
  <button
    type="button"
    class="row-act"
    data-row-action=${does}
    aria-label=${label}
    title=${label}
    aria-disabled=${is_off}
    onClick=${on_click(label, (trigger) => !is_off && act_once(trigger, act))}
  >
    ${text}
  </button>`;

/** Whom the counter would call now. */
const NextMark = () => html`<span class="mark mark-next" data-next>
  <${Icon} name="arrow-right" />${t("counter.comes_next")}
</span>`;

/** @param {{card: Card, children?: any}} props */
const Row = ({ card, children }) => html`
  <li class="row" data-row=${card.label}>
    <b class="row-label digits">${card.label}</b>
    <span class="row-marks">
      ${card.label === desk.value.next_label && html`<${NextMark} />`}
      ${!card.is_hidden && html`<${Waited} arrived_ms=${card.arrived_ms} />`}
      <${Marks} card=${card} />
      ${[card.visit_note, card.note].filter(Boolean).map((note) => html`<span class="row-note" title=${note}>${note}</span>`)}
    </span>
    <span class="row-acts">${children}</span>
  </li>`;

/** @param {Card} card */
const call_this = (card) => open_dialog({ name: "call_number", label: card.label });

/** @param {{card: Card}} props */
const WaitingRow = ({ card }) => html`
  <${Row} card=${card}>
    <${RowButton}
      does="call"
      label=${t("counter.call_label", { label: card.label })}
      text=${t("counter.row_call")}
      is_off=${!possible.value.has("call_number")}
      act=${() => call_this(card)}
    />
    <${RowButton}
      does="cancel"
      label=${t("counter.cancel_label", { label: card.label })}
      text=${html`<${Icon} name="x" />`}
      is_off=${is_locked.value}
      act=${() => open_dialog({ name: "cancel_waiting", row: card.ticket, label: card.label })}
    />
  <//>`;

/** @param {{card: Card}} props */
const HeldRow = ({ card }) => html`
  <${Row} card=${card}>
    <${RowButton}
      does="resume"
      label=${t("counter.resume_label", { label: card.label })}
      text=${t("counter.row_resume")}
      is_off=${is_locked.value || desk.value.state !== "open" || desk.value.ticket !== null}
      act=${() => ask_counter("resume", "resume", { ticket: card.ticket })}
    />
  <//>`;

/** @param {{card: Card}} props */
const MissedRow = ({ card }) => html`
  <${Row} card=${card}>
    <${RowButton}
      does="call_again"
      label=${t("counter.call_again_label", { label: card.label })}
      text=${t("counter.row_call_again")}
      is_off=${!possible.value.has("call_number")}
      act=${() => call_this(card)}
    />
    <${RowButton}
      does="call_back"
      label=${t("counter.call_back_label", { label: card.label })}
      text=${t("counter.row_call_back")}
      is_off=${is_locked.value}
      act=${() => ask_ticket("call_back", card.ticket)}
    />
  <//>`;

/** The rows of one field under its name. @param {{field: any, cards: Card[]}} props */
const FieldGroup = ({ field, cards }) => html`
  <section class="group" data-field=${field.id}>
    <h3>
      <b class="digits">${field.series}</b><span>${own(field.name)}</span>
      <span class="group-count digits">${field.waiting}</span>
    </h3>
    <ol>${cards.map((card) => html`<${WaitingRow} key=${card.ticket} card=${card} />`)}</ol>
  </section>`;

const Waiting = () => {
  const { waiting, fields, serves } = desk.value;
  /** @type {Map<string, Card[]>} */
  const by_field = Map.groupBy(waiting.tickets, (/** @type {Card} */ card) => card.field_id);
  const shown = fields.filter((/** @type {{id: string}} */ one) => serves.includes(one.id) || by_field.has(one.id));
  return html`<section class="list" data-list="waiting">
    <h2>${t("counter.waiting")} <span class="badge digits">${waiting.count}</span><${Work} /></h2>
    ${shown.map(
      (/** @type {any} */ field) =>
        html`<${FieldGroup} key=${field.id} field=${field} cards=${by_field.get(field.id) ?? []} />`,
    )}
    ${waiting.count === 0 && html`<p class="more">${t("counter.nobody_waits")}</p>`}
    ${
      calls_blindly()
        ? html`<p class="more" data-blind>${t("counter.blind_list")}</p>`
        : html`<${More} list=${waiting} />`
    }
  </section>`;
};

/** @param {{list: CardList}} props */
const More = ({ list }) => {
  const hidden = list.count - list.tickets.length;
  return hidden > 0 ? html`<p class="more">${t("desk.more", { n: hidden })}</p>` : null;
};

/**
 * @param {{name: string, list: CardList, row: any}} props
 */
const Aside = ({ name, list, row }) => html`
  <section class=${`list ${list.count === 0 ? "list-empty" : ""}`} data-list=${name}>
    <h2>${t(`counter.${name}`)} <span class="badge digits">${list.count}</span></h2>
    ${
      list.count === 0
        ? html`<p class="more">${t(`counter.nobody_${name}`)}</p>`
        : html`<ol>${list.tickets.map((card) => html`<${row} key=${card.ticket} card=${card} />`)}</ol>`
    }
    <${More} list=${list} />
  </section>`;

export const Lists = () => html`
  <aside class="lists" aria-label=${t("counter.lists")}>
    <${Waiting} />
    <${Aside} name="held" list=${desk.value.held} row=${HeldRow} />
    <${Aside} name="missed" list=${desk.value.missed} row=${MissedRow} />
    <button type="button" class="strip-act lists-act" data-action="served_offline" aria-disabled=${is_locked.value}
      onClick=${on_click("served_offline", () => is_locked.value || open_dialog({ name: "served_offline" }))}>
      <${Icon} name="file-check" />${t("counter.served_offline")}
    </button>
    <${OwnDay} />
  </aside>`;
