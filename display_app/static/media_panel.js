/**
 * Pictures and videos where the big call stands while nobody is called. The same element shows one after the other, and
 * a video gives its player back when it goes: a wall runs for months. What cannot be shown is passed over and told to
 * the hub.
 */
import { computed, effect, signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { now_ms } from "toi-luot/clock.js";
import { current, ended_ms } from "./announcer.js";
import { playlist } from "./program.js";
import { tell_unplayable } from "./told.js";

/** @typedef {import("./program.js").Medium} Medium */

/** A call stays in sight so long after it was announced: somebody may look up late. */
const REST_MS = 8000;
const MOVES_WITHIN_MS = 15_000;
const MS = 1000;

/** What failed, until the playlist names it by another version. @type {import("@preact/signals").Signal<Set<string>>} */
const failed = signal(new Set());
const playable = computed(() => playlist.value.filter(({ address }) => !failed.value.has(address)));

/** The address of what is on; kept while the playlist still has it. */
const on_air = signal("");

const is_resting = computed(
  () => now_ms.value > 0 && current.value.length === 0 && performance.now() - ended_ms.value > REST_MS,
);

/** What is to be seen now: nothing while somebody is called. @type {import("@preact/signals").ReadonlySignal<Medium | null>} */
export const medium = computed(() => {
  if (!is_resting.value) return null;
  return playable.value.find(({ address }) => address === on_air.value) ?? playable.value[0] ?? null;
});

/** What follows in the list, or the first again. @param {string} address */
function after(address) {
  const place = playable.value.findIndex((one) => one.address === address);
  on_air.value = playable.value[(place + 1) % playable.value.length]?.address ?? "";
}

/** @param {string} address */
function skip(address) {
  tell_unplayable(address);
  after(address);
  failed.value = new Set([...failed.value, address]);
}

effect(() => {
  const known = new Set(playlist.value.map(({ address }) => address));
  const kept = [...failed.peek()].filter((address) => known.has(address));
  if (kept.length < failed.peek().size) failed.value = new Set(kept);
});

/** @param {{shown: Medium}} props */
const Picture = ({ shown }) => {
  const is_alone = playable.value.length === 1;
  useEffect(() => {
    if (is_alone) return;
    const timer = setTimeout(after, shown.seconds * MS, shown.address);
    return () => clearTimeout(timer);
  }, [shown, is_alone]);
  return html`<img class="medium" alt="" src=${shown.address} data-medium=${shown.address} decoding="async"
    onError=${() => skip(shown.address)} />`;
};

/** @param {{shown: Medium}} props */
const Video = ({ shown }) => {
  const element = /** @type {{current: HTMLVideoElement | null}} */ (useRef(null));
  const moved_ms = useRef(0);
  const note = () => {
    moved_ms.current = performance.now();
  };
  useEffect(() => {
    note();
    const watch = setInterval(() => {
      if (performance.now() - moved_ms.current > MOVES_WITHIN_MS) skip(shown.address);
    }, MS);
    return () => clearInterval(watch);
  }, [shown.address]);
  useEffect(() => {
    const video = element.current;
    return () => {
      video?.removeAttribute("src");
      video?.load();
    };
  }, []);
  const again = () => {
    if (playable.value.length > 1) return after(shown.address);
    if (element.current) element.current.currentTime = 0;
    element.current?.play().catch(() => skip(shown.address));
  };
  return html`<video class="medium" ref=${element} src=${shown.address} data-medium=${shown.address} muted autoplay
    playsinline disableremoteplayback onTimeUpdate=${note} onEnded=${again} onError=${() => skip(shown.address)}></video>`;
};

/** @param {{shown: Medium}} props */
export const MediaPanel = ({ shown }) => html`
  <section class="media" aria-hidden="true">
    ${shown.kind === "video" ? html`<${Video} shown=${shown} />` : html`<${Picture} shown=${shown} />`}
  </section>`;
