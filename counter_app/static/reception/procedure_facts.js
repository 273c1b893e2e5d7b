/** What a procedure needs: its papers, fee and time, and where it is taken in. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";
import { counters_of, field_of } from "./state.js";

/** @typedef {import("toi-luot/finding.js").Procedure} Procedure */

/** What is not known is asked at the counter, never made up. @param {{name: string, icon: string, children?: any}} props */
const Fact = ({ name, icon, children }) => html`
  <div class="procedure-fact" data-fact=${name}>
    <dt><${Icon} name=${icon} />${t(`reception.procedure_${name}`)}</dt>
    <dd>${children || t("reception.procedure_ask")}</dd>
  </div>`;

/** @param {{one: Procedure}} props */
const Papers = ({ one }) =>
  one.papers.length > 0 && html`<ol class="procedure-papers">${one.papers.map((paper) => html`<li key=${paper}>${paper}</li>`)}</ol>`;

/** Where it is taken in, and by which counters. @param {{one: Procedure}} props */
const Where = ({ one }) => {
  const field = field_of(one.field);
  if (!field) return one.group;
  const { counters, open_counters } = counters_of(field);
  const at = t(open_counters.length > 0 ? "reception.go_to" : "reception.go_to_closed", {
    counters: (open_counters.length > 0 ? open_counters : counters).join(", "),
  });
  return counters.length > 0 ? `${own(field.name)} · ${at}` : `${own(field.name)} · ${t("reception.field_unserved")}`;
};

/** @param {{one: Procedure}} props */
export const Facts = ({ one }) => html`
  <dl class="procedure-facts">
    <${Fact} name="papers" icon="scroll-text"><${Papers} one=${one} /><//>
    <${Fact} name="fee" icon="receipt-text">${one.fee}<//>
    <${Fact} name="time" icon="clock">${one.time_limit}<//>
    <${Fact} name="where" icon="map-pinned"><${Where} one=${one} /><//>
  </dl>`;
