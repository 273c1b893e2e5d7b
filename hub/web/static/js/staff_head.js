/** The bar on top of a page of the staff that belongs to no counter. */
import { html } from "htm/preact";
import { view } from "./asking.js";
import { boot } from "./boot.js";
import { time_text } from "./clock.js";
import { Icon } from "./parts.js";
import { LanguageTool } from "./strips.js";
import { own, t } from "./texts.js";

/** The ways out, for whoever is signed in. */
export const Leaving = () =>
  boot.name &&
  html`<form class="head-tools" method="post" action="/sign-out">
    <a class="tool" href="/"><${Icon} name="house" /><span>${t("desk.home")}</span></a>
    <button class="tool">${t("desk.sign_out")}</button>
  </form>`;

/** @param {{title: string, icon: string, children?: any}} props `children` stand before the tools */
export const StaffHead = ({ title, icon, children }) => html`
  <header class="head">
    <span class="head-sign"><${Icon} name=${icon} /></span>
    <div class="head-words">
      <h1>${title}</h1>
      <p class="head-finished">
        <span>${own(view.value?.header.centre?.name)}</span>
        ${boot.name && html`<span class="head-name" data-name><${Icon} name="user-check" /> ${boot.name}</span>`}
      </p>
    </div>
    ${children}
    <div class="head-tools"><${LanguageTool} /></div>
    <${Leaving} />
    <b class="head-time digits">${time_text()}</b>
  </header>`;
