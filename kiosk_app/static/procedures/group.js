/** The procedures of one field, for whoever does not want to type. */
import { html } from "htm/preact";
import { count, own } from "toi-luot/texts.js";
import { field_of, go_to, procedures_of } from "./finding_state.js";
import { Back, InWhichLanguage } from "./head.js";
import { Rows } from "./rows.js";
import { row_of } from "./search.js";

const MOST_ROWS = 8;

/** @param {{id: string}} props */
export const Group = ({ id }) => {
  const procedures = procedures_of(id);
  const rows = procedures.map((procedure, at) => ({ ...row_of(procedure, at), more: "" }));
  return html`<main class="finding finding-group">
    <div class="finding-head"><${Back} act=${() => go_to({ name: "search" })} />
      <h1>${own(field_of(id)?.name)}</h1><p>${count("kiosk_find.procedures", procedures.length)}</p>
    </div>
    <div class="finding-body"><${InWhichLanguage} /><${Rows} rows=${rows} most=${MOST_ROWS} /></div>
  </main>`;
};
