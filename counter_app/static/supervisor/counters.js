/** The counters: who works there, on which number and for how long. */
import { html } from "htm/preact";
import { hub_now_ms, view } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { name_of } from "toi-luot/people.js";
import { own, t } from "toi-luot/texts.js";
import { stopwatch } from "toi-luot/times.js";
import { class_names } from "../marks.js";
import { SmallButton } from "./parts.js";
import { field_of, open_counter, reason_of } from "./state.js";

/** @typedef {import("./state.js").Counter} Counter */

/** How a ticket stands at a counter, in little room. @type {Record<string, string>} */
const STATE_ICONS = { called: "megaphone", serving: "user-check" };

/** @param {{one: Counter}} props */
const AtCounter = ({ one }) => {
  const { prepared } = one;
  const next =
    prepared && html`<small data-prepared=${prepared}>${t("supervisor.prepared", { label: prepared })}</small>`;
  if (!one.ticket) return html`<span class="at-counter">${next}</span>`;
  const { label, state, since_ms, class_name } = one.ticket;
  return html`<span class="at-counter" data-at=${label}>
    ${class_name && html`<span class="only-read">${own(class_name)}</span><${Icon} name="star" />`}
    <b class="digits">${label}</b>
    <span class="at-state" title=${t(`state.${state}`)} data-at-state=${state}>
      <${Icon} name=${STATE_ICONS[state]} /><span class="only-read">${t(`state.${state}`)}</span>
    </span>
    <b class="digits">${stopwatch(hub_now_ms() - since_ms)}</b>${next}
  </span>`;
};

/** Whoever worked there last, by name. @param {{actor: string}} props */
const Clerk = ({ actor }) => {
  const name = name_of(actor);
  return name && html`<span data-clerk>${name}</span>`;
};

/**
 * Whom a counter calls first or alone, and by which work profile.
 * @param {{of: import("./state.js").Work}} props
 */
const Work = ({ of: { reserved_for, prefers, profile } }) => {
  const [code, classes] = reserved_for.length ? ["reserved_for", reserved_for] : ["prefers", prefers];
  return html`
    ${classes.length > 0 && html`<span>${t(`supervisor.${code}`, { names: class_names(classes) })}</span>`}
    ${profile && html`<span data-profile=${profile.id}>${own(profile.name)}</span>`}`;
};

/** @param {Counter} one */
const state_words = (one) =>
  one.state === "paused" ? own(reason_of("pause", one.pause_reason)) : t(`supervisor.counter_${one.state}`);

/** @param {{one: Counter}} props */
const Row = ({ one }) => html`
  <li class="counter-row" data-counter=${one.number} data-busy=${one.ticket ? "yes" : undefined} data-is=${one.state}>
    <b class="counter-number digits">${one.number}</b>
    <span class="counter-words">
      <b>${own(one.name)}</b>
      <span class="counter-facts">
        <${Clerk} actor=${one.clerk} />
        <span class="digits" aria-label=${t("supervisor.series_served")}>
          ${one.fields.map((id) => field_of(id)?.series ?? id).join(" ")}
        </span>
        <span>${t("supervisor.finished_here", { n: one.finished })}</span>
        <${Work} of=${one.work} />
      </span>
    </span>
    <span class=${`pill pill-${one.state}`} data-counter-state=${one.state}>${state_words(one)}</span>
    <${AtCounter} one=${one} />
    <${SmallButton} does="counter" label=${t("supervisor.handle_counter", { counter: one.number })}
      text=${t("supervisor.handle")} act=${() => open_counter(one.number)} />
  </li>`;

export const Counters = () => html`
  <section class="list hall-counters">
    <h2>${t("supervisor.counters")}</h2>
    <ol style=${{ "--rows": view.value.counters.length }}>${view.value.counters.map((/** @type {Counter} */ one) => html`<${Row} key=${one.number} one=${one} />`)}</ol>
  </section>`;
