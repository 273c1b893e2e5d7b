/** A finish or a miss that was pressed by a slip may be taken back for a few seconds. */
import { html } from "htm/preact";
import { hub_now_ms } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { ask_counter, desk, is_ready } from "./desk.js";

const SECOND_MS = 1000;

/** An answer takes its time: what is pressed in the last instant would come too late. */
const SPARE_MS = 300;

/** @typedef {{kind: "finish" | "missed", ticket: string, label: string, until_ms: number}} Offer */

/** What may be taken back now. @returns {Offer | null} */
export function offer() {
  const offered = is_ready.value && desk.value.state === "open" && !desk.value.ticket ? desk.value.undo : null;
  return offered && offered.until_ms - hub_now_ms() > SPARE_MS ? offered : null;
}

/** Go back to how it was before the press. */
export function take_back() {
  const offered = offer();
  return offered && ask_counter("undo", `undo-${offered.kind}`, { ticket: offered.ticket });
}

/** The seconds that are left, as a figure and as a line that grows shorter. @param {{button: any}} props */
export const UndoBar = ({ button }) => {
  const offered = offer();
  if (!offered) return null;
  const left_s = Math.ceil((offered.until_ms - hub_now_ms()) / SECOND_MS);
  const icon = offered.kind === "finish" ? "circle-check" : "user-x";
  return html`<div class="undo" role="status" data-undo=${offered.kind} key=${offered.until_ms}>
    <span class="undo-words"><${Icon} name=${icon} />${t(`counter.undo_${offered.kind}`, { label: offered.label })}</span>
    ${button}
    <b class="undo-left digits" aria-hidden="true">${left_s}</b>
    <i class="undo-line" aria-hidden="true"></i>
  </div>`;
};
