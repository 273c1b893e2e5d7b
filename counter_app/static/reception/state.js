/**
 * What the reception's page knows beside the hub's view: what has been chosen for the next person, the number just
 * drawn, the number that was looked for, and which printer is used here.
 */
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ask, busy, dialog, hub_now_ms, is_locked, refusal, sentence, view } from "toi-luot/asking.js";
import { get } from "toi-luot/get.js";
import { carried_label, code_in, is_label, label_in, token_in } from "toi-luot/labels.js";
import { left_at } from "toi-luot/quotas.js";
import { label_of } from "toi-luot/scans.js";
import { served_at } from "toi-luot/served_at.js";
import { t } from "toi-luot/texts.js";

/**
 * @typedef {Record<string, string>} Wording {vi, en}
 * @typedef {{id: string, series: string, name: Wording, waiting: number, counters: number[], open_counters: number[],
 *   of_class: Record<string, import("toi-luot/served_at.js").ServedAt>,
 *   is_stopped: boolean, openings: {from_ms: number, to_ms: number}[], most_files: number,
 *   walk_in_left: import("toi-luot/quotas.js").QuotaLeft[],
 *   remote_left: import("toi-luot/quotas.js").QuotaLeft[]}} Field
 * @typedef {{device: string, link: string, paper: string, cover: string}} Printer
 * @typedef {{ticket: string, label: string, people_ahead: number | null, field: string, ticket_class: string,
 *   link?: string}} Drawn `link` is that of its page for phones, where there is one
 */

const PRINTER_KEPT_AS = "toi-luot.reception.printer";
const LOOK_AGAIN_MS = 3000;
const ORDINARY = "ordinary";
const FIRST_LANGUAGE = "vi";
export const HERE = "walk_in";
export const ELSEWHERE = "remote";
const PHONE = /^\+?\d{8,15}$/;

export const is_ready = computed(() => Boolean(view.value?.header.is_open) && !view.value.refused);

/** The ids of the chosen fields, in the order in which they are served. @type {import("@preact/signals").Signal<string[]>} */
export const fields = signal([]);

/** How the number is drawn: for somebody here, or for somebody elsewhere. */
export const channel = signal(HERE);

/** What tells the person apart where their numbers are limited; never kept. */
export const person = signal("");
export const ticket_class = signal(ORDINARY);
export const language = signal(FIRST_LANGUAGE);

/** The number of files as it stands in its field, whatever somebody typed there. */
export const files_typed = signal("1");
export const files = computed(() => (files_typed.value === "" ? Number.NaN : Number(files_typed.value)));

/** The device that was chosen to print for this desk, "" for none, null before; kept by this browser. */
const kept_printer = signal(localStorage.getItem(PRINTER_KEPT_AS));

/** @param {string} device */
export function choose_printer(device) {
  localStorage.setItem(PRINTER_KEPT_AS, device);
  kept_printer.value = device;
}

/** What is chosen where the slip comes from the printer of this computer, through its browser. */
export const THIS_COMPUTER = "this-computer";

/** Whether this desk prints its slips by its own computer. */
export const prints_here = computed(() => kept_printer.value === THIS_COMPUTER);

/** What stands in the list of printers. */
export const printer_choice = computed(() => (prints_here.value ? THIS_COMPUTER : (chosen_printer.value?.device ?? "")));

/** The number drawn last at this page. @type {import("@preact/signals").Signal<Drawn | null>} */
export const drawn = signal(null);

/** The whole story of the number that was looked for. @type {import("@preact/signals").Signal<any>} */
export const found = signal(null);

/** Why a number was not found, in a sentence. */
export const not_found = signal("");

/** @returns {Printer[]} */
export const printers = () => view.value?.printers ?? [];

/** Whether a printer can print as far as is known. @param {Printer} one */
export const is_printing = (one) => one.link !== "offline" && one.paper !== "out" && one.cover !== "open";

/** The only printer that is ready, if there is just one. */
function only_ready() {
  const ready = printers().filter((one) => one.link === "online" && is_printing(one));
  return ready.length === 1 ? ready[0] : undefined;
}

/**
 * The printer of this desk as the hub knows it: the chosen one, before anybody chose the only one that is ready.
 * @type {import("@preact/signals").ReadonlySignal<Printer | undefined>}
 */
export const chosen_printer = computed(() =>
  kept_printer.value === null ? only_ready() : printers().find((one) => one.device === kept_printer.value),
);

/** @param {string} id @returns {Field | undefined} */
export const field_of = (id) => view.value?.fields?.find((/** @type {Field} */ one) => one.id === id);

/** How many numbers of a field are left for the way that is chosen, null for any. @param {Field} one */
export const left_of = (one) => left_at(channel.value === HERE ? one.walk_in_left : one.remote_left, hub_now_ms());

/** The counters that would call a number of the chosen class. @param {Field} one */
export const counters_of = (one) => served_at(one, ticket_class.value);

/** Whether numbers of a field can be drawn at all today. @param {Field} one */
export const is_drawable = (one) => !one.is_stopped && counters_of(one).counters.length > 0 && left_of(one) !== 0;

/** How many fields one number may be for. */
export const most_fields = () => view.value?.most_fields ?? 1;

