/** How people rated today, and why they were not satisfied: counts alone, since shares of few say nothing. */
import { html } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { count, own, t } from "toi-luot/texts.js";
import { Face } from "../faces.js";

/**
 * @typedef {Record<string, string>} Wording {vi, en}
 * @typedef {{counts: Record<string, number>, ratings: Record<string, number>, rating_reasons: Record<string, number>}} Group
 */

/** @param {{group: Group}} props */
const Faces = ({ group }) => {
  const { labels } = view.value.rating;
  return html`<ul class="rated">
    ${labels.map((/** @type {Wording} */ label, /** @type {number} */ index) => {
      const score = labels.length - index;
      return html`<li key=${score} data-rated=${score}>
        <${Face} index=${index} of=${labels.length} /><b class="digits">${group.ratings[score] ?? 0}</b><span>${own(label)}</span>
      </li>`;
    })}
  </ul>`;
};

/** @param {{group: Group}} props */
const Reasons = ({ group }) => {
  const told = Object.entries(group.rating_reasons).sort(([, one], [, other]) => other - one);
  const name_of = (/** @type {string} */ id) =>
    own(view.value.rating.reasons.find((/** @type {{id: string}} */ one) => one.id === id)?.name) || id;
  return (
    told.length > 0 &&
    html`<p class="rated-reasons">${t("supervisor.rated_because")}
      ${told.map(([id, n]) => html`<span key=${id} class="mark" data-reason=${id}>${name_of(id)} <b class="digits">${n}</b></span>`)}
    </p>`
  );
};

/** Of everybody who was served today. @param {{group: Group | undefined}} props */
export const Ratings = ({ group }) => {
  if (!group || !view.value.rating) return null;
  const rated = Object.values(group.ratings).reduce((sum, n) => sum + n, 0);
  return html`<section class="ratings-told">
    <h3>${t("supervisor.ratings")}</h3>
    <p class="more">${count("supervisor.rated_of", rated, { of: group.counts.finished })}</p>
    <${Faces} group=${group} /><${Reasons} group=${group} />
  </section>`;
};
