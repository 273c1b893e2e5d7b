/** The bar on top of a page of the staff that belongs to no counter. */
import { html } from "htm/preact";
import { view } from "./asking.js";
import { boot } from "./boot.js";
import { time_text } from "./clock.js";
import { Icon } from "./parts.js";
import { LanguageTool } from "./strips.js";
import { own, t } from "./texts.js";

/** Who is signed in, and the way out. */
export const SignedIn = () =>
  boot.name &&
  html`<form class="head-tools" method="post" action="/sign-out">
    <a class="tool" href="/"><${Icon} name="house" /><span>${t("desk.home")}</span></a>
    <span class="tool-name" data-name><${Icon} name="user-check" />${boot.name}</span>
    <button class="tool">${t("desk.sign_out")}</button>
  </form>`;

/** @param {{title: string, icon: string, children?: any}} props `children` stand before the tools */
export const StaffHead = ({ title, icon, children }) => html`
  <header class="head">
    <span class="head-sign"><${Icon} name=${icon} /></span>
    <div class="head-words">
      <h1>${title}</h1>
      <p class="head-finished">${own(view.value?.header.centre?.name)}</p>
    </div>
    ${children}
    <div class="head-tools"><${LanguageTool} /></div>
    <${SignedIn} />
    <b class="head-time digits">${time_text()}</b>
  </header>`;
