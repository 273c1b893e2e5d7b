/** The first screen: what one can take a number for, page by page, and the way to every single procedure. */
import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { spans_of_day } from "toi-luot/hours.js";
import { Icon } from "toi-luot/parts.js";
import { SentOnLines } from "toi-luot/sent_on.js";
import { own, t } from "toi-luot/texts.js";
import { Card, FieldCard } from "./cards.js";
import { is_large, most_cards } from "./modes.js";
import { printer_trouble } from "./printer.js";
import { Priority } from "./priority.js";
import { FindButton } from "./procedures/find_button.js";
import { SeveralBar, SeveralNote, SeveralTool } from "./several.js";
import { hall, is_offline, page, several, several_note, ticket_class, turn_to } from "./state.js";

/**
 * @typedef {import("./hours.js").Opening} Opening
 * @typedef {import("./cards.js").Field} Field
 */

/**
 * Fields page by page: the first page's last card leads on, the last page's leads back, those between have both.
 * @param {Field[][]} groups never together on a page
 * @param {number} most cards to a page
 */
function paged(groups, most) {
  /** @type {Field[][]} */
  const made = [];
  let rest = groups;
  while (rest.length) {
    const [group, ...others] = rest;
    const is_between = made.length > 0 && (others.length > 0 || group.length > most - 1);
    const room = most - (is_between ? 2 : 1);
    made.push(group.slice(0, room));
    rest = group.length > room ? [group.slice(room), ...others] : others;
  }
  return made;
}

/** The fields page by page: those that the plan puts first, then the others; of few cards to a page none is left empty. */
const pages = computed(() => {
  /** @type {Field[]} */
  const fields = hall.value?.fields ?? [];
  const groups = [1, 2].map((number) => fields.filter((field) => field.page === number)).filter(({ length }) => length);
  if (groups.length === 1 && fields.length <= most_cards.value) return groups;
  return paged(is_large.value ? [groups.flat()] : groups, most_cards.value);
});

/** There are fewer pages as soon as letters are small again. */
const number = computed(() => Math.min(page.value, pages.value.length));

/** The ways to the page before and to the next one, where there are several. */
const PageCards = () => {
  const others = pages.value.slice(number.value).flat().length;
  return html`${
    number.value > 1 &&
    html`<${Card} kind="card-quiet" icon="arrow-left" name=${t("kiosk.back")} summary=${t("kiosk.back_summary")}
      id="page-before" act=${() => turn_to(number.value - 1)} />`
  }${
    others > 0 &&
    html`<${Card} kind="card-quiet" icon="layout-grid" name=${t("kiosk.more")} summary=${t("kiosk.more_summary", { n: others })}
      id="more-fields" act=${() => turn_to(number.value + 1)} />`
  }`;
};

/** What is out of the ordinary, in one place: without the hub staff have not been told of the printer. */
const Trouble = () => {
  const printer = printer_trouble.value;
  if (!printer && !is_offline.value) return null;
  const more = printer ? t(printer) : t("kiosk.offline_valid");
  return html`<p class="hero-notice" role="status" data-offline=${is_offline.value}>
    <${Icon} name=${printer ? "printer" : "unplug"} />
    <span>${is_offline.value ? `${t("kiosk.offline")} ${more}` : `${more} ${t("kiosk.staff_told")}`}</span>
  </p>`;
};

/** When numbers are given out today: of all fields together, as each closed one says when it opens. */
const Hours = () => {
  const all = hall.value.fields.flatMap((/** @type {Field} */ { openings }) => openings);
  const each_once = new Map(all.map((/** @type {Opening} */ one) => [`${one.from_ms}-${one.to_ms}`, one]));
  const spans = spans_of_day(hall.value.header, [...each_once.values()].sort((one, other) => one.from_ms - other.from_ms));
  return spans && html`<p class="hero-hours">${t("kiosk.given_out", { spans })}</p>`;
};

const Hint = () => {
  const chosen = hall.value.classes.find((/** @type {{id: string}} */ entry) => entry.id === ticket_class.value);
  if (several.value) return html`<p class="hero-class">${t("kiosk.several_choose", { most: hall.value.most_fields })}</p>`;
  if (chosen) return html`<p class="hero-class">${t("kiosk.hint_priority", { name: own(chosen.name) })}</p>`;
  return html`<p class="hero-hint">${t(number.value > 1 ? "kiosk.hint_more" : "kiosk.hint")}</p><${Hours} />`;
};

const Hero = () => html`
  <div class="hero drum">
    ${number.value === 1 && html`<p class="hero-hello">${t("kiosk.hello")}</p>`}
    <h1>${t(number.value > 1 ? "kiosk.question_more" : "kiosk.question")}</h1>
    <${Hint} />
    ${several_note.value ? html`<${SeveralNote} />` : html`<${Trouble} /><${SentOnLines} all=${hall.value.sent_on ?? []} kind="hero-notice" />`}
    ${!several.value && html`<${FindButton} />`}
  </div>`;

/** The fields chosen for one number that are on another page, each with its turn. */
function chosen_elsewhere() {
  const here = new Set(pages.value[number.value - 1]?.map(({ id }) => id));
  return (several.value ?? [])
    .map((id, at) => ({ id, turn: at + 1 }))
    .filter(({ id }) => !here.has(id))
    .map(({ id, turn }) => `${turn}.\u00a0${own(hall.value.fields.find((/** @type {Field} */ field) => field.id === id)?.name)}`);
}

export const Home = () => html`
  <main class="home">
    <${Hero} />
    <div class="cards">
      ${pages.value[number.value - 1]?.map((field) => html`<${FieldCard} key=${field.id} field=${field} />`)}
      <${PageCards} />
    </div>
    ${several.value ? html`<${SeveralBar} elsewhere=${chosen_elsewhere()} />` : html`<div class="tools"><${SeveralTool} /><${Priority} /></div>`}
  </main>`;
