/** A number that somebody asks about: where it stands, its whole story of today, and what can be done for it. */
import { html } from "htm/preact";
import { useRef } from "preact/hooks";
import { ask, is_locked, open_dialog } from "toi-luot/asking.js";
import { second_text } from "toi-luot/clock.js";
import { is_label, label_in } from "toi-luot/labels.js";
import { Icon } from "toi-luot/parts.js";
import { name_of } from "toi-luot/people.js";
import { act_once, on_click } from "toi-luot/press.js";
import { count, own, t } from "toi-luot/texts.js";
import { Marks } from "../marks.js";
import { Further, Paper, PrintButtons } from "./result.js";
import { close_found, find, found, not_found, prints_here } from "./state.js";

const OVER = new Set(["finished", "cancelled", "expired", "ended_by_day"]);

/** @param {{does: string, text: string, act: () => unknown}} props */
const FoundButton = ({ does, text, act }) => html`
  <button type="button" class="row-act" data-found-action=${does} aria-disabled=${is_locked.value}
    onClick=${on_click(does, (trigger) => !is_locked.value && act_once(trigger, act))}>${text}</button>`;

/** @param {{card: any}} props */
const FoundButtons = ({ card }) => html`
  ${
    card.state === "waiting" &&
    html`<${FoundButton} does="cancel" text=${t("reception.cancel")}
      act=${() => open_dialog({ name: "cancel", row: card.ticket, label: card.label })} />
      <${FoundButton} does="defer" text=${t("reception.defer")}
        act=${() => open_dialog({ name: "defer", row: card.ticket, label: card.label })} />`
  }
  ${
    card.state === "missed" &&
    html`<${FoundButton} does="call_back" text=${t("reception.call_back")}
      act=${() => ask("call_back", `/tickets/${card.ticket}/call-back`)} />`
  }`;

/**
 * One step of the story: what happened, and when, if that is known.
 * @param {{at_ms: number | null, code: string, counter?: number}} props
 */
const Step = ({ at_ms, code, counter }) => html`<li>
  ${at_ms !== null && html`<b class="digits">${second_text(at_ms)}</b>`}
  ${" "}${t(`reception.story_${code}`, { counter: counter ?? "" })}
</li>`;

/** A step that may not have come. @param {{at_ms: number | null, code: string, counter?: number}} props */
const StepMade = (props) => props.at_ms !== null && html`<${Step} ...${props} />`;

/** What came of a service, and of how many pieces. @param {any} service */
const what_came = ({ outcome, quantity }) => (quantity > 0 ? `${own(outcome)} (${quantity})` : own(outcome));

/** A service of the visit. @param {{service: any}} props */
const Service = ({ service }) => html`
  <li class="story-service">
    <p><b>${own(service.field)}</b> ${service.clerk && html`<span>${name_of(service.clerk)}</span>`}</p>
    <ol>
      <${Step} at_ms=${service.waiting_since_ms} code="waiting" />
      <${StepMade} at_ms=${service.first_called_ms} code="called" counter=${service.counter} />
      <${StepMade} at_ms=${service.started_ms} code="started" counter=${service.counter} />
      ${service.ending && html`<${Step} at_ms=${service.ended_ms} code=${service.ending} counter=${service.counter} />`}
      ${service.outcome && html`<li data-outcome>${what_came(service)}</li>`}
    </ol>
  </li>`;

/** The printer's word on a paper, while there is none: that it was asked for. @param {any} paper */
const Printed = ({ device, result, asked_ms, is_reprint }) =>
  html`<${Paper} device=${device} result=${result || "pending"} since_ms=${asked_ms} is_reprint=${is_reprint} />`;

/** A number of former times as a slip tells of it now. @param {any} of */
const as_drawn = ({ ticket, label, field_id, ticket_class, people_ahead_now }) => ({
  ticket,
  label,
  ticket_class,
  field: field_id,
  people_ahead: people_ahead_now,
});

/** @param {{of: any}} props */
const Story = ({ of }) => html`
  <section class="story" data-found=${of.label} aria-label=${of.label}>
    <header class="story-head">
      <b class="digits">${of.label}</b>
      <span class="pill" data-state=${of.state}>${t(`state.${of.state}`)}</span>
      ${of.people_ahead_now !== null && html`<span>${count("reception.people_ahead", of.people_ahead_now)}</span>`}
      <button type="button" class="strip-close" aria-label=${t("reception.close_story")} onClick=${close_found}>
        <${Icon} name="x" />
      </button>
    </header>
    <p class="facts"><${Marks} card=${of} /><${Further} card=${of} /></p>
    <ol>
      ${of.services.map((/** @type {any} */ service) => html`<${Service} key=${service.service} service=${service} />`)}
    </ol>
    ${of.papers.map((/** @type {any} */ paper) => html`<${Printed} key=${paper.job} ...${paper} />`)}
    <p class="row-acts">
      ${
        !OVER.has(of.state) &&
        html`<${PrintButtons} of=${as_drawn(of)} is_again=${of.papers.length > 0 || prints_here.value} />`
      }
      <${FoundButtons} card=${of} />
    </p>
  </section>`;

/** Escape leads back from the field to the keys of the page. @param {KeyboardEvent} event */
function leave(event) {
  if (event.key !== "Escape") return;
  close_found();
  /** @type {HTMLElement} */ (event.currentTarget).blur();
}

export const Find = () => {
  const place = /** @type {{current: HTMLInputElement | null}} */ (useRef(null));
  const search = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (place.current);
    find(field.value);
    if (is_label(label_in(field.value))) field.select();
    // A code would be in the way of the next one, and what is no number should not stay on the screen.
    else field.value = "";
  };
  return html`<section class="list find">
    <form class="find-form" role="search" onSubmit=${search}>
      <label for="find">${t("reception.find")} <kbd>F3</kbd></label>
      <input id="find" ref=${place} class="digits" maxlength="140" autocomplete="off" enterkeyhint="search"
        placeholder=${t("reception.find_hint")} onKeyDown=${leave} />
      <button class="row-act">${t("reception.find_button")}</button>
    </form>
    ${not_found.value && html`<p class="paper paper-failed" role="alert" id="not-found">${not_found.value}</p>`}
    ${found.value && html`<${Story} of=${found.value} />`}
  </section>`;
};
