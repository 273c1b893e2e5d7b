/** The first screen: what one can take a number for. */
import { html } from "htm/preact";
import { spans_of_day } from "toi-luot/hours.js";
import { Icon } from "toi-luot/parts.js";
import { served_at } from "toi-luot/served_at.js";
import { SentOnLines } from "toi-luot/sent_on.js";
import { language, own, t, words } from "toi-luot/texts.js";
import { gives_again, left_of, state_of } from "./hours.js";
import { on_press } from "./press.js";
import { Priority } from "./priority.js";
import { SeveralBar, SeveralNote, SeveralTool, Turn } from "./several.js";
import {
  choose_also,
  choose_language,
  device,
  hall,
  in_all_languages,
  is_offline,
  page,
  say_no,
  several,
  several_note,
  take_ticket,
  ticket_class,
  turn_to,
} from "./state.js";
import { when } from "./when.js";

/**
 * @typedef {import("./hours.js").Opening} Opening
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
const Card = ({ icon, name, summary, act, foot, kind = "", id, is_chosen }) => html`
  <button class=${`card ${kind} ${name.length > LONG_NAME ? "card-long" : ""}`} data-field=${id}
    aria-pressed=${is_chosen} ...${on_press(act)}>
    ${is_chosen && html`<${Turn} id=${id} />`}
    <span class="card-icon"><${Icon} name=${icon} /></span>
    <span class="card-name">${name}</span>
    <span class="card-summary">${with_whole_items(summary)}</span>
    ${foot && html`<span class="card-foot">${foot}</span>`}
  </button>`;

/** @param {{n: number}} props */
const Waiting = ({ n }) => html`
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
  const params = { name: field.name[tongue] };
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
const FieldCard = ({ field }) => {
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

/** The way to the other page, where there is one. */
const PageCard = () => {
  const others = hall.value.fields.filter((/** @type {Field} */ field) => field.page !== page.value).length;
  if (page.value === 2) {
    return html`<${Card} kind="card-quiet" icon="arrow-left" name=${t("kiosk.back")} summary=${t("kiosk.back_summary")}
      id="first-page" act=${() => turn_to(1)} />`;
  }
  if (others === 0) return null;
  return html`<${Card} kind="card-quiet" icon="layout-grid" name=${t("kiosk.more")} summary=${t("kiosk.more_summary", { n: others })}
    id="more-fields" act=${() => turn_to(2)} />`;
};

/** What is wrong with the printer, as a text's code, or "" when nothing is known to be. */
function printer_trouble() {
  const printer = device.value?.printer;
  if (printer?.paper === "out") return "kiosk.paper_out";
  if (printer?.cover === "open") return "kiosk.cover_open";
  return printer?.is_online === false ? "kiosk.printer_away" : "";
}

/** What is out of the ordinary, in one place: without the hub staff have not been told of the printer. */
const Trouble = () => {
  const printer = printer_trouble();
  if (!printer && !is_offline.value) return null;
  const more = printer ? t(printer) : t("kiosk.offline_valid");
  return html`<p class="hero-notice" role="status" data-offline=${is_offline.value}>
    <${Icon} name=${printer ? "printer" : "unplug"} />
    <span>${is_offline.value ? `${t("kiosk.offline")} ${more}` : `${more} ${t("kiosk.staff_told")}`}</span>
  </p>`;
};

const Hint = () => {
  const chosen = hall.value.classes.find((/** @type {{id: string}} */ entry) => entry.id === ticket_class.value);
  if (several.value) return html`<p class="hero-class">${t("kiosk.several_choose", { most: hall.value.most_fields })}</p>`;
  if (chosen) return html`<p class="hero-class">${t("kiosk.hint_priority", { name: own(chosen.name) })}</p>`;
  return html`<p class="hero-hint">${t(page.value === 2 ? "kiosk.hint_more" : "kiosk.hint")}</p>`;
};

const Hero = () => html`
  <div class="hero drum">
    ${page.value === 1 && html`<p class="hero-hello">${t("kiosk.hello")}</p>`}
    <h1>${t(page.value === 2 ? "kiosk.question_more" : "kiosk.question")}</h1>
    <${Hint} />
    ${several_note.value ? html`<${SeveralNote} />` : html`<${Trouble} /><${SentOnLines} all=${hall.value.sent_on ?? []} kind="hero-notice" />`}
  </div>`;

/** When numbers are given out today: of all fields together, as each closed one says when it opens. */
const Hours = () => {
  const all = hall.value.fields.flatMap((/** @type {Field} */ { openings }) => openings);
  const each_once = new Map(all.map((/** @type {Opening} */ one) => [`${one.from_ms}-${one.to_ms}`, one]));
  const spans = spans_of_day(hall.value.header, [...each_once.values()].sort((one, other) => one.from_ms - other.from_ms));
  return spans && html`<span class="help-hours digits">${t("kiosk.given_out", { spans })}</span>`;
};

const Language = () => {
  const other = language.value === "vi" ? "en" : "vi";
  return html`<button class="tool tool-language" lang=${other} ...${on_press(() => choose_language(other))}>
    <${Icon} name="languages" /><span>${t("kiosk.other_language")}</span>
  </button>`;
};

export const Home = () => html`
  <main class="home">
    <${Hero} />
    <div class="cards">
      ${hall.value.fields
        .filter((/** @type {Field} */ field) => field.page === page.value)
        .map((/** @type {Field} */ field) => html`<${FieldCard} key=${field.id} field=${field} />`)}
      <${PageCard} />
    </div>
    ${
      several.value
        ? html`<${SeveralBar} />`
        : html`<div class="tools"><${SeveralTool} /><${Priority} /><${Language} /></div>`
    }
    <p class="help"><${Icon} name="concierge-bell" />${t("kiosk.help")}<${Hours} /></p>
  </main>`;
