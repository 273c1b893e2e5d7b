/** Places outside that do not get the signed closings: nobody in the hall notices, so whoever leads it is told. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { get } from "toi-luot/get.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

/** @typedef {{waiting: number, tries: number}} Place */

const EVERY_MS = 60_000;

/** A place that failed so often in a row is more than busy: about seven minutes. */
const TRIES = 3;

/** @type {import("@preact/signals").Signal<{why: string, places: Record<string, Place>}>} */
const closings = signal({ why: "", places: {} });

async function look() {
  if (link.is_live.value) {
    const done = await get("/closings");
    if (done.ok) closings.value = done.answer;
  }
  setTimeout(look, EVERY_MS);
}
look();

/** @param {{name: string, words: string}} props */
const Line = ({ name, words }) => html`
  <p class="strip strip-alert" data-closing=${name}><${Icon} name="triangle-alert" /><span>${words}</span></p>`;

export const ClosingAlerts = () => {
  const { why, places } = closings.value;
  const failing = Object.entries(places).filter(([, { waiting, tries }]) => waiting && tries >= TRIES);
  return html`<div role="status" class="news">
    ${why && html`<${Line} name="" words=${t("supervisor.closing_not_made")} />`}
    ${failing.map(
      ([name, { waiting }]) =>
        html`<${Line} key=${name} name=${name} words=${t("supervisor.closing_not_sent", { place: name, n: waiting })} />`,
    )}
  </div>`;
};
