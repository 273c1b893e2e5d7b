/** Numbers for which a counter or a field closed: what the hall is told of them, for a while. */
import { html } from "htm/preact";
import { now_ms } from "./clock.js";
import { Both, Icon } from "./parts.js";
import { own, t } from "./texts.js";

/** @typedef {{label: string, at_ms: number, to_field: Record<string, string> | null}} SentOn */

const TOLD_MS = 10 * 60_000;

/**
 * Those of the last minutes, by where they are to wait; those who are to ask the staff first.
 * @param {SentOn[]} all
 * @returns {{to_field: Record<string, string> | null, labels: string}[]}
 */
export function told_now(all) {
  const fresh = all.filter(({ at_ms }) => now_ms.value - at_ms < TOLD_MS);
  const by_place = Map.groupBy(fresh, ({ to_field }) => to_field?.vi ?? "");
  return [...by_place.values()]
    .map((those) => ({ to_field: those[0].to_field, labels: those.map(({ label }) => label).join(", ") }))
    .sort((one, other) => Number(one.to_field !== null) - Number(other.to_field !== null));
}

/** One sentence on some numbers, in both languages where nobody can choose one. @param {any} props */
const Told = ({ to_field, labels, is_both }) => {
  const [code, params] = to_field
    ? ["common.sent_on", { labels, field: own(to_field) }]
    : ["common.sent_home", { labels }];
  return is_both ? html`<${Both} code=${code} ...${params} />` : t(code, params);
};

/** @param {{all: SentOn[], kind: string, is_both?: boolean}} props `kind`: the class of its lines */
export const SentOnLines = ({ all, kind, is_both = false }) =>
  told_now(all).map(
    ({ to_field, labels }) => html`<p class=${kind} role="status" data-sent-on=${labels}>
      <${Icon} name="megaphone" />
      <span><${Told} to_field=${to_field} labels=${labels} is_both=${is_both} /></span>
    </p>`,
  );
