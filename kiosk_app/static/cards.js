/** The cards of the first screen: a field each, and how a field that gives no numbers says why. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { served_at } from "toi-luot/served_at.js";
import { language, own, own_in, t, words } from "toi-luot/texts.js";
import { gives_again, left_of, state_of } from "./hours.js";
import { Turn } from "./several.js";
import {
  choose_also,
  in_all_languages,
  is_offline,
  say_no,
  several,
  several_note,
  take_ticket,
  ticket_class,
} from "./state.js";
import { when } from "./when.js";

/**
 * @typedef {import("./hours.js").Times & {id: string, name: Record<string, string>, summary: Record<string, string>,
 *   icon: string, page: number, waiting: number, counters: number[], open_counters: number[],
 *   of_class: Record<string, import("toi-luot/served_at.js").ServedAt>}} Field
 */

const SHORT_ITEM = 16;
const LONG_NAME = 24;

/**
 * A list of short things, each kept on one line: Vietnamese would else be parted between the syllables of a word.
 * @param {string} text
 */
const with_whole_items = (text) =>
  text
    .split(", ")
    .map((item) => (item.length <= SHORT_ITEM ? item.replaceAll(" ", "\u00a0") : item))
    .join(", ")
    .replace(/\([^)]+\)/g, (aside) => aside.replaceAll(" ", "\u00a0"));

/**
 * @param {{icon: string, name: string, summary: string, act: () => void, foot?: any, kind?: string, id?: string,
 *   is_chosen?: boolean}} props `is_chosen` where cards are chosen before a number is taken
 */
export const Card = ({ icon, name, summary, act, foot, kind = "", id, is_chosen }) => html`
  <button class=${`card ${kind} ${name.length > LONG_NAME ? "card-long" : ""}`} data-field=${id}
    aria-pressed=${is_chosen} ...${on_press(act)}>
    ${is_chosen && html`<${Turn} id=${id} />`}
    <span class="card-icon"><${Icon} name=${icon} /></span>
    <span class="card-name">${name}</span>
    <span class="card-summary">${with_whole_items(summary)}</span>
    ${foot && html`<span class="card-foot">${foot}</span>`}
  </button>`;

/** @param {{n: number}} props */
export const Waiting = ({ n }) => html`
  <span class="card-waiting">
    <${Icon} name="users-round" /> <b class="digits">${n}</b> <span class="card-unit">${t("kiosk.waiting")}</span>
  </span>`;

/** What is said instead where it is known when there are numbers again. @type {Record<string, string>} */
const AGAIN = {
  "kiosk.card_closed": "kiosk.card_opens",
  "kiosk.told_closed": "kiosk.told_opens",
  "kiosk.card_full": "kiosk.card_full_until",
  "kiosk.told_full": "kiosk.told_full_until",
};

/**
 * Why a field gives no numbers now, in a language.
 * @param {string} tongue
 * @param {Field} field
 * @param {string} kind "card" for the card, "told" for the sentence that answers a touch
 */
export function why_shut(tongue, field, kind) {
  const params = { name: own_in(tongue, field.name) };
  if (field.is_stopped) return words(tongue, `kiosk.${kind}_stopped`, params);
  const next = gives_again(field);
  const code = `kiosk.${kind}_${state_of(field) === "full" ? "full" : "closed"}`;
  return next ? when(tongue, AGAIN[code], next.from_ms, params) : words(tongue, code, params);
}

/** @type {Record<string, string>} */
const ICONS = { stopped: "circle-pause", closed: "clock", full: "circle-x" };

/** A field that is closed, stopped or out of numbers says so, and answers a touch in a whole sentence. @param {{field: Field}} props */
const ShutCard = ({ field }) => {
  const icon = ICONS[state_of(field)];
  const is_chosen = several.value?.includes(field.id);
  const tell = () => {
    const why = in_all_languages((tongue) => why_shut(tongue, field, "told"));
    if (is_chosen) choose_also(field.id);
    else if (several.value) several_note.value = why;
    else say_no("kiosk.field_shut", why);
  };
  const foot = html`<span class="card-why"><${Icon} name=${icon} />${why_shut(language.value, field, "card")}</span>`;
  return html`<${Card}
    id=${field.id} icon=${field.icon} name=${own(field.name)} summary=${own(field.summary)} foot=${foot}
    kind="card-shut" is_chosen=${is_chosen} act=${tell} />`;
};

/** @param {{field: Field}} props */
export const FieldCard = ({ field }) => {
  if (state_of(field) !== "open") return html`<${ShutCard} field=${field} />`;
  const counters = served_at(field, ticket_class.value).open_counters.join(", ");
  const where = counters ? t("kiosk.counter", { list: counters }) : t("kiosk.no_counter");
  const left = is_offline.value ? null : left_of(field);
  // Nobody knows how many wait while the hub is away.
  const foot = html`${!is_offline.value && html`<${Waiting} n=${field.waiting} />`}${
    left === null || !counters
      ? html`<span class="card-counters">${where}</span>`
      : html`<span class="card-left" data-left=${left}>${t("kiosk.left", { n: left })}</span>`
  }`;
  return html`<${Card}
    id=${field.id} icon=${field.icon} name=${own(field.name)} summary=${own(field.summary)} foot=${foot}
    kind=${counters ? "" : "card-closed"} is_chosen=${several.value?.includes(field.id)}
    act=${() => (several.value ? choose_also(field.id) : take_ticket(field.id))} />`;
};
