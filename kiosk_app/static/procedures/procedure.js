/** What to know about one procedure before waiting for it: papers, fee, time limit, counters; the number and the slip. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { served_at } from "toi-luot/served_at.js";
import { language, own, t } from "toi-luot/texts.js";
import { Waiting, why_shut } from "../cards.js";
import { state_of } from "../hours.js";
import { is_large, is_reading, is_standing } from "../modes.js";
import { Priority } from "../priority.js";
import { is_offline, take_ticket, ticket_class } from "../state.js";
import { field_of, go_to } from "./finding_state.js";
import { Back, FIRST_TONGUE } from "./head.js";
import { Leaves } from "./leaves.js";
import { SlipButton, SlipState } from "./slips.js";

/**
 * @typedef {import("toi-luot/finding.js").Procedure} Procedure
 * @typedef {import("../cards.js").Field} Field
 */

const LONG_NAME = 70;
const MOST_FACTS = 4;

/** What is not known is never made up. @param {{icon: string, title: string, text: string}} props */
const Fact = ({ icon, title, text }) => html`
  <section class="fact">
    <h2><${Icon} name=${icon} />${title}</h2>
    ${text ? html`<p lang=${FIRST_TONGUE}>${text}</p>` : html`<p class="unknown">${t("kiosk_find.unknown")}</p>`}
  </section>`;

/** @param {{papers: string[]}} props */
const Papers = ({ papers }) => html`
  <section class="fact fact-papers">
    <h2><${Icon} name="scroll-text" />${t("kiosk_find.papers")}</h2>
    ${
      papers.length
        ? html`<ul lang=${FIRST_TONGUE}>${papers.map((paper) => html`<li key=${paper}>${paper}</li>`)}</ul>`
        : html`<p class="unknown">${t("kiosk_find.unknown")}</p>`
    }
  </section>`;

/** @param {{field: Field}} props */
const Where = ({ field }) => {
  const { counters, open_counters } = served_at(field, ticket_class.value);
  const list = (open_counters.length ? open_counters : counters).join(", ");
  return html`<section class="fact">
    <h2><${Icon} name="door-open" />${own(field.name)}</h2>
    <p class="fact-where">
      <b>${list ? t("kiosk.counter", { list }) : t("kiosk.no_counter")}</b>
      ${!open_counters.length && list && html`<span>${t("kiosk.no_counter")}</span>`}
      ${!is_offline.value && html`<${Waiting} n=${field.waiting} />`}
    </p>
  </section>`;
};

/** The number for its field, or why there is none now. @param {{field: Field}} props */
const Take = ({ field }) =>
  state_of(field) === "open"
    ? html`<button class="button button-main" id="take" ...${on_press(() => take_ticket(field.id))}>
        <${Icon} name="ticket" />${t("kiosk_find.take", { name: own(field.name) })}
      </button>`
    : html`<p class="take-not" role="status"><${Icon} name="clock" />${why_shut(language.value, field, "told")}</p>`;

/** @param {{procedure: Procedure, back: () => void}} props */
const Head = ({ procedure: { name, code }, back }) => html`
  <div class="finding-head"><${Back} act=${back} />
    <h1 class=${name.length > LONG_NAME ? "long" : ""} lang=${FIRST_TONGUE}>${name}</h1>
    ${code && html`<p class="code">${t("kiosk_find.code", { code })}</p>`}
  </div>`;

/** Papers together, or one by one where large letters leave room for no more. @param {string[]} papers @returns {string[][]} */
const bundles = (papers) =>
  is_large.value && is_reading.value && !is_standing.value && papers.length ? papers.map((paper) => [paper]) : [papers];

/** @param {Procedure} procedure @param {Field | undefined} field */
const facts_of = (procedure, field) => [
  ...bundles(procedure.papers).map((papers, at) => html`<${Papers} key=${`papers-${at}`} papers=${papers} />`),
  html`<${Fact} key="fee" icon="receipt-text" title=${t("kiosk_find.fee")} text=${procedure.fee} />`,
  html`<${Fact} key="time" icon="calendar-clock" title=${t("kiosk_find.time_limit")} text=${procedure.time_limit} />`,
  ...(field ? [html`<${Where} key="where" field=${field} />`] : []),
];

/** @param {{procedure: Procedure, from: import("./finding_state.js").Place}} props */
export const ProcedurePage = ({ procedure, from }) => {
  const field = field_of(procedure.field);
  return html`<main class="finding finding-procedure" data-procedure=${procedure.code}>
    <${Head} procedure=${procedure} back=${() => go_to(from)} />
    <div class="finding-body"><${Leaves} items=${facts_of(procedure, field)} most=${MOST_FACTS} kind="facts" of=${procedure.name} /></div>
    <div class="finding-foot">
      <${SlipState} />
      <div class="finding-acts">
        ${field && html`<${Take} field=${field} />`}
        ${field && state_of(field) === "open" && html`<${Priority} />`}<${SlipButton} procedure=${procedure} />
      </div>
    </div>
  </main>`;
};
