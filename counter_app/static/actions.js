/** What a clerk can do: each action's keys, when it is possible, and what it asks for. */
import { computed } from "@preact/signals";
import { is_locked, open_dialog, refusal } from "toi-luot/asking.js";
import { act_once } from "toi-luot/press.js";
import { t } from "toi-luot/texts.js";
import { ask_counter, desk, is_callable, is_ready, ticket } from "./desk.js";
import { addable } from "./errands.js";
import { finish } from "./finishing.js";
import { offer, take_back } from "./undo.js";
import { leave } from "./work_dialogs.js";

/**
 * @typedef {object} Action
 * @property {string} id
 * @property {string} icon
 * @property {string[]} codes `KeyboardEvent.code`s: no letters (input methods change them), no key of the browser's
 * @property {() => string} label
 * @property {() => boolean} is_possible what the state allows; the hub decides in the end
 * @property {() => unknown} act
 */

const state = () => desk.value.state;
const has_ticket = (/** @type {string[]} */ ...states) => states.includes(ticket.value?.state ?? "");
const is_free = () => ticket.value === null;
const can_call = () => state() === "open" && is_free();
const newest_held = () => desk.value.held.tickets[0];

const YES = "yes";
const starts_on_call = () => desk.value.rules.start_on_call === YES;
const is_awaited = () => has_ticket("called") || (starts_on_call() && has_ticket("serving"));
const asks_came = () => desk.value?.rules?.ask_came === YES && has_ticket("called");
const goes_on = () => Boolean(ticket.value?.errands.some((one) => one.state === "next"));

/** Whether the next one may be chosen while somebody is served. */
export const prepares = () => desk.value.rules.prepare_next === YES;

/** Whether a service begins with a press of its own. */
export const starts_apart = () => !starts_on_call() || has_ticket("called");

/** @param {string} name */
const open_for_ticket = (name) => open_dialog({ name, ticket: ticket.value?.ticket, label: ticket.value?.label });

const resume_newest = () => ask_counter("resume", "resume", { ticket: newest_held().ticket });

