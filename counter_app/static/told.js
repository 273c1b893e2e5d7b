/** What the page says to those who hear it instead of seeing it: whose turn it is, and that somebody waits. */
import { computed, effect, signal, untracked } from "@preact/signals";
import { html } from "htm/preact";
import { count, own, t } from "toi-luot/texts.js";
import { desk, is_ready, ticket } from "./desk.js";

const said = signal("");

/** The ticket at the counter in a sentence; "" for none. */
const at_hand = computed(() => {
  const card = ticket.value;
  if (!card) return "";
  const known = card.is_hidden ? [] : [own(card.field), own(card.class_name)];
  return [card.label, t(`state.${card.state}`), ...known].filter(Boolean).join(", ");
});

const waiting = computed(() => (is_ready.value ? desk.value.waiting.count : 0));

effect(() => {
  if (at_hand.value) said.value = at_hand.value;
});

let before = 0;

// Who is at work hears of nobody who comes; who is free hears of the first.
effect(() => {
  const now = waiting.value;
  if (before === 0 && now > 0 && untracked(() => !at_hand.value)) {
    said.value = untracked(() => count("counter.free_waiting_hint", now));
  }
  before = now;
});

export const Told = () => html`<p class="only-read" role="status" id="told">${said.value}</p>`;
