/** Who else has a page of this counter open: two who work at one counter must know of each other. */
import { signal } from "@preact/signals";
import { html } from "htm/preact";
import { boot } from "toi-luot/boot.js";
import { get } from "toi-luot/get.js";
import { link } from "toi-luot/link.js";
import { Icon } from "toi-luot/parts.js";
import { t } from "toi-luot/texts.js";

/** @type {import("@preact/signals").Signal<Record<string, string>>} */
const names = signal({});

/** Ask for the names of those who are not known yet; an account may be younger than this page. */
async function learn_names() {
  const others = link.present.value.filter((actor) => actor !== boot.actor);
  if (others.every((actor) => actor in names.value)) return;
  const people = await get("/people");
  if (people.ok) names.value = people.answer;
}

link.present.subscribe(learn_names);

export const Company = () => {
  const others = link.present.value.filter((actor) => actor !== boot.actor && actor in names.value);
  if (others.length === 0) return null;
  return html`<span class="head-company" role="status" data-company>
    <${Icon} name="users" />${t("counter.company", { names: others.map((actor) => names.value[actor]).join(", ") })}
  </span>`;
};
