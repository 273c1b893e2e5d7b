/** The search: what is typed, what it finds, and the fields for whoever types nothing. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { count, own, t } from "toi-luot/texts.js";
import { state_of } from "../hours.js";
import { guidance } from "../panels.js";
import { take_ticket } from "../state.js";
import { elsewhere, field_of, fields, found, go_to, place, text } from "./finding_state.js";
import { Back, FIRST_TONGUE, InWhichLanguage } from "./head.js";
import { Keyboard } from "./keyboard.js";
import { Rows } from "./rows.js";

/**
 * @typedef {import("toi-luot/finding.js").Procedure} Procedure
 * @typedef {import("../cards.js").Field} Field
 */

const MOST_FOUND = 6;

/** @param {Procedure} procedure @param {number} at */
export const row_of = (procedure, at) => ({
  id: procedure.code || `${procedure.field}-${at}`,
  icon: field_of(procedure.field)?.icon,
  name: procedure.name,
  more: own(field_of(procedure.field)?.name),
  tongue: FIRST_TONGUE,
  act: () => go_to({ name: "procedure", procedure, from: place.value }),
});

/** @param {{field: Field, n: number}} entry */
const row_of_field = ({ field, n }) => ({
  id: field.id,
  icon: field.icon,
  name: own(field.name),
  more: count("kiosk_find.procedures", n),
  act: () => go_to({ name: "group", field: field.id }),
});

/** Nothing was found: who guides people knows more than any list. */
const Nothing = () => {
  const guide = guidance();
  return html`<div class="nothing" role="status">
    ${
      elsewhere.value
        ? html`<p class="elsewhere"><b>${elsewhere.value}</b></p>`
        : html`<p><b>${t("kiosk_find.nothing", { text: text.value.trim() })}</b> ${t("kiosk_find.nothing_hint")}</p>`
    }
    ${
      guide &&
      state_of(guide) === "open" &&
      html`<button class="button button-main" id="guidance" ...${on_press(() => take_ticket(guide.id))}>
        <${Icon} name="ticket" />${t("kiosk_find.take", { name: own(guide.name) })}
      </button>`
    }
  </div>`;
};

const Found = () => {
  if (found.value === null) {
    return html`<h2>${t("kiosk_find.by_field")}<${InWhichLanguage} /></h2><${Rows} rows=${fields.value.map(row_of_field)} most=${MOST_FOUND} />`;
  }
  if (found.value.length === 0) return html`<${Nothing} />`;
  return html`<div class="found" role="status"><h2>${count("kiosk_find.found", found.value.length)}<${InWhichLanguage} /></h2></div>
    <${Rows} rows=${found.value.map(row_of)} most=${MOST_FOUND} />`;
};

/** What was typed, with a mark where the next letter comes. */
const Line = () => html`
  <p class="line" id="typed" aria-live="polite">
    <${Icon} name="search" />
    ${
      text.value
        ? html`<span class="line-text">${text.value}</span><i class="line-end"></i>`
        : html`<i class="line-end"></i><span class="line-hint">${t("kiosk_find.line")}</span>`
    }
  </p>`;

export const Search = () => html`
  <main class="finding finding-search">
    <div class="finding-head"><${Back} /><h1 class="only-read">${t("kiosk_find.find")}</h1><${Line} /></div>
    <div class="finding-body"><${Found} /></div>
    <${Keyboard} />
  </main>`;
