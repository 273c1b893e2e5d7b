/** How long the ticket at the counter has been as it is, against what the service should take. */
import { html } from "htm/preact";
import { hub_now_ms } from "toi-luot/asking.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { stopwatch } from "toi-luot/times.js";

/** @typedef {import("./desk.js").Card} Card */

const MINUTE_MS = 60_000;

/** From this part of the target on the rest is told as little. */
const NEARLY = 0.8;

const ICONS = { within: "timer", near: "clock", over: "triangle-alert" };

/** How a service stands against its target. @param {number} took_ms @param {number} target_ms */
export function standing(took_ms, target_ms) {
  if (took_ms >= target_ms) return "over";
  return took_ms >= target_ms * NEARLY ? "near" : "within";
}

/** The target as a colour, an icon, words and a bar. @param {{took_ms: number, target_min: number}} props */
const Target = ({ took_ms, target_min }) => {
  const target_ms = target_min * MINUTE_MS;
  const stands = standing(took_ms, target_ms);
  const left = Math.ceil((target_ms - took_ms) / MINUTE_MS);
  const past = Math.floor((took_ms - target_ms) / MINUTE_MS);
  const words = stands === "over" ? t("counter.target_over", { n: past }) : t("counter.target_left", { n: left });
  return html`<span class=${`target target-${stands}`} data-target=${stands}>
    <span class="target-words"><${Icon} name=${ICONS[stands]} />${words}</span>
    <span class="target-bar" aria-hidden="true"><i style=${{ "--done": String(Math.min(1, took_ms / target_ms)) }}></i></span>
    <small>${t("counter.target", { n: target_min })}</small>
  </span>`;
};

/** @param {{card: Card}} props */
export const Timer = ({ card }) => {
  const is_serving = card.state === "serving";
  const took_ms = hub_now_ms() - ((is_serving ? card.started_ms : card.called_ms) ?? hub_now_ms());
  return html`<div class="timer" data-timer=${card.state}>
    <b class="digits" role="timer">${stopwatch(took_ms)}</b>
    <span class="timer-what">${t(is_serving ? "counter.since_start" : "counter.since_call")}</span>
    ${is_serving && card.target_min > 0 && html`<${Target} took_ms=${took_ms} target_min=${card.target_min} />`}
  </div>`;
};
