/** The wall: everything is drawn from the hub's view; only what is being announced is the page's own. */
import { computed, effect, signal, untracked } from "@preact/signals";
import { html, render } from "htm/preact";
import { now_ms, second_text } from "toi-luot/clock.js";
import { is_day_over, spans_of_day } from "toi-luot/hours.js";
import { link } from "toi-luot/link.js";
import { boot } from "toi-luot/boot.js";
import { Both, Icon, MarkedBands } from "toi-luot/parts.js";
import { SentOnLines } from "toi-luot/sent_on.js";
import { t } from "toi-luot/texts.js";
import { announced, take } from "./announcer.js";
import { LastCalls, Waiting } from "./boards.js";
import { CallPanel } from "./call_panel.js";
import { key_of } from "./calls.js";
import { closed_words } from "./closed.js";
import { Head } from "./head.js";
import { Notice } from "./notice.js";
import { has, program } from "./program.js";
import { least_px } from "./seats.js";
import { Counters } from "./tiles.js";
import { sound, unmute } from "./voice/speaker.js";

/** @typedef {import("./tiles.js").Tile} Tile */

const hall = link.view(boot.topic);
const calls = () => hall.value?.announcements ?? [];
/** @returns {Tile[]} */
const tiles = () => hall.value?.counters ?? [];

/** Where counters are, on a wall that shows more than one hall. */
const halls = computed(() => {
  /** @type {Map<number, Record<string, string>>} */
  const found = new Map();
  if (!hall.value?.hall) for (const tile of tiles()) if (tile.hall) found.set(tile.number, tile.hall);
  return found;
});

/**
 * When the connection was lost (ms since the epoch, the hub's clock), or null.
 * @type {import("@preact/signals").Signal<number | null>}
 */
const lost_ms = signal(null);

effect(() => {
  const [listed, places] = [calls(), tiles()];
  untracked(() => take(listed, places));
});
effect(() => {
  lost_ms.value = link.is_live.value ? null : link.now_ms();
});

const Stale = () =>
  lost_ms.value === null
    ? null
    : html`<div class="trouble trouble-stale" role="alert" data-stale>
        <${Icon} name="unplug" /><span><${Both} code="wall.stale" since=${second_text(lost_ms.value)} /></span>
      </div>`;

/** The wall must never be silent unnoticed. */
const Mute = () => {
  if (sound.value === "on" || program.value.sound === "none") return null;
  if (sound.value === "none") {
    return html`<div class="trouble" data-sound="none"><${Icon} name="volume-x" /><span><${Both} code="wall.no_sound" /></span></div>`;
  }
  return html`<button class="trouble trouble-mute" data-sound="muted" onClick=${unmute}>
    <${Icon} name="volume-x" /><span>${t("wall.unmute_hint")} <b><${Both} code="wall.unmute" /></b></span>
  </button>`;
};

/** The same in words, for those who cannot see the panel. */
const Spoken = () => html`
  <ol class="only-read" aria-live="polite" id="announced">
    ${announced.value.map(
      ({ call, was_heard }) => html`<li
        key=${key_of(call)}
        data-announced=${call.id}
        data-label=${call.label}
        data-counter=${call.counter}
        data-heard=${String(was_heard)}
      >${t("wall.announced", { label: call.label, counter: call.counter })}</li>`,
    )}
  </ol>`;

const Wall = () => {
  const view = hall.value;
  if (!view) return html`<p class="loading">${t("common.loading")}</p>`;
  const { centre, is_open } = view.header;
  return html`<div class=${`wall ${lost_ms.value === null ? "" : "is-stale"}`} style=${{ "--least": `${least_px(program.value)}px` }}>
    ${centre && html`<${Head} centre=${centre} hall=${view.hall} />`}
    <aside aria-label=${t("wall.notices")}>
      <${MarkedBands} mode=${view.header.mode} /><${Stale} /><${Mute} />
      <${SentOnLines} all=${view.sent_on ?? []} kind="trouble" is_both />
    </aside>
    <main class="hall" data-parts=${program.value.parts.join(" ")}>
      <${CallPanel} calls=${calls()} halls=${halls.value} is_open=${is_open} is_over=${is_day_over(view.header, now_ms.value)}
        closed=${closed_words(view)} />
      ${has("counters") && html`<${Counters} tiles=${tiles()} />`}
      ${has("last_calls") && html`<${LastCalls} calls=${calls()} halls=${halls.value} />`}
      ${has("waiting") && html`<${Waiting} queues=${view.waiting ?? []} spans=${spans_of_day(view.header, view.openings ?? [])} />`}
    </main>
    ${has("notice") && centre?.notice && html`<${Notice} notice=${centre.notice} />`}
    <${Spoken} />
  </div>`;
};

render(html`<${Wall} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
