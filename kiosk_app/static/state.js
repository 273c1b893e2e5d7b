/**
 * What the kiosk shows and the few things a visitor can make it do.
 *
 * Everything about the queue comes as views (`hall` from the hub, `device` from the agent); only where the visitor is
 * within the page is kept here.
 */
import { batch, computed, signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { post } from "toi-luot/post.js";
import { language, speak_language } from "toi-luot/texts.js";
import { be_deaf } from "./press.js";

/**
 * @typedef {{ticket: string, label: string, field?: string, ticket_class?: string, people_ahead?: number,
 *   counters?: number[]}} Ticket
 * @typedef {{ticket: string, label: string, state: "printing"|"confirmed"|"failed"|"unknown", cancel_at_ms?: number,
 *   qr?: string}} Job
 * @typedef {{name: "home"} | {name: "issuing", field: string} | {name: "ticket", ticket: Ticket}
 *   | {name: "refused", title: string, problem: import("toi-luot/post.js").Problem}
 *   | {name: "closing", code: "noted"|"cancelled", label: string}} Stage
 */

export const hall = link.view("kiosk");
export const device = link.view("agent");

/** @type {import("@preact/signals").Signal<Stage>} */
export const stage = signal({ name: "home" });
export const page = signal(1);
export const ticket_class = signal("ordinary");
export const classes_are_open = signal(false);

/** The agent's print job, when it is for the ticket on the screen. */
export const job = computed(() => {
  const now = stage.value;
  /** @type {Job | null} */
  const current = device.value?.job ?? null;
  return now.name === "ticket" && current?.ticket === now.ticket.ticket ? current : null;
});

/** Whether something of the former visitor's would be left to the next one. */
export const is_touched = computed(
  () =>
    page.value !== 1 ||
    classes_are_open.value ||
    ticket_class.value !== "ordinary" ||
    language.value !== boot.language,
);

/** @param {Stage} next */
export function show(next) {
  be_deaf();
  stage.value = next;
}

/** Back to the beginning, as for a new visitor. */
export function go_home() {
  batch(() => {
    show({ name: "home" });
    page.value = 1;
    ticket_class.value = "ordinary";
    classes_are_open.value = false;
    speak_language(boot.language);
  });
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

/** @param {string} id */
export function choose_class(id) {
  batch(() => {
    show_classes(false);
    ticket_class.value = id;
  });
}

/** One press, one key, one ticket: nothing can be pressed until the answer is there. @param {string} field */
export async function take_ticket(field) {
  if (stage.value.name !== "home") return;
  const wish = { field, ticket_class: ticket_class.value, language: language.value };
  show({ name: "issuing", field });
  const done = await post("/tickets", wish);
  if (done.ok) show({ name: "ticket", ticket: done.answer });
  else show({ name: "refused", title: "kiosk.refused", problem: done.problem });
}

/** Answer the question whether a number without paper was noted. @param {"noted" | "cancelled"} code */
export async function settle(code) {
  if (stage.value.name !== "ticket") return;
  const { ticket, label } = stage.value.ticket;
  /** @type {Stage} */
  const closing = { name: "closing", code, label };
  show(closing);
  const done = await post(`/tickets/${ticket}/${code === "noted" ? "noted" : "cancel"}`, {});
  if (!done.ok && stage.peek() === closing) {
    show({ name: "refused", title: "kiosk.not_done", problem: done.problem });
  }
}
