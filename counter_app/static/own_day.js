/** What the clerk has done today, and how it was rated: their own figures, which nobody else of their rank sees. */
import { effect, signal, untracked } from "@preact/signals";
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { get } from "toi-luot/get.js";
import { link } from "toi-luot/link.js";
import { own, t } from "toi-luot/texts.js";
import { desk, is_ready } from "./desk.js";
import { Face } from "./faces.js";

/**
 * @typedef {{by: string, name: string, counts: Record<string, number>, ratings: Record<string, number>,
 *   service_average_ms: number | null}} Group see hub/domain/figures/report.py
 */

const MINUTE_MS = 60_000;

/** A finish, a miss and a rating come in a row; they are asked about together. */
const SOON_MS = 700;

/** @type {import("@preact/signals").Signal<Group | null>} */
const mine = signal(null);

async function learn() {
  const done = await get(`/figures?mode=${desk.peek()?.header.mode || "live"}`);
  if (!done.ok) return;
  const groups = /** @type {Group[]} */ (done.answer.groups);
  mine.value = groups.find(({ by, name }) => by === "clerk" && name === boot.actor) ?? null;
}

/** What changes these figures, as far as the page sees it. */
function seen_so_far() {
  if (!is_ready.value || !link.is_live.value) return "";
  const { finished, missed, last_rated, last_score, header } = desk.value;
  return [header.day, header.mode, finished, missed.count, last_rated, last_score].join();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

let seen = "";

effect(() => {
  const now_seen = seen_so_far();
  if (!now_seen || now_seen === seen) return;
  seen = now_seen;
  untracked(() => clearTimeout(timer));
  timer = setTimeout(learn, SOON_MS);
});

/** "8′", "under a minute", or a dash of nobody. @param {number | null} ms */
function average(ms) {
  if (ms === null) return "–";
  return ms < MINUTE_MS ? "<1′" : `${Math.round(ms / MINUTE_MS)}′`;
}

/** @param {{name: string, value: string | number}} props */
const Figure = ({ name, value }) => html`<div class="own-figure" data-figure=${name}>
  <dt>${t(`counter.own_${name}`)}</dt>
  <dd class="digits">${value}</dd>
</div>`;

/** How often each face was pressed, best first; an average of few would say nothing. @param {{ratings: Record<string, number>}} props */
const Ratings = ({ ratings }) => {
  const labels = desk.value.rating_labels;
  return html`<div class="own-ratings">
    <dt>${t("counter.own_ratings")}</dt>
    <dd>${labels.map((/** @type {Record<string, string>} */ label, /** @type {number} */ index) => {
      const n = ratings[labels.length - index] ?? 0;
      return html`<span key=${index} class=${n ? "" : "is-none"} title=${own(label)}>
        <${Face} index=${index} of=${labels.length} /><span class="only-read">${own(label)}: </span><b class="digits">${n}</b>
      </span>`;
    })}</dd>
  </div>`;
};

export const OwnDay = () => {
  const { counts = {}, ratings = {}, service_average_ms = null } = mine.value ?? {};
  return html`<section class="list own-day" data-list="own" aria-label=${t("counter.own_day")}>
    <h2>${t("counter.own_day")}</h2>
    <dl>
      <${Figure} name="finished" value=${counts.finished ?? 0} />
      <${Figure} name="average" value=${average(service_average_ms)} />
      <${Figure} name="missed" value=${counts.missed ?? 0} />
      <${Ratings} ratings=${ratings} />
    </dl>
  </section>`;
};
