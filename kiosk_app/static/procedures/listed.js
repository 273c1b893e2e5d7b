/** The centre's list of procedures, from this kiosk's own agent: it is there without the hub, too. */
import { effect, signal } from "@preact/signals";
import { make_index } from "toi-luot/finding.js";
import { get } from "toi-luot/get.js";
import { device } from "../state.js";

/** @typedef {import("toi-luot/finding.js").ProcedureList} ProcedureList */

const AGAIN_MS = 3000;

/** @type {import("@preact/signals").Signal<ProcedureList>} */
export const list = signal({ version: "", procedures: [], synonyms: [] });
export const index = signal(make_index(list.value));

let wanted = "";

/** Load the list until it is the one that the agent has. */
async function load() {
  const version = wanted;
  if (!version) return;
  const done = await get("/procedures");
  if (version !== wanted) return;
  if (done.ok) {
    list.value = done.answer;
    index.value = make_index(done.answer);
  } else setTimeout(load, AGAIN_MS);
}

effect(() => {
  const version = device.value?.procedures ?? "";
  if (version === wanted) return;
  wanted = version;
  load();
});
