/** The rating page of a counter: it rests, asks after a service, thanks, and lets a slip be put right. */
import { effect, signal } from "@preact/signals";
import { html, render } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { second_text } from "toi-luot/clock.js";
import { on_press } from "toi-luot/finger.js";
import { link } from "toi-luot/link.js";
import { Both, Icon, InSecond, MarkedBands } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";
import { Face } from "../faces.js";
import { After, Given, Why } from "./after.js";
import "./keys.js";
import { asked, has_failed, left_ms, panel, rate, sent_score, stage } from "./state.js";

/** @typedef {import("./state.js").Wording} Wording */

/** @param {{label: Wording, index: number, of: number}} props best first */
const Answer = ({ label, index, of }) => {
  const score = of - index;
  const is_chosen = sent_score.value === score;
  return html`<li>
    <button type="button" class=${`answer ${is_chosen ? "is-chosen" : ""}`} data-score=${score}
      disabled=${stage.value === "sending" && !is_chosen} ...${on_press(() => rate(score))}>
      <${Face} index=${index} of=${of} />
      <b>${own(label)}</b><${InSecond} of=${label} />
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
    <p class="of-ticket"><${Both} code="rating.invitation" label=${rated?.label ?? ""} counter=${boot.counter} /></p>
    <h1><${Both} code="rating.question" /></h1>
    <ol class="answers" data-of=${labels.length}>
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

const STATE_ICONS = /** @type {Record<string, string>} */ ({
  open: "user-check",
  paused: "circle-pause",
  closed: "door-closed",
});

/**
 * When the connection was lost (ms since the epoch, the hub's clock), or null.
 * @type {import("@preact/signals").Signal<number | null>}
 */
const lost_ms = signal(null);
effect(() => {
  lost_ms.value = link.is_live.value ? null : link.now_ms();
});

/** What is not known is not told as if it were so. */
const StateUnknown = () => html`
  <p class="rest-state" data-counter-state="unknown">
    <${Icon} name="circle-question-mark" /><span><${Both} code="rating.state_unknown" /></span>
  </p>`;

/** Whether somebody works here, and why not. */
const CounterState = () => {
  if (lost_ms.value !== null) return html`<${StateUnknown} />`;
  const { state, pause_reason } = panel.value;
  return html`<p class="rest-state" data-counter-state=${state}>
    <${Icon} name=${STATE_ICONS[state]} />
    <span>
      <${Both} code=${`rating.state_${state}`} />
      ${pause_reason && html`<span class="rest-reason">${own(pause_reason)} <${InSecond} of=${pause_reason} /></span>`}
    </span>
  </p>`;
};

/** Nobody is asked anything: whose counter this is, how it stands, and what the screen is for. */
const Resting = () => html`
  <main class="notice drum notice-resting rest">
    <div class="rest-counter">
      <span>${t("rating.counter")}</span><b class="digits">${boot.counter}</b>
    </div>
    <div class="rest-words">
      <h1>${own(panel.value.name)} <${InSecond} of=${panel.value.name} /></h1>
      <${CounterState} />
      ${panel.value.state === "open" && lost_ms.value === null && html`<p class="rest-hint"><${Both} code="rating.resting_hint" /></p>`}
    </div>
  </main>`;

const Sight = () => {
  if (!panel.value?.labels) return html`<${Notice} name="resting" title="rating.not_ready" />`;
  if (stage.value === "why") return html`<${Why} /><${After} />`;
  if (stage.value === "given") return html`<${Given} /><${After} />`;
  if (stage.value === "thanks") {
    return html`<${Notice} name="thanks" icon="heart-handshake" title="rating.thanks" hint="rating.thanks_hint" />`;
  }
  if (stage.value === "too_late") return html`<${Notice} name="resting" icon="clock" title="rating.too_late" />`;
  return stage.value === "resting" ? html`<${Resting} />` : html`<${Asking} />`;
};

/** Said small: a citizen can do nothing about it, and a rating already given is sent all the same. */
const Lost = () =>
  lost_ms.value === null
    ? null
    : html`<p class="lost" role="status" id="lost">
        <${Icon} name="unplug" /><span><${Both} code="rating.lost" since=${second_text(lost_ms.value)} /></span>
      </p>`;

const Rating = () => html`
  <div class="panel" data-stage=${stage.value}>
    <header class="panel-head">
      <span class="panel-mark"></span>
      <span class="panel-name">${own(panel.value?.header.centre?.name)}</span>
      <b class="panel-counter">${t("rating.counter")} <span class="digits">${boot.counter}</span></b>
    </header>
    <aside aria-label=${t("rating.notices")}>
      <${MarkedBands} mode=${panel.value?.header.mode} /><${Lost} />
    </aside>
    <${Sight} />
  </div>`;

render(html`<${Rating} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
