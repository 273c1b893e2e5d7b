/** The sight of the stage "finding". */
import { html } from "htm/preact";
import { place } from "./finding_state.js";
import { Group } from "./group.js";
import "./own_keys.js";
import { ProcedurePage } from "./procedure.js";
import { Search } from "./search.js";

export const Finding = () => {
  const now = place.value;
  if (now.name === "group") return html`<${Group} id=${now.field} />`;
  if (now.name === "procedure") return html`<${ProcedurePage} procedure=${now.procedure} from=${now.from} />`;
  return html`<${Search} />`;
};
