/** The fields: how many wait, since when, and where they are served. */
import { html } from "htm/preact";
import { hub_now_ms, open_dialog, view } from "toi-luot/asking.js";
import { left_at } from "toi-luot/quotas.js";
import { own, t } from "toi-luot/texts.js";
import { SmallButton, Wait } from "./parts.js";
import { may_act, reason_of } from "./state.js";

/** @typedef {import("./state.js").Field} Field */

/** A queue of so many fills its bar, unless there is a longer one. */
const LONG_QUEUE = 10;

/** @param {{one: Field}} props */
const Where = ({ one }) => {
  if (one.is_stopped) {
    return html`<span class="pill pill-stopped">${t("supervisor.field_stopped")}</span>`;
  }
  if (one.counters.length === 0) return html`<span class="pill pill-stopped">${t("supervisor.field_unserved")}</span>`;
  return one.counters.map((number, index) => {
    const is_open = one.open_counters.includes(number);
    return html`${index > 0 && ", "}<span class=${is_open ? "served" : "unserved"}>${number}</span>`;
  });
};

/** Somebody with a number that a kiosk drew by itself may wait where no counter calls. @param {{one: Field}} props */
const Stranded = ({ one }) =>
  one.waiting > 0 && one.counters.length === 0 && html`<small data-stranded>${t("supervisor.field_stranded")}</small>`;

/** What is left of the quotas, for those who come and for those who are elsewhere. @param {{one: Field}} props */
const Quota = ({ one }) =>
  ["walk_in", "remote"].map((channel) => {
    const left = left_at(one[/** @type {"walk_in_left"} */ (`${channel}_left`)], hub_now_ms());
    if (left === null) return null;
    return html`<small key=${channel} class=${left === 0 ? "quota-full" : ""} data-left=${channel}>
      ${t(`supervisor.left_${channel}`, { n: left })}
    </small>`;
  });

/** How long a queue is beside the longest one, as a bar. @param {Field} one */
function share_of(one) {
  const longest = Math.max(...view.value.fields.map((/** @type {Field} */ other) => other.waiting), LONG_QUEUE);
  return one.waiting / longest;
}

/** @param {{one: Field}} props */
const Row = ({ one }) => html`
  <tr data-field=${one.id}>
    <th scope="row">
      <b class="digits">${one.series}</b> ${own(one.name)}
      ${one.is_stopped && html`<small data-stopped>${own(reason_of("stop_field", one.stop_reason))}</small>`}
      <${Stranded} one=${one} />
    </th>
    <td class="field-waiting" style=${{ "--share": String(share_of(one)) }}><b class="digits" data-waiting>${one.waiting}</b></td>
    <td>${one.oldest_ms !== null && html`<${Wait} since_ms=${one.oldest_ms} />`}</td>
    <td class="field-counters"><${Where} one=${one} /></td>
    <td class="digits field-sums">${one.issued} / ${one.finished}<${Quota} one=${one} /></td>
    ${
      may_act &&
      html`<td><${SmallButton} does="field" label=${t("supervisor.handle_field", { field: own(one.name) })}
        text=${t("supervisor.handle")} act=${() => open_dialog({ name: "field", field: one.id })} /></td>`
    }
  </tr>`;

const HEADS = ["field", "waiting", "oldest", "at", "sums"];

export const Fields = () => html`
  <section class="list hall-fields">
    <h2>${t("supervisor.fields")}</h2>
    <table class="fields">
      <thead><tr>
        ${HEADS.map((name) => html`<th key=${name} scope="col">${t(`supervisor.head_${name}`)}</th>`)}
        ${may_act && html`<td></td>`}
      </tr></thead>
      <tbody>${view.value.fields.map((/** @type {Field} */ one) => html`<${Row} key=${one.id} one=${one} />`)}</tbody>
    </table>
  </section>`;
