/** A colleague needs somebody at once: said on every page of the staff, until one of them has come. */
import { effect } from "@preact/signals";
import { html } from "htm/preact";
import { ask, is_locked, view } from "./asking.js";
import { boot } from "./boot.js";
import { minute_text } from "./clock.js";
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

/** @param {{one: HelpCall}} props */
const HelpCallStrip = ({ one }) => {
  const is_own = one.counter === boot.counter;
  const end = () => ask("help_ended", `/counters/${one.counter}/help-ended`);
  return html`<p class="strip strip-help" role="alert" data-help=${one.counter}>
    <${Icon} name="hand-helping" />
    <b>${t("desk.help_at", { counter: one.counter })}</b>
    <span>${own(one.name)} · ${minute_text(one.since_ms)}</span>
    ${
      boot.role !== READS_ONLY &&
      html`<button type="button" class="strip-act" data-end-help=${one.counter} aria-disabled=${is_locked.value}
        onClick=${on_click(`help ${one.counter}`, (trigger) => !is_locked.value && act_once(trigger, end))}>
        <${Icon} name="check" />${t(is_own ? "desk.help_over" : "desk.help_coming")}
      </button>`
    }
  </p>`;
};

export const HelpCalls = () => calls().map((one) => html`<${HelpCallStrip} key=${one.counter} one=${one} />`);
