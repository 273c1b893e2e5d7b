/** A scanner: which one, what lies under it, and its red line. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "toi-luot/texts.js";
import { is_unplugged, newest_ticket, parts, scan, view } from "./hall_state.js";
import { Troubles } from "./troubles.js";
import { Both } from "./words.js";

const scanners = parts.filter(({ kind }) => kind === "scanner");
const BEAM_MS = 700;

/** What is held under the scanner, and what is said of it. @typedef {{code: string, said: string}} Sample */

/** A ticket as its QR code says it: the newest that waits, else one that is called now. @param {string} device */
async function ticket(device) {
  const newest = await newest_ticket(device);
  if (newest) return { code: newest, said: t("pictures.said_waiting", { label: newest.slice("TL1:2026-11-22-".length) }) };
  const boards = Object.values(view.value.pictures).flatMap(({ rows }) => rows ?? []);
  const label = boards.find((row) => row.label)?.label;
  if (!label) return { code: "", said: t("pictures.said_none") };
  return { code: `TL1:${new Date().toLocaleDateString("sv")}-${label}`, said: t("pictures.said_called", { label }) };
}

/** @param {string} code @returns {() => Promise<Sample>} */
const made_up = (code) => async () => ({ code, said: "" });

/** @type {Record<string, (device: string) => Promise<Sample>>} */
const SAMPLES = {
  ticket,
  receipt: made_up("000.00.00.H26-261122-0001"),
  identity: made_up("001090000000|000000000|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu, Xã Mẫu, Hà Nội|01012030"),
};

/** @param {{chosen: string, choose: (name: string) => void}} props */
const Which = ({ chosen, choose }) => html`<div class="which" role="radiogroup" aria-label=${t("pictures.scanner")}>
  ${scanners.map(
    ({ name, counter }) => html`<button type="button" role="radio" aria-checked=${name === chosen} key=${name}
      onClick=${() => choose(name)}>${counter ? t("pictures.counter", { n: counter }) : t("pictures.kiosk", { name })}</button>`,
  )}
</div>`;

export const Scanner = () => {
  const [chosen, choose] = useState(scanners[0]?.name ?? "");
  const [text, set_text] = useState("");
  const [said, say] = useState("");
  const [is_reading, set_reading] = useState(false);
  if (!chosen) return null;
  /** @param {Sample} sample */
  const read = ({ code, said }) => {
    say(said);
    if (!code) return;
    set_text(code);
    set_reading(true);
    setTimeout(() => set_reading(false), BEAM_MS);
    scan(chosen, code);
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    read({ code: text, said: "" });
  };
  return html`<article class=${`device scanner ${is_unplugged(chosen) ? "is-unplugged" : ""}`} data-device=${chosen}>
    <div class="engraved"><h3><${Both} code="pictures.scanner" /></h3><${Troubles} device=${chosen} /></div>
    <div class=${`window ${is_reading ? "is-reading" : ""}`} aria-hidden="true"><i></i></div>
    <${Which} chosen=${chosen} choose=${choose} />
    <div class="samples">
      ${Object.entries(SAMPLES).map(
        ([name, sample]) => html`<button type="button" key=${name} data-sample=${name} onClick=${async () => read(await sample(chosen))}>
          <${Both} code=${`pictures.sample_${name}`} /></button>`,
      )}
    </div>
    <form onSubmit=${submit}>
      <input value=${text} aria-label=${t("pictures.code")} autocomplete="off" spellcheck=${false}
        onInput=${(/** @type {any} */ event) => set_text(event.currentTarget.value)} />
      <button type="submit">${t("pictures.scan")}</button>
    </form>
    <p class="said" role="status">${said || t("pictures.code_form")}</p>
  </article>`;
};
