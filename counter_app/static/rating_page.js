/** The rating page of a counter: it rests, asks after a service, and thanks. */
import { html, render } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { Both, Icon, Loaded, MarkedBands } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";
import { Face } from "./faces.js";
import { asked, has_failed, is_deaf, left_ms, panel, rate, sent_score, stage } from "./rating_state.js";

/** @typedef {{vi: string, en: string}} Wording */

/** @param {{label: Wording, index: number, of: number}} props best first */
const Answer = ({ label, index, of }) => {
  const score = of - index;
  const is_chosen = sent_score.value === score;
  return html`<li>
    <button type="button" class=${`answer ${is_chosen ? "is-chosen" : ""}`} data-score=${score}
      disabled=${is_deaf.value || (stage.value === "sending" && !is_chosen)} onClick=${() => rate(score)}>
      <${Face} index=${index} of=${of} />
      <b>${label.vi}</b><span class="other" lang="en">${label.en}</span>
    </button>
  </li>`;
};

/** How much time is left, as a line that grows shorter. */
const Left = () => {
  const whole_ms = asked.value ? asked.value.closes_ms - asked.value.opened_ms : 1;
  const share = Math.max(0, Math.min(1, left_ms.value / whole_ms));
  return html`<div class="left" style=${{ "--left": String(share) }}></div>`;
};

const Asking = () => {
  const labels = panel.value.labels;
  const rated = panel.value.window;
  return html`<main class="asking">
    <h1>${t("rating.invitation", { label: rated?.label ?? "" })}</h1>
    <p class="question"><${Both} code="rating.question" /></p>
    <ol class="answers">
      ${labels.map(
        (/** @type {Wording} */ label, /** @type {number} */ index) =>
          html`<${Answer} key=${index} label=${label} index=${index} of=${labels.length} />`,
      )}
    </ol>
    <p class="hint" role="status">
      ${has_failed.value ? t("rating.failed") : t(stage.value === "sending" ? "rating.sending" : "rating.tap")}
    </p>
    <${Left} />
  </main>`;
};

/** @param {{name: string, icon?: string, title: string, hint?: string}} props a full screen that says one thing */
const Notice = ({ name, icon, title, hint }) => html`
  <main class=${`notice drum notice-${name}`} aria-live="polite">
    ${icon && html`<span class="notice-icon"><${Icon} name=${icon} /></span>`}
    <h1><${Both} code=${title} /></h1>
    ${hint && html`<p><${Both} code=${hint} /></p>`}
  </main>`;

const Sight = () => {
  if (!panel.value?.labels) return html`<${Notice} name="resting" title="rating.not_ready" />`;
  if (stage.value === "thanks") {
    return html`<${Notice} name="thanks" icon="heart-handshake" title="rating.thanks" hint="rating.thanks_hint" />`;
  }
  if (stage.value === "too_late") return html`<${Notice} name="resting" icon="clock" title="rating.too_late" />`;
  if (stage.value === "resting") {
    return html`<${Notice} name="resting" title="rating.resting" hint="rating.resting_hint" />`;
  }
  return html`<${Asking} />`;
};

/** Said small: a citizen can do nothing about it, and a rating already given is sent all the same. */
const Lost = () =>
  link.is_live.value
    ? null
    : html`<p class="lost" role="status" id="lost"><${Icon} name="unplug" />${t("rating.lost")}</p>`;

const Rating = () => html`
  <div class="panel" data-stage=${stage.value}>
    <header class="panel-head">
      <span class="panel-mark"></span>
      <b>${t("rating.counter")} <span class="digits">${boot.counter}</span></b>
      <span class="panel-name">${panel.value?.name?.vi}</span>
    </header>
    <aside aria-label=${t("rating.notices")}>
      <${MarkedBands} mode=${panel.value?.header.mode} /><${Loaded} names=${["unplug"]} /><${Lost} />
    </aside>
    <${Sight} />
  </div>`;

addEventListener("contextmenu", (event) => event.preventDefault());
render(html`<${Rating} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
