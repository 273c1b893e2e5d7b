/** Words in Vietnamese and, smaller, in English; the other screens' pieces would open the hub's socket here. */
import { html } from "htm/preact";
import { t, words } from "toi-luot/texts.js";

/** @param {{code: string} & Record<string, string | number>} props the text's parameters beside its code */
export const Both = ({ code, ...params }) => html`
  ${t(code, params)} <span class="other" lang="en">${words("en", code, params)}</span>`;
