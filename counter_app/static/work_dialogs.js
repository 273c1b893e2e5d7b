/** Dialogs about the counter's work, and the reason for which a citizen counts as missed. */
import { html } from "htm/preact";
import { open_dialog } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { Choice, Frame, Reasons } from "toi-luot/dialog_parts.js";
import { Icon } from "toi-luot/parts.js";
import { on_click } from "toi-luot/press.js";
import { own, t } from "toi-luot/texts.js";
import { ask_counter, desk } from "./desk.js";
import { ask_leaving } from "./leaving.js";
import { class_names } from "./marks.js";

/** Leave the counter for a while or for today. @param {string} action @param {string} command @param {object} [body] */
export const leave = (action, command, body) => ask_leaving(action, `/counters/${boot.counter}/${command}`, body);

export const Pause = () => html`
  <${Frame} title=${t("counter.choose_pause")}>
    <${Reasons}
      reasons=${desk.value.reasons.pause}
      act=${(/** @type {string} */ reason) => leave("pause", "pause", { reason })}
    />
  <//>`;

/** @param {{of: import("./desk.js").Dialog}} props */
export const Missed = ({ of }) => html`
  <${Frame} title=${t("counter.choose_missed", { label: of.label ?? "" })}>
    <${Reasons}
      reasons=${desk.value.reasons.missed}
      act=${(/** @type {string} */ reason) => ask_counter("missed", "missed", { reason })}
    />
  <//>`;

/** Which fields are called first here today; "" takes what was chosen back. */
export const Profile = () => {
  const { profiles, work } = desk.value;
  const choose = (/** @type {string} */ profile) => ask_counter("profile", "profile", { profile });
  return html`<${Frame} title=${t("counter.choose_profile")} hint=${t("counter.choose_profile_hint")}>
    <div class="choices">
      ${profiles.map(
        (/** @type {any} */ one, /** @type {number} */ index) => html`<${Choice} key=${one.id} id=${one.id}
          number=${index + 1} is_first=${index === 0} act=${() => choose(one.id)}
          text=${one.id === work.profile?.id ? t("counter.profile_now", { name: own(one.name) }) : own(one.name)} />`,
      )}
      ${work.is_chosen && html`<${Choice} id="none" text=${t("counter.profile_none")} act=${() => choose("")} />`}
    </div>
  <//>`;
};

/** Two presses, so that nobody calls the whole hall by a slip. */
export const Help = () => html`
  <${Frame} title=${t("counter.choose_help")} hint=${t("counter.choose_help_hint")}>
    <div class="choices">
      <${Choice} id="help" number=${1} is_first=${true} text=${t("counter.help_yes", { n: boot.counter })}
        act=${() => ask_counter("help", "help")} />
    </div>
  <//>`;

/** Whom this counter calls first, or alone. */
const Classes = () => {
  const { reserved_for, prefers } = desk.value.work;
  const [code, classes] = reserved_for.length ? ["counter.reserved_for", reserved_for] : ["counter.prefers", prefers];
  if (classes.length === 0) return null;
  return html`<span class="mark mark-class" data-work>
    <${Icon} name="star" />${t(code, { names: class_names(classes) })}
  </span>`;
};

/** By which rules people come here, and a quiet way to the one that may be chosen for the day. */
export const Work = () => {
  const { profiles, work } = desk.value;
  const name = work.profile ? own(work.profile.name) : t("counter.profile_alike");
  return html`<span class="list-work">
    <${Classes} />
    ${
      profiles.length > 0 &&
      html`<button type="button" class="row-act" data-action="profile" title=${t("counter.choose_profile")}
        onClick=${on_click("profile", () => open_dialog({ name: "profile" }))}>
        <${Icon} name="scale" />${t("counter.profile", { name })}
      </button>`
    }
  </span>`;
};
