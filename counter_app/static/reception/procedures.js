/** What a procedure needs, looked up for somebody who asks: its papers, fee and time, and the field that takes it in. */
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { close_dialog, open_dialog } from "toi-luot/asking.js";
import { Frame } from "toi-luot/dialog_parts.js";
import { Icon } from "toi-luot/parts.js";
import { act_once, on_click } from "toi-luot/press.js";
import { count, own, t } from "toi-luot/texts.js";
import { Facts } from "./procedure_facts.js";
import { asked, chosen, choose, elsewhere, found, has_failed, is_known, learn, search } from "./procedures_state.js";
import { print_sheet } from "./slip.js";
import { choose_field, field_of, fields, is_drawable } from "./state.js";

/** @typedef {import("toi-luot/finding.js").Procedure} Procedure */

const MOST_SHOWN = 30;

/** @param {Procedure} one */
const series_of = (one) => field_of(one.field)?.series ?? "";

/** @param {{one: Procedure}} props */
const Row = ({ one }) => html`<li>
  <button type="button" class="procedure-row" data-procedure=${one.code || one.name} aria-pressed=${chosen.value === one}
    onClick=${() => choose(one)}>
    <b class="field-series digits" aria-hidden="true">${series_of(one)}</b><span>${one.name}<small>${one.group}</small></span>
  </button>
</li>`;

/** Take its field for the number that is drawn next. @param {Procedure} one */
function take(one) {
  if (!fields.value.includes(one.field)) choose_field(one.field);
  close_dialog();
}

/** @param {{one: Procedure}} props */
const Chosen = ({ one }) => {
  const field = field_of(one.field);
  return html`<section class="procedure" data-chosen=${one.code || one.name}>
    <h3>${one.name}</h3>
    ${(one.code || one.level) && html`<p class="more">${[one.code, one.level].filter(Boolean).join(" · ")}</p>`}
    <${Facts} one=${one} />
    <p class="row-acts">
      ${
        field &&
        is_drawable(field) &&
        html`<button type="button" class="act" data-do="take" onClick=${on_click("take", (trigger) => act_once(trigger, () => take(one)))}>
          <${Icon} name="ticket" /><span>${t("reception.procedure_take", { field: own(field.name) })}</span>
        </button>`
      }
      <button type="button" class="row-act" data-do="print-procedure" onClick=${() => print_sheet({ procedure: one })}>
        <${Icon} name="printer" /> ${t("reception.procedure_print")}
      </button>
    </p>
  </section>`;
};

/** What stands in the place of a list, or why there is none. */
function said() {
  if (has_failed.value) return t("reception.procedure_failed");
  if (!is_known.value) return t("reception.procedure_loading");
  if (found.value.length > 0) return count("reception.procedure_found", found.value.length);
  return elsewhere.value || t("reception.procedure_none");
}

/** Enter takes the first one found; the arrow leads from the field into the list. @param {KeyboardEvent} event */
function on_key(event) {
  if (event.code === "Enter" && found.value.length > 0) choose(found.value[0]);
  if (event.code !== "ArrowDown") return;
  event.preventDefault();
  /** @type {HTMLElement | null} */ (document.querySelector(".procedure-row"))?.focus();
}

/** @param {KeyboardEvent} event */
function along(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (!step) return;
  event.preventDefault();
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".procedure-row")]);
  const next = rows[rows.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
  (next ?? document.getElementById("procedure"))?.focus();
}

export const Procedures = () => {
  const place = /** @type {{current: HTMLInputElement | null}} */ (useRef(null));
  useEffect(() => {
    learn();
    place.current?.select();
  }, []);
  return html`<${Frame} title=${t("reception.procedures")}>
    <div class="procedures">
      <div class="procedures-found">
        <label class="only-read" for="procedure">${t("reception.procedures")}</label>
        <input id="procedure" ref=${place} maxlength="80" autocomplete="off" enterkeyhint="search" autofocus
          placeholder=${t("reception.procedure_hint")} value=${asked.value} onKeyDown=${on_key}
          onInput=${(/** @type {any} */ event) => search(event.target.value)} />
        <p class="more" role="status">${said()}</p>
        <ol onKeyDown=${along}>
          ${found.value.slice(0, MOST_SHOWN).map((one) => html`<${Row} key=${one.code + one.name} one=${one} />`)}
        </ol>
      </div>
      ${chosen.value ? html`<${Chosen} one=${chosen.value} />` : html`<p class="procedure procedure-none">${t("reception.procedure_choose")}</p>`}
    </div>
  <//>`;
};

export const ProceduresButton = () => html`
  <button type="button" class="act act-head" data-do="procedures" aria-keyshortcuts="F8"
    onClick=${on_click("procedures", () => open_dialog({ name: "procedures" }))}>
    <${Icon} name="book-open" /><span>${t("reception.procedures")}</span><kbd>F8</kbd>
  </button>`;
