/** What comes after a rating: thanks, why a low score was given, and a row of faces for whoever slipped. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Both, Icon, InSecond } from "toi-luot/parts.js";
import { own, own_in, SECOND, t, words } from "toi-luot/texts.js";
import { Face } from "../faces.js";
import { change_left_ms, given, panel, say_more, skip, stage, why_left_ms } from "./state.js";

/** @typedef {import("./state.js").Wording} Wording */

/** Whole seconds that are left, the last one included. @param {number} ms */
const seconds = (ms) => Math.ceil(ms / 1000);

/** @returns {Wording[]} best first */
const labels = () => panel.value.labels;

const index_given = () => labels().length - (given.value?.score ?? 1);

/** What was taken down, in both languages. */
const Taken = () => {
  const label = labels()[index_given()];
  return html`<p class="taken" data-taken=${given.value?.score}>
    <${Icon} name="circle-check" />
    <span>
      ${t("rating.taken", { label: own(label) })}
      ${" "}<span class="other" lang=${SECOND}>${words(SECOND, "rating.taken", { label: own_in(SECOND, label) })}</span>
    </span>
  </p>`;
};

export const Given = () => html`
  <main class="given" aria-live="polite">
    <${Face} index=${index_given()} of=${labels().length} />
    <div>
      <h1><${Both} code="rating.thanks" /></h1>
      <${Taken} />
    </div>
  </main>`;

/** @param {{reason: {id: string, name: Wording}}} props */
const Reason = ({ reason }) => html`<li>
  <button type="button" class="reason" data-reason=${reason.id} ...${on_press(() => say_more({ reasons: [reason.id] }))}>
    <b>${own(reason.name)}</b><${InSecond} of=${reason.name} />
  </button>
</li>`;

export const Why = () => html`
  <main class="why">
    <h1><${Both} code="rating.why" /></h1>
    <ul class="reasons">
      ${panel.value.reasons.map((/** @type {any} */ reason) => html`<${Reason} key=${reason.id} reason=${reason} />`)}
    </ul>
  </main>`;

/** @param {{label: Wording, index: number}} props */
const OtherFace = ({ label, index }) => {
  const score = labels().length - index;
  const is_given = score === given.value?.score;
  return html`<li>
    <button type="button" class="other-face" data-change=${score} aria-label=${own(label)} aria-pressed=${is_given}
      ...${on_press(() => say_more({ score }))}>
      <${Face} index=${index} of=${labels().length} />
      ${is_given && html`<span class="other-mark"><${Icon} name="check" /></span>`}
    </button>
  </li>`;
};

const Change = () => html`
  <div class="change" data-of=${labels().length} data-left-s=${seconds(change_left_ms.value)}>
    <p><${Both} code="rating.change" n=${seconds(change_left_ms.value)} /></p>
    <ol>${labels().map((label, index) => html`<${OtherFace} key=${index} label=${label} index=${index} />`)}</ol>
  </div>`;

/** The bar keeps its height when the faces go, so that nothing moves under a finger. */
export const After = () => html`
  <footer class="after">
    ${change_left_ms.value > 0 ? html`<${Change} />` : html`<${Taken} />`}
    ${
      stage.value === "why" &&
      html`<button type="button" class="skip" data-do="skip" ...${on_press(skip)}>
        <${Both} code="rating.skip" n=${seconds(why_left_ms.value)} />
      </button>`
    }
  </footer>`;
