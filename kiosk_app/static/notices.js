/** Screens that say one thing: why there is no number now, or how it ended. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { language, others, t, words } from "toi-luot/texts.js";
import { is_over } from "./hours.js";
import { idle_left_s } from "./return_home.js";
import { go_home, stage, start_over } from "./state.js";

/** @param {{icon: string, tone?: string, title: string, children?: any}} props */
export const Notice = ({ icon, tone = "plain", title, children }) => html`
  <main class=${`notice drum notice-${tone}`}>
    <span class="notice-icon"><${Icon} name=${icon} /></span>
    <h1>${title}</h1>
    ${children}
  </main>`;

/** Who cannot read this has not looked for the way to another language yet, so it is there in the others, too. @param {{code: string}} props */
const InOthers = ({ code }) =>
  others().map(
    (tongue) => html`<div class="notice-other" key=${tongue} lang=${tongue}>
      <b>${words(tongue, code)}</b>
      <p>${words(tongue, `${code}_hint`)}</p>
    </div>`,
  );

/** A notice in every language, the chosen one first. @param {{icon: string, tone?: string, code: string, children?: any}} props */
const Told = ({ icon, tone, code, children }) => html`
  <${Notice} icon=${icon} tone=${tone} title=${t(code)}>
    <p>${t(`${code}_hint`)}</p>
    <${InOthers} code=${code} />
    ${children}
  <//>`;

const Heals = () => html`<p class="notice-small">${t("kiosk.hub_gone_heals")}</p>`;

export const HubGone = () => html`<${Told} icon="unplug" tone="trouble" code="kiosk.hub_gone"><${Heals} /><//>`;

/** This kiosk gives out no more numbers, and it is no use to wait; why, by its code. @param {{code: string}} props */
export const AskStaff = ({ code }) => html`
  <${Told} icon="concierge-bell" tone="trouble" code=${`kiosk.${code}`}>${code !== "disk_failed" && html`<${Heals} />`}<//>`;

/** No day is open: before the first number of today, or after the last. */
export const NotOpen = () => {
  const code = is_over.value ? "kiosk.day_over" : "kiosk.not_open";
  return html`<${Told} icon=${is_over.value ? "moon" : "clock"} code=${code} />`;
};

/** @param {{of: Extract<import("./state.js").Stage, {name: "refused"}>}} props */
export const Refusal = ({ of: { title, hint, label = "", problem } }) => html`
  <${Notice} icon="circle-alert" tone="trouble" title=${t(title)}>
    <p role="alert">${problem.text?.[language.value] ?? t(hint, { label })}</p>
    <button class="button button-main" id="home" ...${on_press(go_home)}>${t("kiosk.home")}</button>
  <//>`;

/** @param {{code: string, label: string, is_offline?: boolean}} props */
export const Closing = ({ code, label, is_offline = false }) => html`
  <${Notice} icon=${code === "noted" ? "circle-check" : "circle-x"} title=${t(`kiosk.closing_${code}`, { label })}>
    <p role="status">${t(is_offline && code === "noted" ? "kiosk.offline_hint" : `kiosk.closing_${code}_hint`)}</p>
    <button class="button button-main" id="home" ...${on_press(start_over)}>${t("kiosk.home")}</button>
  <//>`;

/** Over the cards while the number is being taken; the style sheet shows it only when it takes long. */
export const Issuing = () =>
  stage.value.name !== "issuing"
    ? null
    : html`<div class="veil veil-issuing" role="status">
        <div class="dialog">
          <span class="spinner"></span>
          <h2>${t("kiosk.issuing")}</h2>
          <p class="issuing-slow">${t("kiosk.issuing_slow")}</p>
        </div>
      </div>`;

/** Over the number while the agent is told what the visitor chose. @param {{label: string}} props */
export const Settling = ({ label }) => html`
  <div class="veil veil-issuing" role="status">
    <div class="dialog">
      <span class="spinner"></span>
      <h2>${t("kiosk.settling", { label })}</h2>
      <p class="issuing-slow">${t("kiosk.issuing_slow")}</p>
    </div>
  </div>`;

/** Is anybody there? Any touch says yes. */
export const IdleQuestion = () =>
  idle_left_s.value === null
    ? null
    : html`<div class="veil">
        <div class="dialog" role="alertdialog" aria-labelledby="idle-title">
          <span class="idle-count digits">${idle_left_s.value}</span>
          <h2 id="idle-title">${t("kiosk.idle")}</h2>
          <p>${t("kiosk.idle_hint", { n: idle_left_s.value })}</p>
          <button class="button button-main" id="stay">${t("kiosk.idle_stay")}</button>
        </div>
      </div>`;
