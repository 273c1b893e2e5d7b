/** The bar on top of the clerk's page. */
import { html } from "htm/preact";
import { hub_now_ms, open_dialog } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { time_text } from "toi-luot/clock.js";
import { Icon } from "toi-luot/parts.js";
import { Leaving } from "toi-luot/staff_head.js";
import { LanguageTool } from "toi-luot/strips.js";
import { own, t } from "toi-luot/texts.js";
import { key_name } from "./actions.js";
import { ActionButton } from "./buttons.js";
import { Company } from "./company.js";
import { Face } from "./faces.js";
import { desk, is_ready } from "./desk.js";
import { HELP_CODE } from "./keys.js";

const Tools = () => html`
  <div class="head-tools">
    ${
      is_ready.value &&
      desk.value.rules.help_call === "yes" &&
      desk.value.state !== "closed" &&
      html`<button type="button" class="tool" data-action="help" onClick=${() => open_dialog({ name: "help" })}>
        <${Icon} name="hand-helping" /><span>${t("counter.act_help")}</span>
      </button>`
    }
    <${LanguageTool} />
    <button type="button" class="tool" data-action="keys" onClick=${() => open_dialog({ name: "keys" })}>
      <${Icon} name="keyboard" /><span>${t("counter.act_keys")}</span><kbd>${key_name(HELP_CODE)}</kbd>
    </button>
  </div>`;

const CounterState = () => html`
  <span class=${`pill pill-${desk.value.state}`} id="counter-state" data-counter-state=${desk.value.state}>
    ${t(`counter.state_${desk.value.state}`)}
  </span>`;

/** The rating being asked for, or the one just given. */
const Rating = () => {
  const { rating_open, rating_closes_ms, last_rated, last_score, rating_labels } = desk.value;
  if (rating_open && hub_now_ms() < rating_closes_ms) {
    return html`<span class="rating" role="status">
      <${Icon} name="star" />${t("counter.rating_open", { label: rating_open })}
    </span>`;
  }
  if (!last_rated || last_score === null) return null;
  const index = rating_labels.length - last_score;
  const score = own(rating_labels[index]);
  return html`<span class="rating rating-given" role="status" data-score=${last_score}
    title=${t("counter.rating_given", { label: last_rated, score })}>
    <${Face} index=${index} of=${rating_labels.length} />
    <span class="rating-words">${t("counter.rating_given", { label: last_rated, score })}</span>
  </span>`;
};

/** Who works here: whoever is signed in on this page, and who else has one of this counter open. */
const People = () =>
  boot.name &&
  html`<p class="head-people">
    <span data-name><${Icon} name="user-check" />${boot.name}</span>
    <${Company} />
  </p>`;

export const Head = () => html`
  <header class="head">
    <b class="head-number digits">${boot.counter}</b>
    <div class="head-words">
      <h1><span class="only-read">${t("counter.counter", { n: boot.counter })} </span>${own(desk.value?.name)}</h1>
      <p class="head-state">
        ${is_ready.value && html`<${CounterState} />`}
        ${
          is_ready.value &&
          html`<span class="head-finished">
            ${t("counter.finished")}: <b class="digits" id="finished">${desk.value.finished}</b>
          </span>`
        }
        ${is_ready.value && html`<${Rating} />`}
      </p>
      <${People} />
    </div>
    ${
      is_ready.value &&
      html`<div class="head-acts">
      <${ActionButton} id=${desk.value.state === "open" ? "pause" : "open"} kind="head" />
      <${ActionButton} id="close" kind="head" />
    </div>`
    }
    <div class="head-stack"><${Tools} /><${Leaving} /></div>
    <b class="head-time digits">${time_text()}</b>
  </header>`;
