/** A device that is not paired yet: the code that an administrator enters, and what to do, for everybody to see. */
import { html } from "htm/preact";
import { boot } from "./boot.js";
import { SECOND, words } from "./texts.js";

/** @typedef {{state: "searching" | "several_hubs" | "busy" | "code", code: string, hub_url: string}} Pairing */

/** Nobody can choose a language here, so both are shown. @param {{code: string} & Record<string, string>} props */
const Both = ({ code, ...params }) => html`
  <span>${words(boot.language, code, params)}</span>
  <span class="pairing-other" lang=${SECOND}>${words(SECOND, code, params)}</span>`;

/** @param {string} code */
const grouped = (code) => `${code.slice(0, 3)}\u00a0${code.slice(3)}`;

const THIS_MACHINE = /^https?:\/\/(localhost|127\.|\[::1\])/;

/** Where to enter the code; an address of this machine itself is of no use at another. @param {{hub_url: string}} props */
const Where = ({ hub_url }) =>
  THIS_MACHINE.test(hub_url)
    ? html`<${Both} code="pair.step_open_here" />`
    : html`<${Both} code="pair.step_open" address=${`${hub_url.replace(/\/$/, "")}/admin/devices`} />`;

/** @param {{code: string, hub_url: string}} props */
const Code = ({ code, hub_url }) => html`
  <div class="pairing-top">
    <h1><${Both} code="pair.heading" /></h1>
    <p class="pairing-code digits" role="status" aria-label=${words(boot.language, "pair.code")}>${grouped(code)}</p>
  </div>
  <ol class="pairing-steps">
    <li><${Where} hub_url=${hub_url} /></li>
    <li><${Both} code="pair.step_enter" /></li>
    <li><${Both} code="pair.step_wait" /></li>
  </ol>
  <p class="pairing-small"><${Both} code="pair.renewal" /></p>`;

/** @param {{state: string}} props */
const NoCode = ({ state }) => html`
  <h1><${Both} code=${`pair.${state}`} /></h1>
  <p role="status"><${Both} code=${`pair.${state}_hint`} /></p>`;

/** @param {{pairing: Pairing}} props */
export const PairingCode = ({ pairing }) => html`
  <main class="pairing" data-state=${pairing.state}>
    <div class="pairing-card">
      ${pairing.state === "code" ? html`<${Code} ...${pairing} />` : html`<${NoCode} state=${pairing.state} />`}
    </div>
    <p class="pairing-visitors"><${Both} code="pair.visitors" /></p>
  </main>`;