/** @type {Action[]} */
export const ACTIONS = [
  {
    id: "next",
    icon: "megaphone",
    codes: ["F2", "Numpad2"],
    label: () => t(has_ticket("serving") ? "counter.act_finish_next" : "counter.act_next"),
    is_possible: () => has_ticket("serving") || (can_call() && is_callable()),
    act: () => (has_ticket("serving") ? finish("next", "finish-and-call-next") : ask_counter("next", "call-next")),
  },
  {
    id: "recall",
    icon: "bell-ring",
    codes: ["F3", "Numpad3"],
    label: () => t(asks_came() ? "counter.act_not_yet" : "counter.act_recall"),
    is_possible: is_awaited,
    act: () => ask_counter("recall", "recall"),
  },
  {
    id: "start",
    icon: "play",
    codes: ["F4", "Numpad4"],
    label: () => t(asks_came() ? "counter.act_came" : "counter.act_start"),
    is_possible: () => has_ticket("called"),
    act: () => ask_counter("start", "start"),
  },
  {
    id: "missed",
    icon: "user-x",
    codes: ["F7", "Numpad7"],
    label: () => t(asks_came() ? "counter.act_not_here" : "counter.act_missed"),
    is_possible: is_awaited,
    act: () => (desk.value.rules.missed_reason === YES ? open_for_ticket("missed") : ask_counter("missed", "missed")),
  },
  {
    id: "finish",
    icon: "circle-check",
    codes: ["F8", "Numpad8"],
    label: () => t(goes_on() ? "counter.act_finish_errand" : "counter.act_finish"),
    is_possible: () => has_ticket("serving"),
    act: () => finish("finish", "finish"),
  },
  {
    id: "hold",
    icon: "pause",
    codes: ["F9", "Numpad9"],
    label: () =>
      is_free() && newest_held() ? t("counter.act_resume", { label: newest_held().label }) : t("counter.act_hold"),
    is_possible: () => has_ticket("called", "serving") || (can_call() && Boolean(newest_held())),
    act: () => (is_free() ? resume_newest() : ask_counter("hold", "hold")),
  },
  {
    id: "transfer",
    icon: "arrow-right-left",
    codes: ["Numpad5"],
    label: () => t("counter.act_transfer"),
    is_possible: () => !is_free(),
    act: () => open_for_ticket("transfer"),
  },
  {
    id: "return",
    icon: "undo-2",
    codes: ["Numpad6"],
    label: () => t("counter.act_return"),
    is_possible: () => !is_free(),
    act: () => open_for_ticket("return"),
  },
  {
    id: "call_number",
    icon: "ticket",
    codes: ["Numpad1"],
    label: () => t("counter.act_call_number"),
    is_possible: can_call,
    act: () => open_dialog({ name: "call_number" }),
  },
  {
    id: "cancel",
    icon: "circle-x",
    codes: ["NumpadDecimal"],
    label: () => t("counter.act_cancel"),
    is_possible: is_awaited,
    act: () => open_for_ticket("cancel"),
  },
  {
    id: "undo",
    icon: "rotate-ccw",
    codes: ["F3", "NumpadDecimal"],
    label: () => t("counter.act_undo"),
    is_possible: () => offer() !== null,
    act: take_back,
  },
  {
    id: "note",
    icon: "file-pen-line",
    codes: ["NumpadAdd"],
    label: () => t("counter.act_note"),
    is_possible: () => has_ticket("called", "serving") && !ticket.value?.is_hidden,
    act: () => open_for_ticket("note"),
  },
  {
    id: "add_errand",
    icon: "scroll-text",
    codes: [],
    label: () => t("counter.act_add_errand"),
    is_possible: () => has_ticket("serving") && addable(ticket.value).length > 0,
    act: () => open_for_ticket("add_errand"),
  },
  {
    id: "prepare",
    icon: "bell",
    codes: ["F6"],
    label: () =>
      desk.value.prepared
        ? t("counter.act_drop_prepared", { label: desk.value.prepared.label })
        : t("counter.act_prepare"),
    is_possible: () =>
      prepares() && (desk.value.prepared !== null || (has_ticket("serving") && is_callable())),
    act: () => ask_counter("prepare", desk.value.prepared ? "drop-prepared" : "prepare"),
  },
  {
    id: "fields",
    icon: "layout-grid",
    codes: ["NumpadDivide"],
    label: () => t("counter.act_fields"),
    is_possible: () => true,
    act: () => open_dialog({ name: "fields" }),
  },
  {
    id: "open",
    icon: "door-open",
    codes: ["Numpad0"],
    label: () => t(state() === "paused" ? "counter.act_reopen" : "counter.act_open"),
    is_possible: () => state() !== "open",
    act: () => ask_counter("open", "open"),
  },
  {
    id: "pause",
    icon: "circle-pause",
    codes: ["Numpad0"],
    label: () => t("counter.act_pause"),
    is_possible: can_call,
    act: () => open_dialog({ name: "pause" }),
  },
  {
    id: "close",
    icon: "door-closed",
    codes: ["NumpadSubtract"],
    label: () => t("counter.act_close"),
    is_possible: () => state() !== "closed" && is_free(),
    act: () => leave("close", "close"),
  },
];

/** The actions that may be taken now, by id. */
export const possible = computed(
  () =>
    new Set(is_locked.value || !is_ready.value ? [] : ACTIONS.filter((one) => one.is_possible()).map((one) => one.id)),
);

/** @param {string} id */
export const action = (id) => /** @type {Action} */ (ACTIONS.find((one) => one.id === id));

/** Only who has been started can be finished: what a quick hand forgets most. @param {Action} one */
const is_start_missing = ({ id }) => ["next", "finish"].includes(id) && has_ticket("called");

/**
 * Take an action if it is possible now; where it is not plain to see why not, say it.
 * @param {Action} one
 * @param {string} trigger the key or button
 */
export function take(one, trigger) {
  if (possible.value.has(one.id)) act_once(trigger, one.act);
  else if (!is_locked.value && is_start_missing(one)) refusal.value = t("counter.start_first");
}

/** A key's name on the page: "F2", "Phím số 5". @param {string} code */
export function key_name(code) {
  const signs = /** @type {Record<string, string>} */ ({
    Decimal: ".",
    Add: "+",
    Subtract: "−",
    Multiply: "×",
    Divide: "÷",
  });
  if (!code.startsWith("Numpad")) return code;
  const key = code.slice("Numpad".length);
  return t("counter.key_numpad", { key: signs[key] ?? key });
}
