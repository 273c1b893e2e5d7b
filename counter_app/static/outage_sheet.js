/** The sheet for the time without the hub: who waits, with room to write. It is seen on paper only. */
import { html } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { minute_text, moment_text } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { own, t } from "toi-luot/texts.js";
import { calls_blindly, is_ready } from "./desk.js";
import { outage } from "./outage.js";

/** @typedef {import("./outage.js").Row} Row */

const COLUMNS = ["label", "field", "arrived", "class", "served", "remark"];

/** Lines for the numbers that kiosks draw meanwhile. */
const EMPTY_LINES = 10;

/** Where somebody is who does not just wait. @param {Row} row */
const place = ({ state }) => (state === "waiting" ? "" : ` (${t(`state.${state}`)})`);

/** @param {{row: Row}} props */
const Line = ({ row }) => html`<tr data-sheet-row=${row.label}>
  <th scope="row" class="digits">${row.label}</th>
  <td>${own(row.field)}${place(row)}</td>
  <td class="digits">${minute_text(row.arrived_ms)}</td>
  <td>${own(row.class_name)}</td>
  <td></td>
  <td></td>
</tr>`;

const EmptyLine = () => html`<tr class="sheet-empty">${COLUMNS.map((column) => html`<td key=${column}></td>`)}</tr>`;

/** It stands on every page of paper, because pages come apart. @param {{at_ms: number}} props */
const Title = ({ at_ms }) => html`
  <h2>${t("counter.sheet_title", { n: boot.counter })}</h2>
  <p>${t("counter.sheet_state", { moment: moment_text(at_ms) })}</p>`;

export const OutageSheet = () => {
  const known = outage.value;
  if (!known || link.is_live.value || !is_ready.value || calls_blindly()) return null;
  const { centre } = view.value.header;
  return html`<section class="sheet" aria-hidden="true">
    ${view.value.header.mode === "test" && html`<p><b>${t("common.test_band")}</b></p>`}
    <p class="sheet-office">${own(centre?.office)} · ${own(centre?.name)}</p>
    ${known.more > 0 && html`<p><b>${t("counter.sheet_more", { n: known.more })}</b></p>`}
    <table>
      <thead>
        <tr><td colspan=${COLUMNS.length} class="sheet-title"><${Title} at_ms=${known.at_ms} /></td></tr>
        <tr>${COLUMNS.map((column) => html`<th key=${column} scope="col">${t(`counter.sheet_${column}`)}</th>`)}</tr>
      </thead>
      <tbody>
        ${known.rows.map((row) => html`<${Line} key=${row.label} row=${row} />`)}
        <tr><th colspan=${COLUMNS.length} scope="rowgroup" class="sheet-by-hand">${t("counter.sheet_by_hand")}</th></tr>
        ${Array.from({ length: EMPTY_LINES }, (_, line) => html`<${EmptyLine} key=${line} />`)}
      </tbody>
    </table>
    <p class="sheet-afterwards">${t("counter.sheet_afterwards")}</p>
    <p class="sheet-signature">${t("counter.sheet_signature")}</p>
  </section>`;
};
