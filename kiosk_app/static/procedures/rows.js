/** Choices one below the other, each with its whole name. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { Leaves } from "./leaves.js";

/** @typedef {{id: string, icon?: string, name: string, more?: string, tongue?: string, act: () => void}} Row */

/** @param {{row: Row}} props */
const RowButton = ({ row: { id, icon, name, more, tongue, act } }) => html`
  <button class="row" data-row=${id} ...${on_press(act)}>
    ${icon && html`<span class="row-icon"><${Icon} name=${icon} /></span>`}
    <span class="row-words"><b lang=${tongue}>${name}</b>${more && html` <span>${more}</span>`}</span>
    <${Icon} name="chevron-right" />
  </button>`;

/** @param {{rows: Row[], most: number}} props `most`: choices that one look takes in */
export const Rows = ({ rows, most }) =>
  html`<${Leaves} items=${rows.map((row) => html`<${RowButton} key=${row.id} row=${row} />`)} most=${most} kind="rows"
    of=${rows.map(({ id }) => id).join()} />`;
