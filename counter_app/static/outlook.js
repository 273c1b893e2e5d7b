/** Who waits, at a glance, while nobody is at the counter: how many by field, and how long the longest has. */
import { html } from "htm/preact";
import { hub_now_ms } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";
import { minutes } from "toi-luot/times.js";
import { all_waiting, calls_blindly, desk } from "./desk.js";

/** A visit should be called within a quarter of an hour. */
const LATE_MS = 15 * 60_000;

/** Whether somebody has waited longer than anybody should. @param {number} arrived_ms */
export const is_late = (arrived_ms) => hub_now_ms() - arrived_ms >= LATE_MS;

/** Of those who wait for this counter, who came first. @returns {number | null} */
function first_came_ms() {
  const came = all_waiting().map(({ arrived_ms }) => arrived_ms);
  return came.length ? Math.min(...came) : null;
}

/** How long somebody has waited; beyond what anybody should, also by an icon and in words. @param {{arrived_ms: number}} props */
export const Waited = ({ arrived_ms }) => {
  const late = is_late(arrived_ms);
  return html`<span class=${`mark ${late ? "mark-late" : ""}`} data-waited=${late ? "late" : "in_time"}>
    <${Icon} name=${late ? "triangle-alert" : "timer"} />${minutes(hub_now_ms() - arrived_ms)}
    ${late && html`<span class="only-read">${t("counter.waits_long")}</span>`}
  </span>`;
};

export const Outlook = () => {
  const { fields, next_label, serves, waiting } = desk.value;
  const first_ms = first_came_ms();
  if (waiting.count === 0 || calls_blindly()) return null;
  const own_fields = fields.filter((/** @type {any} */ one) => serves.includes(one.id) && one.waiting > 0);
  return html`<p class="outlook">
    ${
      next_label &&
      html`<span class="mark mark-next"><${Icon} name="arrow-right" />${t("counter.prepared", { label: next_label })}</span>`
    }
    ${own_fields.map(
      (/** @type {any} */ one) => html`<span key=${one.id} class="mark" data-waits=${one.id}>
        <b class="digits">${one.series}</b>${own(one.name)}<b class="digits">${one.waiting}</b>
      </span>`,
    )}
    ${
      first_ms !== null &&
      html`<span class=${`mark ${is_late(first_ms) ? "mark-late" : ""}`}>
        <${Icon} name=${is_late(first_ms) ? "triangle-alert" : "timer"} />
        ${t("counter.longest_wait", { time: minutes(hub_now_ms() - first_ms) })}
      </span>`
    }
  </p>`;
};
