/** The tablet in front of a counter: its number large, what happens there, and the time. It makes no sound. */
import { effect, signal, untracked } from "@preact/signals";
import { html, render } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { second_text } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { Both, Clock, Icon, InSecond, MarkedBands } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";
import { key_of } from "./calls.js";
import { begin_telling, tell } from "./told.js";

/**
 * @typedef {import("./announcer.js").Call} Call
 * @typedef {{number: number, name: Record<string, string>, state: string, pause: Record<string, string> | null,
 *   label: string, ticket_state: string, prepared: string}} Tile
 */

/** A call that is older has been seen: a page that was loaded anew does not blink for it. */
const YOUNG_MS = 15_000;
const ICONS = /** @type {Record<string, string>} */ ({ paused: "circle-pause", closed: "door-closed", open: "clock" });

const hall = link.view("wall");

/** @returns {Tile | undefined} */
const tile_here = () => hall.value?.counters.find((/** @type {Tile} */ tile) => tile.number === boot.counter);

/** The newest call to this counter, if its number is still the one here. @returns {Call | undefined} */
function call_here() {
  const tile = tile_here();
  const calls = (hall.value?.announcements ?? []).filter((/** @type {Call} */ call) => call.counter === boot.counter);
  return tile?.label === calls.at(-1)?.label ? calls.at(-1) : undefined;
}

/** Which call blinks: the name of one that came while this page was looking. */
const blinking = signal("");

effect(() => {
  const call = call_here();
  untracked(() => {
    if (!call || link.now_ms() - call.at_ms >= YOUNG_MS || blinking.value === key_of(call)) return;
    blinking.value = key_of(call);
    begin_telling(call);
    tell(call, []);
  });
});

/**
 * When the connection was lost (ms since the epoch, the hub's clock), or null.
 * @type {import("@preact/signals").Signal<number | null>}
 */
const lost_ms = signal(null);
effect(() => {
  lost_ms.value = link.is_live.value ? null : link.now_ms();
});

/** @param {{tile: Tile}} props */
const Called = ({ tile }) => {
  const call = call_here();
  const is_called = call !== undefined && tile.ticket_state === "called";
  const is_blinking = is_called && blinking.value === key_of(call);
  return html`<section
    key=${call ? key_of(call) : tile.label}
    class=${`now now-${tile.ticket_state} ${is_blinking ? "is-announced" : ""}`}
    data-label=${tile.label}
    data-state=${tile.ticket_state}
  >
    <p class="now-words"><${Both} code=${`front.ticket_${tile.ticket_state}`} /></p>
    <b class="now-label digits" style=${{ "--glyphs": String(tile.label.length) }}>${tile.label}</b>
    ${
      is_called &&
      call.times_called > 1 &&
      html`<p class="now-again"><${Icon} name="bell-ring" /><span><${Both} code="front.called_again" n=${call.times_called} /></span></p>`
    }
  </section>`;
};

/** @param {{state: string, pause: Record<string, string> | null}} props */
const Resting = ({ state, pause }) => html`
  <section class="now now-resting" data-state=${state}>
    <${Icon} name=${ICONS[state] ?? "clock"} />
    <p class="now-title"><${Both} code=${`front.counter_${state}`} /></p>
    <p class="now-hint">${
      pause
        ? html`${own(pause)} <${InSecond} of=${pause} />`
        : html`<${Both} code=${`front.counter_${state}_hint`} />`
    }</p>
  </section>`;

const Now = () => {
  const tile = tile_here();
  if (!hall.value.header.is_open || !tile) return html`<${Resting} state="closed" pause=${null} />`;
  if (tile.label) return html`<${Called} tile=${tile} />`;
  return html`<${Resting} state=${tile.state} pause=${tile.pause} />`;
};

/** Whoever comes next should be near. */
const Next = () => {
  const next = hall.value.header.is_open && tile_here()?.prepared;
  return next
    ? html`<p class="next" data-next=${next}><${Icon} name="users-round" /><span><${Both} code="front.next" label=${next} /></span></p>`
    : null;
};

const Stale = () =>
  lost_ms.value === null
    ? null
    : html`<p class="stale" role="alert" data-stale>
        <${Icon} name="unplug" /><span><${Both} code="front.stale" since=${second_text(lost_ms.value)} /></span>
      </p>`;

/** The same in words, for those who cannot see it. */
const Spoken = () => {
  const tile = tile_here();
  const is_called = tile?.ticket_state === "called";
  return html`<p class="only-read" aria-live="polite" id="announced">
    ${is_called && t("front.announced", { label: tile.label, counter: boot.counter })}
  </p>`;
};

const Front = () => {
  const view = hall.value;
  if (!view) return html`<p class="loading">${t("common.loading")}</p>`;
  const name = tile_here()?.name;
  return html`<div class=${`front ${lost_ms.value === null ? "" : "is-stale"}`}>
    <header class="head">
      <h1 class="head-counter"><span><${Both} code="front.counter" /></span> <b class="digits">${boot.counter}</b></h1>
      <p class="head-name">${own(name)} <${InSecond} of=${name} /></p>
      <${Clock} />
    </header>
    <aside aria-label=${t("front.notices")}>
      <${MarkedBands} mode=${view.header.mode} /><${Stale} />
    </aside>
    <main><${Now} /></main>
    <${Next} />
    <footer class="foot">${own(view.header.centre?.name)}</footer>
    <${Spoken} />
  </div>`;
};

render(html`<${Front} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
