/** A colleague needs somebody at once: said on every page of the staff, until one of them has come. */
import { effect, signal, untracked } from "@preact/signals";
import { html } from "htm/preact";
import { ask, busy, hub_now_ms, is_locked, own_seq, view } from "./asking.js";
import { boot } from "./boot.js";
import { minute_text } from "./clock.js";
import { link } from "./link.js";
import { Icon } from "./parts.js";
import { act_once, on_click } from "./press.js";
import { own, t } from "./texts.js";

/** @typedef {{counter: number, name: Record<string, string>, since_ms: number}} HelpCall */

const READS_ONLY = "inspector";

/** @returns {HelpCall[]} */
const calls = () => view.value?.help_calls ?? [];

/** Whoever has another window in front sees it in the tab's name. */
const title = document.title;
effect(() => {
  const [first] = calls();
  document.title = first ? `❗ ${t("desk.help_at", { counter: first.counter })}` : title;
});

const ARMED_MS = 5000;
const TOLD_MS = 15_000;

/** The counter to which somebody has said once that they come, and until when a second press means it. */
const armed = signal({ counter: 0, until_ms: 0 });

/** @param {number} counter */
const is_armed = (counter) => armed.value.counter === counter && hub_now_ms() < armed.value.until_ms;

/** Until when a counter's own page says that somebody comes; who it is nobody tells. */
const told_until_ms = signal(0);

let called = false;
effect(() => {
  const before = called;
  called = calls().some(({ counter }) => counter === boot.counter);
  const is_own = untracked(() => busy.value) !== "" || own_seq() >= link.rev(boot.topic);
  if (before && !called && !is_own && view.value?.header.is_open) told_until_ms.value = link.now_ms() + TOLD_MS;
});

const SomebodyComes = () =>
  hub_now_ms() < told_until_ms.value &&
  html`<p class="strip strip-help-comes" role="status" data-help-comes>
    <${Icon} name="hand-helping" /><b>${t("desk.help_comes", { counter: boot.counter ?? 0 })}</b>
  </p>`;

/** The strip is under everybody's pointer: a slip of the hand must not take the call away. @param {HelpCall} one */
const coming_text = (one) => t(is_armed(one.counter) ? "desk.help_coming_sure" : "desk.help_coming");

/** @param {{one: HelpCall}} props */
const HelpCallStrip = ({ one }) => {
  const is_own = one.counter === boot.counter;
  const end = () => {
    if (is_own || is_armed(one.counter)) return ask("help_ended", `/counters/${one.counter}/help-ended`);
    armed.value = { counter: one.counter, until_ms: link.now_ms() + ARMED_MS };
    return undefined;
  };
  return html`<p class="strip strip-help" role="alert" data-help=${one.counter}>
    <${Icon} name="hand-helping" />
    <b>${t("desk.help_at", { counter: one.counter })}</b>
    <span>${own(one.name)} · ${minute_text(one.since_ms)}</span>
    ${
      boot.role !== READS_ONLY &&
      html`<button type="button" class="strip-act" data-end-help=${one.counter} aria-disabled=${is_locked.value}
        onClick=${on_click(`help ${one.counter}`, (trigger) => !is_locked.value && act_once(trigger, end))}>
        <${Icon} name="check" />${is_own ? t("desk.help_over") : coming_text(one)}
      </button>`
    }
  </p>`;
};

export const HelpCalls = () => html`
  <${SomebodyComes} />${calls().map((one) => html`<${HelpCallStrip} key=${one.counter} one=${one} />`)}`;
