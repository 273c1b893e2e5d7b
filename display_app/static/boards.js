/** What stands around the big panel: the last calls, the counters, who waits. */
import { html } from "htm/preact";
import { now_ms } from "toi-luot/clock.js";
import { Both, Icon } from "toi-luot/parts.js";
import { left_at } from "toi-luot/quotas.js";
import { own, t } from "toi-luot/texts.js";
import { current, key_of } from "./announcer.js";

/**
 * @typedef {import("./announcer.js").Call} Call
 * @typedef {{number: number, state: string, label: string, ticket_state: string, prepared: string}} Tile
 * @typedef {{id: string, series: string, name: Record<string, string>, waiting: number, open_counters: number[],
 *   walk_in_left: import("toi-luot/quotas.js").QuotaLeft[]}} Queue
 */

const MOST_CALLS = 5;

/** The newest call of each number, newest first: a number that is called again moves up. @param {Call[]} calls */
export function last_calls(calls) {
  /** @type {Map<string, Call>} */
  const by_label = new Map();
  for (const call of calls.toReversed()) {
    if (!by_label.has(call.label)) by_label.set(call.label, call);
  }
  return [...by_label.values()].slice(0, MOST_CALLS);
}

/** @param {{call: Call, is_shown: boolean}} props */
const LastCall = ({ call, is_shown }) => html`
  <li class=${`last ${is_shown ? "is-shown" : ""}`} data-last=${call.label}>
    <b class="last-label digits" style=${{ "--glyphs": String(call.label.length) }}>${call.label}</b>
    <span class="last-field">
      ${own(call.field)}
      ${
        call.times_called > 1 &&
        html`<small><${Icon} name="bell-ring" /><${Both} code="wall.called_again" n=${call.times_called} /></small>`
      }
    </span>
    <b class="last-counter digits">${call.counter}</b>
  </li>`;

/** @param {{calls: Call[]}} props */
export const LastCalls = ({ calls }) => {
  const listed = last_calls(calls);
  const shown = current.value.length > 0 ? current.value : listed.slice(0, 1);
  const labels = new Set(shown.map((call) => call.label));
  return html`<section class="lasts">
    <h2 class="lasts-head"><span><${Both} code="wall.last_calls" /></span><span><${Both} code="wall.counter" /></span></h2>
    ${listed.length === 0 && html`<p class="lasts-none"><${Both} code="wall.no_calls" /></p>`}
    <ol>
      ${listed.map(
        (call) => html`<${LastCall} key=${key_of(call)} call=${call} is_shown=${labels.has(call.label)} />`,
      )}
    </ol>
  </section>`;
};

/** The text for what a counter does now. @param {Tile} tile */
function code_of(tile) {
  if (tile.label) return `wall.ticket_${tile.ticket_state}`;
  return tile.state === "open" ? "wall.counter_free" : `wall.counter_${tile.state}`;
}

/** @param {{tile: Tile}} props */
const CounterTile = ({ tile }) => html`
  <li class=${`tile tile-${tile.ticket_state || tile.state}`} data-tile=${tile.number}>
    <span class="tile-number digits"><span class="only-read">${t("wall.counter")} </span>${tile.number}</span>
    <span class="tile-words">
      ${tile.label && html`<b class="digits" style=${{ "--glyphs": String(tile.label.length) }}>${tile.label}</b>`}
      ${
        tile.prepared
          ? html`<span class="tile-next" data-next=${tile.prepared}><${Both} code="wall.next" label=${tile.prepared} /></span>`
          : html`<span><${Both} code=${code_of(tile)} /></span>`
      }
    </span>
  </li>`;

/** @param {{tiles: Tile[]}} props */
export const Counters = ({ tiles }) => html`
  <section class="tiles" aria-label=${t("wall.counters")}>
    <ol style=${{ "--columns": String(Math.ceil(tiles.length / 2)) }}>
      ${tiles.map((tile) => html`<${CounterTile} key=${tile.number} tile=${tile} />`)}
    </ol>
  </section>`;

/** @param {{queue: Queue}} props */
const FieldQueue = ({ queue }) => html`
  <li class=${`queue ${queue.open_counters.length === 0 ? "queue-closed" : ""}`} data-queue=${queue.id}>
    <b class="queue-series digits">${queue.series}</b>
    <span class="queue-name">
      ${own(queue.name)}
      ${
        queue.open_counters.length === 0 &&
        html`<${Icon} name="door-closed" /><span class="only-read">${t("wall.field_not_open")}</span>`
      }
    </span>
    <${Left} left=${left_at(queue.walk_in_left, now_ms.value)} />
    <b class="queue-waiting digits">${queue.waiting}</b>
  </li>`;

/** @param {{left: number | null}} props nothing where nothing limits the numbers */
const Left = ({ left }) =>
  left === null
    ? null
    : html`<span class="queue-left digits" data-left=${left}>${left ? t("wall.left", { n: left }) : t("wall.none_left")}</span>`;

/** @param {{queues: Queue[], spans: string}} props `spans`: when numbers are given out today, "" for always */
export const Waiting = ({ queues, spans }) =>
  queues.length === 0
    ? null
    : html`<section class="queues">
        <h2 class="queues-head"><${Icon} name="users-round" /><span><${Both} code="wall.waiting" /></span>
          ${spans && html`<small class="queues-hours digits">${t("wall.given_out", { spans })}</small>`}</h2>
        <ol>
          ${queues.map((queue) => html`<${FieldQueue} key=${queue.id} queue=${queue} />`)}
        </ol>
      </section>`;