/** Choose a field, or take it back where a number may be for several. @param {string} id */
export function choose_field(id) {
  const chosen = fields.value;
  if (most_fields() === 1) fields.value = [id];
  else if (chosen.includes(id)) fields.value = chosen.filter((one) => one !== id);
  else if (chosen.length < most_fields()) fields.value = [...chosen, id];
  else refusal.value = t("reception.fields_most", { most: most_fields() });
}

export function forget_fields() {
  fields.value = [];
}

/** How many files one number may stand for: as many as each of its fields takes. */
export const most_files = () =>
  Math.min(view.value?.most_files ?? 1, ...fields.value.map((id) => field_of(id)?.most_files ?? 1));

/** Whether a telephone number tells persons apart here. */
export const asks_phone = () => view.value?.person_by === "phone";

/** @param {string} typed */
const phone_in = (typed) => typed.replaceAll(/[\s.-]/g, "");

export const is_person_good = computed(
  () => !asks_phone() || person.value === "" || PHONE.test(phone_in(person.value)),
);

/** Whether a number can stand for so many files. What was typed is never turned into something else. */
export const are_files_good = computed(
  () => Number.isInteger(files.value) && files.value >= 1 && files.value <= most_files(),
);

export const may_issue = computed(() => {
  const chosen = fields.value.map(field_of);
  const are_drawable = chosen.length > 0 && chosen.every((one) => one !== undefined && is_drawable(one));
  return !is_locked.value && are_drawable && are_files_good.value && is_person_good.value;
});

/** @param {number} wanted */
export function set_files(wanted) {
  files_typed.value = String(Math.min(Math.max(Math.trunc(wanted) || 1, 1), most_files()));
}

/** The next person is somebody else: nothing that was chosen for this one may stick. */
export function forget_choice() {
  batch(() => {
    fields.value = [];
    channel.value = HERE;
    person.value = "";
    ticket_class.value = ORDINARY;
    language.value = FIRST_LANGUAGE;
    files_typed.value = "1";
  });
}

/** Draw the number that was chosen. The printer is asked for with it: one request, one number, one paper. */
export async function issue() {
  if (!may_issue.value) return;
  const [field, ...further_fields] = fields.value;
  const done = await ask("issue", "/tickets", {
    field,
    ...(further_fields.length ? { further_fields } : {}),
    ...(channel.value === HERE ? {} : { channel: channel.value }),
    ...(asks_phone() && person.value ? { person: phone_in(person.value) } : {}),
    ticket_class: ticket_class.value,
    language: language.value,
    files: files.value,
    granted_by: "staff",
    ...(chosen_printer.value ? { print_at: chosen_printer.value.device } : {}),
  });
  if (!done?.ok) return;
  const [event] = done.answer.events;
  batch(() => {
    drawn.value = { people_ahead: 0, ...event };
    found.value = null;
    forget_choice();
  });
}

/** @param {string} ticket its id @param {string} device */
export const print_again = (ticket, device) => ask("print", `/tickets/${ticket}/request-print`, { device });

/** Counts what was looked for, so that an answer that comes late opens nothing. */
let looked = 0;

/** @param {string} label @returns {Promise<Awaited<ReturnType<typeof get>> | null>} null when it came too late */
async function look(label) {
  looked += 1;
  const mine = looked;
  const done = await get(`/tickets/${encodeURIComponent(label)}`);
  return mine === looked ? done : null;
}

/**
 * Look for a number as somebody typed it, or for a ticket by its code. What can be neither is shown to nobody, not even
 * to the hub: a scanner may have typed an identity card.
 * @param {string} typed
 */
export async function find(typed) {
  const token = token_in(typed);
  if (token) return find_scanned({ day: "", label: await label_of(token) });
  const code = code_in(typed);
  const is_former = code !== null && code.day !== view.value.header.day;
  const label = is_former ? carried_label(code) : (code?.label ?? label_in(typed));
  if (!label) return;
  refusal.value = "";
  if (!is_label(label)) return say_not_found(t("desk.no_number"));
  const done = await look(label);
  if (!done) return;
  const why_not = () => (is_former ? t("desk.other_day", { label: code.label }) : sentence(done.problem));
  batch(() => {
    found.value = done.ok ? done.answer : null;
    not_found.value = done.ok ? "" : why_not();
  });
}

export function close_found() {
  looked += 1;
  batch(() => {
    found.value = null;
    not_found.value = "";
  });
}

/** @param {string} why in a sentence */
function say_not_found(why) {
  close_found();
  not_found.value = why;
}

/** A ticket lay under a scanner, or something else: no label. @param {{day: string, label: string}} code */
export function find_scanned({ day, label }) {
  if (!is_ready.value || dialog.value) return;
  if (label) find(day ? `TL1:${day}-${label}` : label);
  else say_not_found(t("desk.scan_no_ticket"));
}

/** The story goes on while it is looked at; without an answer the last one stays. */
async function look_again() {
  const label = untracked(() => found.value?.label);
  const done = label ? await look(label) : null;
  if (done?.ok) found.value = done.answer;
}

// At once with what this page asked for and what its view shows; the rest of the hall is asked about now and then.
effect(() => {
  if (view.value && !busy.value) look_again();
});
setInterval(look_again, LOOK_AGAIN_MS);
