/** A scanner: which one, what lies under it, and its red line. */
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { t } from "toi-luot/texts.js";
import { parts, scan, view } from "./hall_state.js";
import { Troubles } from "./troubles.js";
import { Both } from "./words.js";

const scanners = parts.filter(({ kind }) => kind === "scanner");
const BEAM_MS = 700;

/** A ticket that is called now, as its QR code says it. */
function ticket_code() {
  const boards = Object.values(view.value.pictures).flatMap(({ rows }) => rows ?? []);
  const label = boards.find((row) => row.label)?.label ?? "A001";
  return `TL1:${new Date().toLocaleDateString("sv")}-${label}`;
}

/** Everything here is made up. @type {Record<string, () => string>} */
const SAMPLES = {
  ticket: ticket_code,
  receipt: () => "000.00.00.H26-261122-0001",
  identity: () => "001090000000|000000000|Nguyễn Văn Mẫu|01011990|Nam|Thôn Mẫu, Xã Mẫu, Hà Nội|01012030",
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
  const [is_reading, set_reading] = useState(false);
  if (!chosen) return null;
  /** @param {string} code */
  const read = (code) => {
    if (!code) return;
    set_text(code);
    set_reading(true);
    setTimeout(() => set_reading(false), BEAM_MS);
    scan(chosen, code);
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    read(text);
  };
  return html`<article class="device scanner" data-device=${chosen}>
    <div class="engraved"><h3><${Both} code="pictures.scanner" /></h3><${Troubles} device=${chosen} /></div>
    <div class=${`window ${is_reading ? "is-reading" : ""}`} aria-hidden="true"><i></i></div>
    <${Which} chosen=${chosen} choose=${choose} />
    <div class="samples">
      ${Object.entries(SAMPLES).map(
        ([name, code]) => html`<button type="button" key=${name} data-sample=${name} onClick=${() => read(code())}>
          <${Both} code=${`pictures.sample_${name}`} /></button>`,
      )}
    </div>
    <form onSubmit=${submit}>
      <input value=${text} aria-label=${t("pictures.code")} autocomplete="off" spellcheck=${false}
        onInput=${(/** @type {any} */ event) => set_text(event.currentTarget.value)} />
      <button type="submit">${t("pictures.scan")}</button>
    </form>
  </article>`;
};
