/** Today's figures by field, counter and clerk, fetched when somebody opens them; and why one number came first. */
import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { open_dialog, view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { minute_text } from "toi-luot/clock.js";
import { Frame } from "toi-luot/dialog_parts.js";
import { get } from "toi-luot/get.js";
import { Icon } from "toi-luot/parts.js";
import { name_of } from "toi-luot/people.js";
import { on_click } from "toi-luot/press.js";
import { language, own, t } from "toi-luot/texts.js";
import { Ratings } from "./ratings.js";
import { WhyFirst } from "./why.js";
import { field_of } from "./state.js";

/**
 * @typedef {{count: number, in_time: number, average_ms: number | null, nine_of_ten_ms: number | null}} Waits
 * @typedef {{by: string, name: string, visits: Waits, services: Waits, counts: Record<string, number>,
 *   ratings: Record<string, number>, rating_reasons: Record<string, number>, posts_ms: Record<string, number>, service_average_ms: number | null}} Group
 * @typedef {{at_ms: number, groups: Group[]}} Report see hub/domain/figures/report.py
 */

const AGAIN_MS = 30_000;
const MINUTE_MS = 60_000;
const WAYS = ["field", "counter", "clerk"];
const NOTHING = "–";

/** @type {import("@preact/signals").Signal<Report | null>} */
const report = signal(null);
const has_failed = signal(false);
const by = signal(WAYS[0]);

async function learn() {
  const done = await get("/figures");
  has_failed.value = !done.ok;
  if (done.ok) report.value = done.answer;
}

/** As long as they are looked at, and no longer. */
function keep_learning() {
  learn();
  const timer = setInterval(learn, AGAIN_MS);
  return () => clearInterval(timer);
}

/** Whole minutes, so that columns can be compared. @param {number | null} ms */
const minutes_of = (ms) => (ms === null ? NOTHING : String(Math.round(ms / MINUTE_MS)));

/** @param {Waits} waits */
const share_of = ({ count, in_time }) => (count > 0 ? `${Math.round((100 * in_time) / count)} %` : NOTHING);

/** @type {Record<string, (group: Group) => string | number>} */
const COLUMNS = {
  drawn: (group) => group.counts.drawn + group.counts.carried,
  services: (group) => group.counts.services,
  finished: (group) => group.counts.finished,
  missed: (group) => group.counts.missed,
  in_time: (group) => share_of(group.visits),
  wait: (group) => minutes_of(group.services.average_ms),
  nine_of_ten: (group) => minutes_of(group.services.nine_of_ten_ms),
  service: (group) => minutes_of(group.service_average_ms),
  serving: (group) => minutes_of(group.posts_ms.serving),
  idle: (group) => minutes_of(group.posts_ms.idle),
  idle_with_people: (group) => minutes_of(group.posts_ms.idle_with_people),
  paused: (group) => minutes_of(group.posts_ms.paused),
};

const AT_WORK = ["services", "finished", "missed", "service", "serving", "idle", "idle_with_people", "paused"];

/** @type {Record<string, string[]>} */
const SHOWN = {
  field: ["drawn", "services", "finished", "missed", "in_time", "wait", "nine_of_ten", "service"],
  counter: AT_WORK,
  clerk: AT_WORK,
};

/** @type {Record<string, (name: string) => string>} */
const NAMES = {
  total: () => t("supervisor.figures_total"),
  field: (name) => own(field_of(name)?.name ?? { vi: name, en: name }),
  counter: (name) => name,
  clerk: (name) => name_of(name) || name,
};

/** @param {{group: Group, shown: string[]}} props */
const Row = ({ group, shown }) => html`
  <tr data-group=${`${group.by}:${group.name}`}>
    <th scope="row">${NAMES[group.by](group.name)}</th>
    ${shown.map((name) => html`<td key=${name} class="digits" data-figure=${name}>${COLUMNS[name](group)}</td>`)}
  </tr>`;

/** Fields stand as in the plan, the rest as the hub tells them. @param {Group} group */
const order_of = ({ by: kind, name }) =>
  kind === "field" ? view.value.fields.findIndex((/** @type {{id: string}} */ one) => one.id === name) : 0;

/** @param {{told: Report}} props */
const Table = ({ told }) => {
  const shown = SHOWN[by.value];
  const those = told.groups.filter((group) => group.by === by.value);
  const total = told.groups.filter((group) => group.by === "total");
  const groups = [...total, ...those.sort((one, other) => order_of(one) - order_of(other))];
  return html`<div class="figures-room"><table class="figures">
    <thead><tr>
      <th scope="col">${t(`supervisor.figures_by_${by.value}`)}</th>
      ${shown.map((name) => html`<th key=${name} scope="col">${t(`supervisor.figures_${name}`)}</th>`)}
    </tr></thead>
    <tbody>${groups.map((group) => html`<${Row} key=${`${group.by} ${group.name}`} group=${group} shown=${shown} />`)}</tbody>
  </table></div>`;
};

const Ways = () => html`
  <div class="figures-ways" role="group" aria-label=${t("supervisor.figures_by")}>
    ${WAYS.map(
      (way) => html`<button key=${way} type="button" class="row-act" data-way=${way} aria-pressed=${by.value === way}
        onClick=${on_click(way, () => (by.value = way))}>${t(`supervisor.figures_by_${way}`)}</button>`,
    )}
  </div>`;

const Told = () => {
  if (has_failed.value) return html`<p role="status">${t("supervisor.figures_failed")}</p>`;
  if (report.value === null) return html`<p role="status">${t("supervisor.figures_loading")}</p>`;
  return html`<${Table} told=${report.value} />
    <${Ratings} group=${report.value.groups.find((group) => group.by === "total")} />
    <p class="figures-foot">
      ${t("supervisor.figures_as_of", { time: minute_text(report.value.at_ms) })}
      ${" "}<a href=${`${boot.api}/figures.csv?language=${language.value}`} download>${t("supervisor.figures_csv")}</a>
    </p>`;
};

/** @param {{of: {label?: string}}} props the number whose story is wanted, if one is */
export const FiguresDialog = ({ of }) => {
  useEffect(keep_learning, [view.value.header.mode]);
  return html`<${Frame} title=${t("supervisor.figures_title")}><${Ways} /><${Told} /><${WhyFirst} label=${of.label ?? ""} /><//>`;
};

export const FiguresButton = () => html`
  <button type="button" class="act act-head" data-do="figures"
    onClick=${on_click("figures", () => open_dialog({ name: "figures" }))}>
    <${Icon} name="scale" /><span>${t("supervisor.figures")}</span>
  </button>`;
