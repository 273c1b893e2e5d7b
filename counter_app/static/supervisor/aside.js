/** Who was set aside, and the devices. */
import { html } from "htm/preact";
import { open_dialog, view } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { Icon } from "toi-luot/parts.js";
import { device_name, is_in_trouble, is_printer, trouble_of } from "toi-luot/strips.js";
import { own, t } from "toi-luot/texts.js";
import { Marks } from "../marks.js";
import { AllDevices, Paired } from "./devices.js";
import { SmallButton, Wait } from "./parts.js";
import { ask_ticket } from "./state.js";
import { WhyLabel } from "./why.js";

/**
 * @typedef {import("../desk.js").Card & {counter: number}} Card
 * @typedef {import("./state.js").Device} Device
 */

/** @param {{card: Card, children?: any}} props */
const Row = ({ card, children }) => html`
  <li class="row" data-row=${card.label}>
    <b class="row-label digits"><${WhyLabel} label=${card.label} /></b>
    <span class="row-marks">
      <span>${t("supervisor.at_counter", { counter: card.counter })} · ${own(card.field)}</span>
      <${Marks} card=${card} /><${Wait} since_ms=${card.arrived_ms} />
    </span>
    <span class="row-acts">${children}</span>
  </li>`;

/** @param {{card: Card}} props */
const Held = ({ card }) => html`<${Row} card=${card}>
  <${SmallButton} does="release" label=${t("supervisor.release_label", { label: card.label })}
    text=${t("supervisor.release")}
    act=${() => open_dialog({ name: "release", row: card.ticket, label: card.label })} />
<//>`;

/** @param {{card: Card}} props */
const Missed = ({ card }) => html`<${Row} card=${card}>
  <${SmallButton} does="call-back" label=${t("supervisor.call_back_label", { label: card.label })}
    text=${t("supervisor.call_back")} act=${() => ask_ticket(card.ticket, "call-back")} />
<//>`;

/** @param {{name: string, list: {count: number, tickets: Card[]}, row: any}} props */
const List = ({ name, list, row }) => {
  const hidden = list.count - list.tickets.length;
  return html`<section class="list" data-list=${name}>
    <h2>${t(`supervisor.${name}`)} <span class="badge digits">${list.count}</span></h2>
    <ol>${list.tickets.map((card) => html`<${row} key=${card.ticket} card=${card} />`)}</ol>
    ${hidden > 0 && html`<p class="more">${t("desk.more", { n: hidden })}</p>`}
  </section>`;
};

/** @param {Device} one */
const is_well = (one) => one.link === "online" && one.paper === "ok" && one.cover !== "open" && !one.trouble;

/** Of what stands at the counters only what somebody should look at; the rest is a number. @param {Device} one */
const is_listed = (one) => is_printer(one) || is_in_trouble(one);

/** @param {{one: Device}} props */
const Printer = ({ one }) => html`
  <li class=${`device ${is_well(one) ? "" : "device-trouble"}`} data-device=${one.device}>
    <${Icon} name=${is_well(one) ? "printer-check" : "triangle-alert"} />
    <span>${
      is_well(one)
        ? t("supervisor.device_well", { device: device_name(one.device) })
        : t(`desk.alert_${trouble_of(one)}`, { device: device_name(one.device) })
    }</span>
  </li>`;

/** @param {{n: number}} props */
const AtCounters = ({ n }) =>
  n > 0 &&
  html`<li class="device" data-at-counters=${n}><${Icon} name="circle-check" /><span>${t("supervisor.devices_well", { n })}</span></li>`;

const Devices = () => {
  const { devices, device_count, well_at_counters } = view.value;
  const listed = devices.filter(is_listed);
  const hidden = device_count - well_at_counters - listed.length;
  return html`<section class="list" data-list="devices">
    <h2>${t("supervisor.devices")}</h2>
    <ol>
      ${listed.map((/** @type {Device} */ one) => html`<${Printer} key=${one.device} one=${one} />`)}
      ${hidden > 0 && html`<li class="more">${t("desk.more_devices", { n: hidden })}</li>`}
      <${AtCounters} n=${well_at_counters} />
      <${Paired} />
    </ol>
    <${AllDevices} />
  </section>`;
};

/** Which plan the day goes by, whether another one comes, and whether the centre's file says another. */
const PlanLine = () => {
  const { plan_version, coming_version } = view.value;
  const draft = boot.draft_differs;
  const coming = coming_version ? ` · ${t("supervisor.plan_coming", { n: coming_version })}` : "";
  return html`<p class="plan-line" data-plan=${plan_version}>
    <a href="/admin/plan">${t("supervisor.plan", { n: plan_version })}</a>${coming}
    ${draft > 0 && html` · <span data-draft>${t("supervisor.plan_draft", { n: draft })}</span>`}
  </p>`;
};

export const Aside = () => html`
  <aside class="hall-aside">
    <${List} name="missed" list=${view.value.missed} row=${Missed} />
    <${List} name="held" list=${view.value.held} row=${Held} />
    <${Devices} />
    <${PlanLine} />
  </aside>`;
