/** "Print this": what to know about a procedure on paper, told like the paper of a number. */
import { computed, signal } from "@preact/signals";
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { post } from "toi-luot/post.js";
import { language, t } from "toi-luot/texts.js";
import { printer_trouble } from "../printer.js";
import { device, on_home } from "../state.js";
import { place } from "./finding_state.js";

/** @typedef {import("toi-luot/finding.js").Procedure} Procedure */

const PATIENCE_MS = 5000;

/** What was asked for last: of which procedure, the agent's name of the paper ("" before it answered), or that it did not. */
const asked = signal(/** @type {{procedure: Procedure | null, slip: string, is_refused: boolean}} */ ({ procedure: null, slip: "", is_refused: false }));
on_home(() => {
  asked.value = { procedure: null, slip: "", is_refused: false };
});

/** How the slip of the procedure on the screen stands, "" before it is wanted. */
const state = computed(() => {
  const { procedure, slip, is_refused } = asked.value;
  if (place.value.name !== "procedure" || place.value.procedure !== procedure) return "";
  if (is_refused) return "failed";
  return slip && device.value?.slip?.id === slip ? device.value.slip.state : "printing";
});

/** @param {Procedure} procedure */
async function print(procedure) {
  asked.value = { procedure, slip: "", is_refused: false };
  const wish = { field: procedure.field, name: procedure.name, language: language.value };
  const done = await post("/slips", wish, PATIENCE_MS);
  if (asked.value.procedure !== procedure) return;
  asked.value = { procedure, slip: done.ok ? done.answer.slip : "", is_refused: !done.ok };
}

/** One paper a look: what has been printed is not printed again by a second touch. */
const CAN_PRINT = new Set(["", "failed"]);

/** @param {{procedure: Procedure}} props */
export const SlipButton = ({ procedure }) =>
  CAN_PRINT.has(state.value) &&
  !printer_trouble.value &&
  html`<button class="button" id="print-slip" ...${on_press(() => print(procedure))}>
    <${Icon} name="printer" />${t("kiosk_find.print")}
  </button>`;

const ICONS = /** @type {Record<string, string>} */ ({ printing: "printer", confirmed: "printer-check", sent: "printer" });

/** What became of it; where the printer is known to be in trouble that is said before anybody asks. */
export const SlipState = () => {
  const trouble = printer_trouble.value;
  const code = state.value || (trouble ? "trouble" : "");
  if (!code) return null;
  return html`<p class="slip-state" role="status" data-slip=${code}>
    <${Icon} name=${ICONS[code] ?? "triangle-alert"} /><span>${t(`kiosk_find.slip_${code}`)}</span>
  </p>`;
};
