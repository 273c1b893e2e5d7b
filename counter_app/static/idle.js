/** A counter that the hub lets call by itself once it has been free for long enough: how long yet, and that it did. */
import { effect, signal, untracked } from "@preact/signals";
import { busy, hub_now_ms, own_seq } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { ticket } from "./desk.js";

const SECOND_MS = 1000;

/** The hub tells once a second; after that it no longer counts. */
const TOLD_MS = 2500;

/** So near the end of a count a call is the hub's own. */
const NEAR_MS = 1500;

const NO_COUNT = { call_ms: 0, told_ms: Number.NEGATIVE_INFINITY };

/** By this machine's own clock, which nobody sets: when the hub calls, and when it has said so. */
const count = signal(NO_COUNT);

link.on_idle(({ left_ms }) => {
  const told_ms = performance.now();
  count.value = { call_ms: told_ms + left_ms, told_ms };
});

/** Seconds until the hub calls somebody here, null while it does not. */
export function until_call_s() {
  const now = hub_now_ms() && performance.now();
  const { call_ms, told_ms } = count.value;
  return now - told_ms > TOLD_MS ? null : Math.max(0, Math.ceil((call_ms - now) / SECOND_MS));
}

/** The ticket that came without anybody's press here, "" for none. */
export const called_by_hub = signal("");

/** @param {{call_ms: number, told_ms: number}} counted */
const is_due = ({ call_ms, told_ms }) =>
  performance.now() - told_ms < TOLD_MS && call_ms - performance.now() < NEAR_MS;

let former = "";

effect(() => {
  const at_hand = ticket.value?.ticket ?? "";
  const is_asked = untracked(() => busy.value) !== "" || own_seq() >= link.rev(boot.topic);
  if (at_hand === former) return;
  called_by_hub.value = at_hand && !is_asked && is_due(count.peek()) ? at_hand : "";
  former = at_hand;
  count.value = NO_COUNT;
});
