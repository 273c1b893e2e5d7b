/** A counter that the hub lets call by itself once it has been free for long enough: how long yet, and that it did. */
import { effect, signal, untracked } from "@preact/signals";
import { busy, hub_now_ms, own_seq } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { link } from "toi-luot/link.js";
import { desk, is_ready, ticket } from "./desk.js";

const SECOND_MS = 1000;

/** Seconds until the hub calls somebody here, null while it does not. */
export function until_call_s() {
  const { calls_at_ms } = desk.value;
  return calls_at_ms === null ? null : Math.max(0, Math.ceil((calls_at_ms - hub_now_ms()) / SECOND_MS));
}

/** The ticket that came without anybody's press here, "" for none. */
export const called_by_hub = signal("");

let was_due = false;
let former = "";

effect(() => {
  const at_hand = ticket.value?.ticket ?? "";
  const is_asked = untracked(() => busy.value) !== "" || own_seq() >= link.rev(boot.topic);
  if (at_hand !== former) called_by_hub.value = at_hand && was_due && !is_asked ? at_hand : "";
  former = at_hand;
  was_due = is_ready.value && desk.value.calls_at_ms !== null;
});
