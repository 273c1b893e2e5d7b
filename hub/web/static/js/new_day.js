/**
 * A day that waits for a person: the hub's clock lies so far ahead of the last day that it may be wrong, or it was set
 * while people were in the hall and has left their day behind.
 */
import { html } from "htm/preact";
import { ask, hub_now_ms, is_locked, view } from "./asking.js";
import { date_form } from "./date_forms.js";
import { Icon } from "./parts.js";
import { t } from "./texts.js";

/** The day by the hub's clock. @param {string} locale @param {Intl.DateTimeFormatOptions} [form] */
const today = (locale, form) =>
  date_form(locale, { timeZone: view.value.header.zone, ...form }).format(hub_now_ms());

/** For what the hub needs somebody's word, or ""; "en-CA" writes a day as the hub does. */
function asked_for() {
  const { trusted_until, day_until_ms } = view.value?.header ?? {};
  if (trusted_until && today("en-CA") > trusted_until) return "day_doubtful";
  return day_until_ms && hub_now_ms() >= day_until_ms ? "day_left_behind" : "";
}

export const NewDay = () => {
  const question = asked_for();
  if (!question) return null;
  const day = today(t("common.locale"), { weekday: "long", day: "numeric", month: "numeric", year: "numeric" });
  return html`<p class="strip strip-alert" role="alert" id="new-day">
    <${Icon} name="clock" /><span>${t(`desk.${question}`, { day })}</span>
    <button type="button" class="act act-head" aria-disabled=${is_locked.value}
      onClick=${() => ask("open_day", "/day/open", { confirmed_by: "person" })}>
      <span>${t("desk.act_open_day")}</span>
    </button>
  </p>`;
};
