/** A ticket that somebody held under the counter's scanner: it is called, or the clerk is told where it stands. */
import { dialog, open_dialog, sentence } from "toi-luot/asking.js";
import { get } from "toi-luot/get.js";
import { carried_label } from "toi-luot/labels.js";
import { on_scan } from "toi-luot/scans.js";
import { t } from "toi-luot/texts.js";
import { possible } from "./actions.js";
import { desk, is_ready, say_of_scan, ticket } from "./desk.js";

const CALLABLE = new Set(["waiting", "missed"]);
const AT_A_COUNTER = new Set(["called", "serving", "held"]);

/** Why a ticket is not called now, in a sentence. @param {any} story @returns {string} */
function where_it_is({ label, state, services }) {
  const { counter } = services.at(-1);
  if (CALLABLE.has(state)) return t(`counter.scan_${desk.value.state === "open" ? "busy" : "not_open"}`, { label });
  if (AT_A_COUNTER.has(state)) return t(`counter.scan_${state}`, { label, counter });
  return t("counter.scan_over", { label, state: t(`state.${state}`) });
}

/** @param {string} label @param {string} [otherwise] what to say where the hub does not know it */
async function show(label, otherwise) {
  const done = await get(`/tickets/${encodeURIComponent(label)}`);
  if (!is_ready.value || dialog.value) return;
  if (!done.ok) say_of_scan(otherwise ?? sentence(done.problem));
  else if (CALLABLE.has(done.answer.state) && possible.value.has("call_number")) {
    open_dialog({ name: "call_number", label });
  } else say_of_scan(where_it_is(done.answer));
}

on_scan(({ day, label }) => {
  if (!is_ready.value || dialog.value) return;
  if (!label) say_of_scan(t("desk.scan_no_ticket"));
  else if (day && day !== desk.value.header.day) show(carried_label({ day, label }), t("desk.other_day", { label }));
  else if (ticket.value?.label === label) say_of_scan(t("counter.scan_here", { label }));
  else show(label);
});
