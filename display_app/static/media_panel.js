/**
 * Pictures and videos where the big call stands while nobody is called. The same element shows one after the other, and
 * a video gives its player back when it goes: a wall runs for months. What a call interrupts goes on where it was. What
 * did not come is passed over for a while, what the browser cannot show is told to the hub.
 */
import { computed, effect, signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";
import { now_ms } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { current, ended_ms } from "./announcer.js";
import { playlist } from "./program.js";
import { tell_unplayable } from "./told.js";

/** @typedef {import("./program.js").Medium} Medium */

/** A call stays in sight so long after it was announced: somebody may look up late. */
const REST_MS = 8000;
const MOVES_WITHIN_MS = 15_000;
/** For so long it is left out: what did not come, and what no attempt is likely to change. */
const MISSING_MS = 3 * 60_000;
const BROKEN_MS = 30 * 60_000;
const PATIENCE_MS = 8000;
const MS = 1000;

/** What failed, until the playlist names it by another version or the hub comes back. @type {import("@preact/signals").Signal<Set<string>>} */
const failed = signal(new Set());
const playable = computed(() => playlist.value.filter(({ address }) => !failed.value.has(address)));

/** The address of what is on; kept while the playlist still has it. */
const on_air = signal("");

/** Where a call interrupted what was on. */
let left_off = { address: "", at_ms: 0 };

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

/** @param {(address: string) => boolean} is_kept */
function keep_failed(is_kept) {
  const kept = [...failed.peek()].filter(is_kept);
  if (kept.length < failed.peek().size) failed.value = new Set(kept);
}

/** Whether the hub gives it: only then what cannot be shown is the file's own fault. @param {string} address */
async function is_given(address) {
  try {
    return (await fetch(address, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })).ok;
  } catch {
    return false;
  }
}

/** Go on without what failed, for a while. @param {string} address @param {boolean} is_suspect whether the file may be the reason */
async function pass_over(address, is_suspect) {
  after(address);
  failed.value = new Set([...failed.value, address]);
  const is_broken = is_suspect && link.is_live.peek() && (await is_given(address));
  if (is_broken) tell_unplayable(address);
  setTimeout(keep_failed, is_broken ? BROKEN_MS : MISSING_MS, (/** @type {string} */ one) => one !== address);
}

/** @param {string} address @param {number} at_ms how far it was */
function leave(address, at_ms) {
  left_off = current.peek().length > 0 ? { address, at_ms } : { address: "", at_ms: 0 };
}

/** @param {string} address */
const reached_ms = (address) => (left_off.address === address ? left_off.at_ms : 0);

effect(() => {
  const known = new Set(playlist.value.map(({ address }) => address));
  keep_failed((address) => known.has(address));
});
effect(() => {
  if (link.is_live.value) keep_failed(() => false);
});

/** @param {{shown: Medium}} props */
const Picture = ({ shown }) => {
  const is_alone = playable.value.length === 1;
  useEffect(() => {
    if (is_alone) return;
    const before_ms = reached_ms(shown.address);
    const begun_ms = performance.now();
    const timer = setTimeout(after, shown.seconds * MS - before_ms, shown.address);
    return () => {
      clearTimeout(timer);
      leave(shown.address, before_ms + performance.now() - begun_ms);
    };
  }, [shown, is_alone]);
  return html`<img class="medium" alt="" src=${shown.address} data-medium=${shown.address} decoding="async"
    onError=${() => pass_over(shown.address, true)} />`;
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
    const video = element.current;
    const watch = setInterval(() => {
      if (performance.now() - moved_ms.current > MOVES_WITHIN_MS) pass_over(shown.address, false);
    }, MS);
    return () => {
      clearInterval(watch);
      leave(shown.address, (video?.currentTime ?? 0) * MS);
    };
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
    element.current?.play().catch(() => element.current && pass_over(shown.address, false));
  };
  const go_on = () => {
    if (element.current) element.current.currentTime = reached_ms(shown.address) / MS;
  };
  const fail = () => pass_over(shown.address, element.current?.error?.code !== MediaError.MEDIA_ERR_NETWORK);
  return html`<video class="medium" ref=${element} src=${shown.address} data-medium=${shown.address} muted autoplay
    playsinline disableremoteplayback onLoadedMetadata=${go_on} onTimeUpdate=${note} onEnded=${again} onError=${fail}></video>`;
};

/** @param {{shown: Medium}} props */
export const MediaPanel = ({ shown }) => html`
  <section class="media" aria-hidden="true">
    ${shown.kind === "video" ? html`<${Video} shown=${shown} />` : html`<${Picture} shown=${shown} />`}
  </section>`;
