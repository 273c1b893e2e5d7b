/**
 * What the kiosk shows and the few things a visitor can make it do.
 *
 * Everything about the queue comes as views (`hall` from the hub, `device` from the agent); only where the visitor is
 * within the page is kept here.
 */
import { batch, computed, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { be_deaf } from "toi-luot/finger.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";
import { language, speak_language, words } from "toi-luot/texts.js";
import { forget_modes, is_changed } from "./modes.js";

/**
 * @typedef {{ticket: string, label: string, field?: string, ticket_class?: string, people_ahead?: number | null,
 *   counters?: number[], is_offline?: boolean, further?: string[], is_cut?: boolean, link?: string}} Ticket `is_cut`: drawn without
 *   the hub, for the first of several errands alone
 * @typedef {{ticket: string, label: string, qr?: string, cancel_at_ms?: number,
 *   state: "printing"|"confirmed"|"sent"|"unknown"|"failed"|"noted"|"cancelled"}} Job
 * @typedef {{name: "home"} | {name: "finding"} | {name: "issuing", field: string, from: string} | {name: "ticket", ticket: Ticket}
 *   | {name: "settling", ticket: Ticket}
 *   | {name: "refused", title: string, hint: string, label?: string, problem: Problem}
 *   | {name: "scanned", scan: Scan} | {name: "card", field: string, further: string[]}
 *   | {name: "closing", code: "noted"|"cancelled", label: string, is_offline?: boolean}} Stage
 * @typedef {{kind: "ticket"|"receipt"|"identity"|"unknown", label: string, state: string, field: string,
 *   people_ahead: number | null, counter: number | null, is_taken: boolean}} Scan what lay under the scanner, see kiosk_app/scanner.py
 *
 * @typedef {import("toi-luot/post.js").Problem} Problem
 */

/** How long an answer is wanted (ms): a little longer than the agent itself tries to get one. */
const PATIENCE_MS = 15_000;
const LEAST_PATIENCE_MS = 3000;
const CARD_MS = 55_000;

export const hall = link.view("kiosk");
export const device = link.view("agent");

/** The hub is away, and the agent draws numbers of its own meanwhile. */
export const is_offline = computed(() => device.value?.offline?.may_draw === true);

/** Whether numbers can be had, from the hub or from the agent alone. */
export const gives_numbers = computed(
  () => link.is_live.value && (is_offline.value || (device.value?.hub_is_reachable && !device.value.offline) === true),
);

/** Where nothing is under way that a scan could disturb, or that could become a second number. */
const AT_REST = new Set(["home", "finding", "scanned", "card"]);

const MATTERS_OF_STAFF = new Set(["offline_limit", "offline_no_time", "disk_failed"]);

/** Why the agent gives no numbers of its own any more, where waiting for the hub does not help; also when its disk fails; else "". */
export const must_ask_staff = computed(() => {
  const reason = link.is_live.value ? (device.value?.offline?.reason ?? "") : "";
  return MATTERS_OF_STAFF.has(reason) ? reason : "";
});

/** @type {import("@preact/signals").Signal<Stage>} */
export const stage = signal({ name: "home" });
export const page = signal(1);
export const ticket_class = signal("ordinary");
export const classes_are_open = signal(false);

/** What lies over the sight because a tool of the bar asked for it. @type {import("@preact/signals").Signal<"" | "help" | "languages">} */
export const panel = signal("");

/** The fields chosen for one number, in their order; null while a touch takes a number. @type {import("@preact/signals").Signal<string[] | null>} */
export const several = signal(null);

/** Why a touch chose nothing, by language; null once something was chosen. @type {import("@preact/signals").Signal<Record<string, string> | null>} */
export const several_note = signal(null);

/** The agent's print job, when it is for the ticket on the screen. */
export const job = computed(() => {
  const now = stage.value;
  /** @type {Job | null} */
  const current = device.value?.job ?? null;
  const is_shown = now.name === "ticket" || now.name === "settling";
  return is_shown && current?.ticket === now.ticket.ticket ? current : null;
});

/** Whether something of the former visitor's would be left to the next one. */
export const is_touched = computed(
  () =>
    page.value !== 1 ||
    classes_are_open.value ||
    panel.value !== "" ||
    is_changed.value ||
    several.value !== null ||
    ticket_class.value !== "ordinary" ||
    language.value !== boot.language,
);

/** @param {Stage} next */
export function show(next) {
  be_deaf();
  batch(() => {
    panel.value = "";
    stage.value = next;
  });
}

/** What else forgets its visitor, when he goes back to the beginning. @type {Set<() => void>} */
const forgetting = new Set();

/** Let a part of the page that keeps something of a visitor forget it on the way home. @param {() => void} forget */
export const on_home = (forget) => forgetting.add(forget);

/** Back to the beginning; the same visitor keeps the language and how the screen is shown. */
export function go_home() {
  batch(() => {
    show({ name: "home" });
    page.value = 1;
    ticket_class.value = "ordinary";
    classes_are_open.value = false;
    panel.value = "";
    choose_several(null);
    for (const forget of forgetting) forget();
  });
}

/** Back to the beginning, as for a new visitor. */
export function start_over() {
  batch(() => {
    go_home();
    forget_modes();
    speak_language(boot.language);
  });
}

/** @param {"" | "help" | "languages"} name */
export function show_panel(name) {
  be_deaf();
  panel.value = name;
}

/** @param {number} number */
export function turn_to(number) {
  be_deaf();
  page.value = number;
}

/** @param {boolean} are_open */
export function show_classes(are_open) {
  be_deaf();
  classes_are_open.value = are_open;
}

/** @param {string} code */
export function choose_language(code) {
  be_deaf();
  speak_language(code);
}

/** @param {string} id */
export function choose_class(id) {
  batch(() => {
    show_classes(false);
    ticket_class.value = id;
  });
}

/** What to say where the server says nothing itself. @param {Problem} problem @param {string} [not_answered] */
const hint_of = (problem, not_answered = "kiosk.not_answered") =>
  problem.code === "not_answered" ? not_answered : "kiosk.refused_hint";

/** Begin to choose for one number, go on, or leave it (null). @param {string[] | null} fields */
export function choose_several(fields) {
  be_deaf();
  batch(() => {
    several.value = fields;
    several_note.value = null;
  });
}

/** Choose one more field, or take it back; one number is for so many and no more. @param {string} field */
export function choose_also(field) {
  const chosen = several.value ?? [];
  const most = hall.value.most_fields;
  if (chosen.includes(field)) choose_several(chosen.filter((one) => one !== field));
  else if (chosen.length < most) choose_several([...chosen, field]);
  else several_note.value = in_all_languages((tongue) => words(tongue, "kiosk.several_most", { most }));
}

/** @param {(tongue: string) => string} say @returns {Record<string, string>} */
export const in_all_languages = (say) => Object.fromEntries(Object.keys(boot.texts).map((tongue) => [tongue, say(tongue)]));

/** The number for what was chosen. */
export function take_several() {
  const [field, ...further] = several.value ?? [];
  if (field) take_ticket(field, further);
}

/** When a card was last shown (ms, the page's own clock): the agent keeps its digest for the next number, for a minute. */
let card_shown_ms = -Infinity;

/** Whether the plan limits numbers a person, so that who asks must show a card first; the hub away knows of no limit. */
const needs_card = () =>
  hall.value.asks_card && !is_offline.value && hall.value.header.mode === "live" && performance.now() - card_shown_ms > CARD_MS;

/** A card was taken: the number that waits for it is taken with it. @param {Scan} scan */
function card_shown(scan) {
  card_shown_ms = performance.now();
  const now = stage.value;
  if (now.name === "card") take_ticket(now.field, now.further);
  else show({ name: "scanned", scan });
}

/**
 * One press, one key, one ticket: nothing can be pressed until the answer is there.
 * @param {string} field
 * @param {string[]} [further] the other fields of the same number
 */
export async function take_ticket(field, further = []) {
  if (!AT_REST.has(stage.value.name)) return;
  if (needs_card()) return show({ name: "card", field, further });
  card_shown_ms = -Infinity;
  const wish = { field, ticket_class: ticket_class.value, language: language.value };
  show({ name: "issuing", field, from: stage.value.name });
  const done = await post("/tickets", further.length ? { ...wish, further_fields: further } : wish, PATIENCE_MS);
  if (done.ok) show({ name: "ticket", ticket: { ...done.answer, is_cut: done.answer.is_offline && further.length > 0 } });
  else show({ name: "refused", title: "kiosk.refused", hint: hint_of(done.problem), problem: done.problem });
}

// A code was held under this kiosk's scanner; whoever is at something else is not disturbed, but for the card he was asked for.
link.on_scan((/** @type {Scan} */ scan) => {
  if (!AT_REST.has(stage.value.name) || classes_are_open.value) return;
  if (panel.value && !(scan.is_taken && stage.value.name === "card")) return;
  if (scan.is_taken) card_shown(scan);
  else show({ name: "scanned", scan });
});

/**
 * Answer a touch that leads to no number, without asking anybody.
 * @param {string} title
 * @param {Record<string, string>} text by language
 */
export function say_no(title, text) {
  show({ name: "refused", title, hint: "kiosk.refused_hint", problem: { code: "not_now", text } });
}

/**
 * Answer the question whether a number without paper was noted. What became of it is told only once the agent has
 * answered; the agent itself cancels the number at `cancel_at_ms`.
 * @param {"noted" | "cancelled"} code
 */
export async function settle(code) {
  if (stage.value.name !== "ticket") return;
  const { ticket } = stage.value;
  const { label } = ticket;
  const left_ms = (job.value?.cancel_at_ms ?? 0) - link.now_ms();
  show({ name: "settling", ticket });
  const path = `/tickets/${ticket.ticket}/${code === "noted" ? "noted" : "cancel"}`;
  const done = await post(path, {}, Math.max(left_ms, LEAST_PATIENCE_MS));
  if (done.ok) return show({ name: "closing", code, label, is_offline: ticket.is_offline });
  const hint = hint_of(done.problem, "kiosk.settle_not_answered");
  show({ name: "refused", title: "kiosk.not_done", hint, label, problem: done.problem });
}
