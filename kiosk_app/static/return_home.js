/** How the kiosk comes back to its first screen by itself, and what it makes of a print job on the way. */
import { computed, effect, signal, untracked } from "@preact/signals";
import { now_ms } from "toi-luot/clock.js";
import { link } from "toi-luot/link.js";
import { is_reading } from "./modes.js";
import { device, is_touched, job, show, stage, start_over } from "./state.js";

const SECOND_MS = 1000;
const STAY_MS = /** @type {Record<string, number>} */ ({
  printing: 30 * SECOND_MS,
  confirmed: 8 * SECOND_MS,
  sent: 12 * SECOND_MS,
  unknown: 20 * SECOND_MS,
  refused: 15 * SECOND_MS,
  closing: 6 * SECOND_MS,
  scanned: 20 * SECOND_MS,
  card: 30 * SECOND_MS,
});
/** Who listens takes longer than who reads. */
const READING_TAKES = 2;
/** Where the visitor waits for us, not we for him. */
const AT_WORK = new Set(["issuing", "settling"]);
/** The agent cancels at `cancel_at_ms` by itself; this long after it the screen no longer waits to be told. */
const AGENT_GRACE_MS = 5 * SECOND_MS;
const IDLE_WARNING_MS = 40 * SECOND_MS;
export const IDLE_ANSWER_MS = 20 * SECOND_MS;

/** What became of the paper; without the agent nobody knows. Only a failed print is ever settled. */
export const print_state = computed(() => {
  if (stage.value.name === "settling") return "failed";
  return job.value?.state ?? (link.is_live.value ? "printing" : "unknown");
});

// Nobody's time is cut or prolonged when the clock on the wall is set: what lasts is measured by one that nobody sets.
const steady_ms = computed(() => now_ms.value && performance.now());
const leave_at_ms = signal(Infinity);

/** How long the screen stays before it goes home (ms), Infinity while it does not go. */
export const stay_left_ms = computed(() => leave_at_ms.value - steady_ms.value);

/** Tickets whose question was put on this screen already. @type {Set<string>} */
const asked = new Set();

/** Stay as long as the sight needs; every new sight starts anew, and so does a scan behind a scan. */
const sight = computed(() => (stage.value.name === "ticket" ? print_state.value : stage.value.name));
const scan = computed(() => stage.value.name === "scanned" && stage.value.scan);
effect(() => {
  scan.value;
  const stay = (STAY_MS[sight.value] ?? Infinity) * (is_reading.value ? READING_TAKES : 1);
  const cancel_in = untracked(() => (job.value?.cancel_at_ms ?? Infinity) - link.now_ms());
  leave_at_ms.value = performance.now() + (sight.value === "failed" ? cancel_in + AGENT_GRACE_MS : stay);
});
effect(() => {
  if (stay_left_ms.value <= 0) untracked(start_over);
});

/**
 * A failed print is asked about even when the page was loaded anew meanwhile. Its end is told when nobody answered here:
 * the agent has cancelled the number, or staff care for it and it stays.
 */
let pending = "";
effect(() => {
  const current = device.value?.job;
  const now = stage.value;
  if (current?.state === "failed" && !asked.has(current.ticket)) {
    const is_shown = now.name === "ticket" && now.ticket.ticket === current.ticket;
    if (!is_shown && now.name !== "home" && now.name !== "scanned") return;
    asked.add(current.ticket);
    pending = current.ticket;
    if (!is_shown) show({ name: "ticket", ticket: { ticket: current.ticket, label: current.label } });
    return;
  }
  if (now.name !== "ticket") return;
  const is_mine = current?.ticket === now.ticket.ticket;
  const is_noted = is_mine && current?.state === "noted";
  const is_cancelled = is_mine ? current?.state === "cancelled" : now.ticket.ticket === pending;
  if (!is_noted && !is_cancelled) return;
  pending = "";
  show({ name: "closing", code: is_noted ? "noted" : "cancelled", label: now.ticket.label });
});

const touched_ms = signal(performance.now());
const rests = computed(() => stage.value.name === "home" && !is_touched.value);

/** How long nobody has touched anything (ms), on a sight that does not leave by itself. */
const idle_ms = computed(() => {
  const { name } = stage.value;
  const leaves = name === "ticket" || AT_WORK.has(name) || name in STAY_MS;
  return leaves || rests.value ? 0 : steady_ms.value - touched_ms.value;
});

/** How long the first screen has stood there as for a new visitor, untouched (ms). */
export const rest_ms = computed(() => (rests.value ? steady_ms.value - touched_ms.value : 0));

/** Seconds left to answer the question whether anybody is there, or null while it need not be asked. */
export const idle_left_s = computed(() => {
  if (idle_ms.value < IDLE_WARNING_MS) return null;
  return Math.ceil((IDLE_WARNING_MS + IDLE_ANSWER_MS - idle_ms.value) / SECOND_MS);
});
effect(() => {
  if (idle_ms.value >= IDLE_WARNING_MS + IDLE_ANSWER_MS) untracked(start_over);
});

function touch() {
  touched_ms.value = performance.now();
}
// At the end of a touch: a question that vanished when the finger came down would let it come up on what lies beneath.
for (const kind of ["pointerup", "pointercancel", "keydown"]) addEventListener(kind, touch, { capture: true });
