/** What walls showed: the calls that none of them did, and for a number where and when each call of it was seen. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { useEffect } from "preact/hooks";
import { boot } from "toi-luot/boot.js";
import { minute_text, second_text } from "toi-luot/clock.js";
import { get } from "toi-luot/get.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { count, t } from "toi-luot/texts.js";

/**
 * @typedef {{id: number, at_ms: number, label: string, counter: number}} Call
 * @typedef {{screen: string, place: string, shown_ms: number, spoken: string}} Told
 * @typedef {{call: Call, shown: Told[]}} CallShown see hub/web/walls.py
 */

const AGAIN_MS = 20_000;
/** Somebody looks at it while a number is called once more. */
const SHOWN_AGAIN_MS = 3000;
const MOST_NAMED = 3;
const KEPT_AS = "toi-luot.unseen-calls";
const CHIME = "chime";

/** @type {import("@preact/signals").Signal<{unseen: Call[], is_any_open: boolean}>} */
const report = signal({ unseen: [], is_any_open: true });
/** The newest that somebody has taken note of (its instant; ids begin anew with other data). */
const noted_ms = signal(Number(localStorage.getItem(KEPT_AS) ?? 0));

async function learn() {
  const read = await get("/walls/unseen");
  if (read.ok) report.value = read.answer;
}

/** @param {Call[]} calls */
function note(calls) {
  noted_ms.value = calls[calls.length - 1].at_ms;
  localStorage.setItem(KEPT_AS, String(noted_ms.value));
}

/** @param {Call} call */
const named = ({ label, counter, at_ms }) => t("supervisor.unseen_call", { label, counter, time: minute_text(at_ms) });

/** Today's calls that nobody can have read anywhere, until somebody has taken note. */
export const UnseenCalls = () => {
  useEffect(() => {
    learn();
    const timer = setInterval(learn, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const calls = report.value.unseen.filter(({ at_ms }) => at_ms > noted_ms.value);
  if (calls.length === 0) return null;
  const names = calls.slice(-MOST_NAMED).toReversed().map(named).join("; ");
  return html`<div role="status" class="news"><p class="strip strip-alert" data-unseen=${calls.length}>
    <${Icon} name="tv" /><span>${report.value.is_any_open ? count("supervisor.unseen_calls", calls.length, { names }) : t("supervisor.no_wall_open")}</span>
    <button type="button" class="strip-act" onClick=${on_click("unseen calls", () => note(calls))}>
      <${Icon} name="check" />${t("supervisor.alert_seen")}
    </button>
  </p></div>`;
};

/** What a screen is, in words: "Màn hình lớn, cửa chính". @param {Told} told */
function screen_of({ screen, place }) {
  const [kind, which] = screen.split(":");
  if (kind === "front") return t("supervisor.shown_front", { counter: which });
  return place && place !== kind && place !== which ? place : t("supervisor.shown_wall", { name: which ?? "" }).trim();
}

/** @param {string} spoken codes of languages with spaces between */
function heard_in(spoken) {
  const languages = spoken.split(" ").filter((one) => one && one !== CHIME);
  if (languages.length > 0) return t("supervisor.shown_spoken", { languages: languages.map(language_name).join(", ") });
  return t(spoken ? "supervisor.shown_chimed" : "supervisor.shown_silent");
}

/** @param {string} code */
const language_name = (code) => boot.texts[code]?.["common.language_name"] ?? code;

/** @param {{told: Told}} props */
const Screen = ({ told }) => html`<li data-shown=${told.screen}>
  <b class="digits">${second_text(told.shown_ms)}</b> ${screen_of(told)} – ${heard_in(told.spoken)}
</li>`;

/** @param {{one: CallShown}} props */
const OneCall = ({ one }) => html`<li data-call-shown=${one.call.id}>
  ${t("supervisor.shown_call", { counter: one.call.counter, time: second_text(one.call.at_ms) })}
  ${
    one.shown.length === 0
      ? html` <span>${t("supervisor.shown_nowhere")}</span>`
      : html`<ul>${one.shown.map((told, place) => html`<${Screen} key=${place} told=${told} />`)}</ul>`
  }
</li>`;

/** @type {import("@preact/signals").Signal<{label: string, calls: CallShown[]}>} */
const shown = signal({ label: "", calls: [] });

/** What is known of a number, asked for anew as long as it is looked at. @param {string} label */
function use_shown(label) {
  useEffect(() => {
    let is_looked_at = true;
    async function ask() {
      const read = await get(`/tickets/${encodeURIComponent(label)}/shown`);
      if (read.ok && is_looked_at) shown.value = { label, calls: read.answer };
    }
    ask();
    const timer = setInterval(ask, SHOWN_AGAIN_MS);
    return () => {
      is_looked_at = false;
      clearInterval(timer);
    };
  }, [label]);
  return shown.value.label === label ? shown.value.calls : [];
}

/** On which screens the calls of a number were seen and heard. @param {{label: string}} props */
export const ShownCalls = ({ label }) => {
  const calls = use_shown(label);
  if (calls.length === 0) return null;
  return html`<h4>${t("supervisor.shown")}</h4>
    <ol class="why-lines" data-shown-calls=${label}>${calls.map((one) => html`<${OneCall} key=${one.call.id} one=${one} />`)}</ol>`;
};
