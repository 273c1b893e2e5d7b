/** Every counter and what happens there; in a hall of many, smaller and one page after the other. */
import { computed } from "@preact/signals";
import { html } from "htm/preact";
import { now_ms } from "toi-luot/clock.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { current } from "./announcer.js";
import { is_tall } from "./seats.js";

/**
 * @typedef {{number: number, name: Record<string, string>, hall: Record<string, string> | null, state: string,
 *   label: string, ticket_state: string, prepared: string}} Tile
 */

/** So many have room for a number and words. */
const MOST_WIDE = 10;
const MOST_ON_A_PAGE = { wide: 18, tall: 15 };
const PAGE_MS = 8000;

const turn = computed(() => Math.floor(now_ms.value / PAGE_MS));

/** Where many are, those that are closed are left out. @param {Tile[]} tiles */
const worth_showing = (tiles) =>
  tiles.length <= MOST_WIDE ? tiles : tiles.filter((tile) => tile.state !== "closed" || tile.label);

/**
 * The page of this moment, and how many there are; the one to which somebody is being called comes at once.
 * @param {Tile[]} tiles
 */
export function page_of(tiles) {
  const listed = worth_showing(tiles);
  const most = is_tall.value ? MOST_ON_A_PAGE.tall : MOST_ON_A_PAGE.wide;
  const pages = Math.max(1, Math.ceil(listed.length / most));
  const called = listed.findIndex((tile) => tile.number === current.value[0]?.counter);
  const page = called >= 0 ? Math.floor(called / most) : pages > 1 ? turn.value % pages : 0;
  return { listed, pages, page, shown: listed.slice(page * most, (page + 1) * most) };
}

/** The text for what a counter does now. @param {Tile} tile */
function code_of(tile) {
  if (tile.label) return `wall.ticket_${tile.ticket_state}`;
  return tile.state === "open" ? "wall.counter_free" : `wall.counter_${tile.state}`;
}

/** What the words say, for who does not read them. */
const ICONS = /** @type {Record<string, string>} */ ({
  called: "bell-ring",
  serving: "user-check",
  open: "circle-check",
  paused: "circle-pause",
  closed: "door-closed",
});

/** @param {{tile: Tile}} props */
const TileState = ({ tile }) =>
  tile.prepared
    ? html`<span class="tile-state tile-next" data-next=${tile.prepared}>${t("wall.next", { label: tile.prepared })}</span>`
    : html`<span class="tile-state"><${Icon} name=${ICONS[tile.ticket_state || tile.state]} /><span>${t(code_of(tile))}</span></span>`;

/** @param {{tile: Tile}} props */
const CounterTile = ({ tile }) => html`
  <li class=${`tile tile-${tile.ticket_state || tile.state}`} data-tile=${tile.number}>
    <span class="tile-number digits"><span class="only-read">${t("wall.counter")} </span>${tile.number}</span>
    <span class="tile-words">
      ${tile.label && html`<b class="digits" style=${{ "--glyphs": String(tile.label.length) }}>${tile.label}</b>`}
      <${TileState} tile=${tile} />
    </span>
  </li>`;

/** A tile of a crowded page: the number there, or else its state in one language. @param {{tile: Tile}} props */
const SmallTile = ({ tile }) => html`
  <li class=${`tile tile-small tile-${tile.ticket_state || tile.state}`} data-tile=${tile.number}>
    <span class="tile-number digits"><span class="only-read">${t("wall.counter")} </span>${tile.number}</span>
    <span class="tile-words">
      ${
        tile.label
          ? html`<b class="digits" style=${{ "--glyphs": String(tile.label.length) }}>${tile.label}</b>
              <span class="only-read">${t(code_of(tile))}</span>`
          : t(code_of(tile))
      }
    </span>
  </li>`;

/** How many stand side by side on a wide panel and on a tall one. @param {number} count */
const columns = (count) =>
  count <= 5 ? [count, count] : count <= MOST_WIDE ? [Math.ceil(count / 2), Math.ceil(count / 2)] : [6, 5];

/** @param {{pages: number, page: number}} props which page this is, for whoever waits for another */
const Dots = ({ pages, page }) => html`<p class="tiles-page" data-page=${`${page + 1}/${pages}`} aria-hidden="true">
    ${Array.from({ length: pages }, (_, index) => html`<i key=${index} class=${index === page ? "is-on" : ""}></i>`)}
  </p>`;

/** @param {{tiles: Tile[]}} props */
export const Counters = ({ tiles }) => {
  const { listed, pages, page, shown } = page_of(tiles);
  if (listed.length === 0) return null;
  const [wide, tall] = columns(listed.length);
  const Any = listed.length > MOST_WIDE ? SmallTile : CounterTile;
  return html`<section class="tiles" aria-label=${t("wall.counters")}>
    <ol style=${{ "--wide": String(wide), "--tall": String(tall) }}>
      ${shown.map((tile) => html`<${Any} key=${tile.number} tile=${tile} />`)}
    </ol>
    ${pages > 1 && html`<${Dots} pages=${pages} page=${page} />`}
  </section>`;
};
