/** What stands around the big panel: the last calls, and who waits. */
import { html } from "htm/preact";
import { now_ms } from "toi-luot/clock.js";
import { Both, Icon } from "toi-luot/parts.js";
import { left_at } from "toi-luot/quotas.js";
import { own, t } from "toi-luot/texts.js";
import { current } from "./announcer.js";
import { key_of } from "./calls.js";

/**
 * @typedef {import("./announcer.js").Call} Call
 * @typedef {{id: string, series: string, name: Record<string, string>, waiting: number, open_counters: number[],
 *   walk_in_left: import("toi-luot/quotas.js").QuotaLeft[]}} Queue
 */

const MOST_CALLS = 5;
const LONG_NAME = 18;

/** A long name is set smaller, so that it keeps to two lines. @param {string} name */
const size_of = (name) => (name.length > LONG_NAME ? "is-long" : "");

/** The newest call of each number, newest first: a number that is called again moves up. @param {Call[]} calls */
export function last_calls(calls) {
  /** @type {Map<string, Call>} */
  const by_label = new Map();
  for (const call of calls.toReversed()) {
    if (!by_label.has(call.label)) by_label.set(call.label, call);
  }
  return [...by_label.values()].slice(0, MOST_CALLS);
}

/** @param {{call: Call, is_shown: boolean, hall: Record<string, string> | undefined}} props */
const LastCall = ({ call, is_shown, hall }) => html`
  <li class=${`last ${is_shown ? "is-shown" : ""}`} data-last=${call.label}>
    <b class="last-label digits" style=${{ "--glyphs": String(call.label.length) }}>${call.label}</b>
    <span class="last-field">
      <span class=${`last-name ${size_of(own(call.field))}`}>${own(call.field)}</span>
      ${hall && html`<small class="last-hall"><${Icon} name="map-pinned" />${own(hall)}</small>`}
      ${
        call.times_called > 1 &&
        html`<small><${Icon} name="bell-ring" /><${Both} code="wall.called_again" n=${call.times_called} /></small>`
      }
    </span>
    <b class="last-counter digits">${call.counter}</b>
  </li>`;

/** @param {{calls: Call[], halls: Map<number, Record<string, string>>}} props `halls`: where counters are, as far as that is to be told */
export const LastCalls = ({ calls, halls }) => {
  const listed = last_calls(calls);
  const shown = current.value.length > 0 ? current.value : listed.slice(0, 1);
  const labels = new Set(shown.map((call) => call.label));
  return html`<section class="lasts">
    <h2 class="lasts-head"><span><${Both} code="wall.last_calls" /></span><span><${Both} code="wall.counter" /></span></h2>
    ${listed.length === 0 && html`<p class="lasts-none"><${Both} code="wall.no_calls" /></p>`}
    <ol>
      ${listed.map(
        (call) => html`<${LastCall} key=${key_of(call)} call=${call} is_shown=${labels.has(call.label)} hall=${halls.get(call.counter)} />`,
      )}
    </ol>
  </section>`;
};

/** @param {{queue: Queue}} props */
const FieldQueue = ({ queue }) => html`
  <li class=${`queue ${queue.open_counters.length === 0 ? "queue-closed" : ""}`} data-queue=${queue.id}>
    <b class="queue-series digits">${queue.series}</b>
    <span class=${`queue-name ${size_of(own(queue.name))}`}>${own(queue.name)}</span>
    <${Left} left=${left_at(queue.walk_in_left, now_ms.value)} />
    ${
      queue.open_counters.length === 0 &&
      html`<span class="queue-shut"><${Icon} name="door-closed" /><span class="only-read">${t("wall.field_not_open")}</span></span>`
    }
    <b class=${`queue-waiting digits ${queue.open_counters.length === 0 && queue.waiting === 0 ? "only-read" : ""}`}>${queue.waiting}</b>
  </li>`;

/** @param {{left: number | null}} props nothing where nothing limits the numbers */
const Left = ({ left }) =>
  left === null
    ? null
    : html`<span class="queue-left digits" data-left=${left}>${left ? t("wall.left", { n: left }) : t("wall.none_left")}</span>`;

/** How many fields stand side by side on a wide panel, in two rows at most while they have room, and on a tall one. @param {number} count */
const columns = (count) => ({
  "--wide": String(count <= 4 ? count : Math.min(6, Math.ceil(count / 2))),
  "--tall": String(count <= 4 ? Math.min(count, 2) : 3),
});

/** @param {{queues: Queue[], spans: string}} props `spans`: when numbers are given out today, "" for always */
export const Waiting = ({ queues, spans }) =>
  queues.length === 0
    ? null
    : html`<section class="queues">
        <h2 class="queues-head"><${Icon} name="users-round" /><span><${Both} code="wall.waiting" /></span>
          ${spans && html`<small class="queues-hours digits">${t("wall.given_out", { spans })}</small>`}</h2>
        <ol style=${columns(queues.length)}>
          ${queues.map((queue) => html`<${FieldQueue} key=${queue.id} queue=${queue} />`)}
        </ol>
      </section>`;
