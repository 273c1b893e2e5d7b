/** Whom a number is for: somebody here or elsewhere, and what tells persons apart where their numbers are limited. */
import { html } from "htm/preact";
import { view } from "toi-luot/asking.js";
import { t } from "toi-luot/texts.js";
import { ELSEWHERE, HERE, asks_phone, channel, is_person_good, person } from "./state.js";

/** @param {{value: string, children?: any}} props */
const Way = ({ value, children }) => html`
  <label class="chip" data-chip=${value}>
    <input type="radio" name="channel" value=${value} checked=${channel.value === value}
      onChange=${() => (channel.value = value)} />
    <span>${children}</span>
  </label>`;

const Ways = () =>
  view.value.offers_remote &&
  html`<fieldset class="option">
    <legend>${t("reception.channel")}</legend>
    <${Way} value=${HERE}>${t("reception.channel_walk_in")}<//>
    <${Way} value=${ELSEWHERE}>${t("reception.channel_remote")}<//>
  </fieldset>`;

/** Nothing is filled in beforehand, and nobody has to give it. */
const Phone = () =>
  asks_phone() &&
  html`<div class="option">
    <label for="person">${t("reception.phone")}</label>
    <input id="person" class="digits" type="tel" inputmode="tel" autocomplete="off" maxlength="20" value=${person.value}
      aria-invalid=${!is_person_good.value} placeholder=${t("reception.phone_hint")} title=${t("reception.phone_hint")}
      onInput=${(/** @type {any} */ event) => (person.value = event.target.value)} />
  </div>`;

export const Person = () => html`<${Ways} /><${Phone} />`;
