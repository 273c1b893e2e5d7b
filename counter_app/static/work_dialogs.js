/** Dialogs about the counter's work, and the reason for which a citizen counts as missed. */
import { html } from "htm/preact";
import { open_dialog } from "toi-luot/asking.js";
import { boot } from "toi-luot/boot.js";
import { Choice, Frame, Reasons } from "toi-luot/dialog_parts.js";
import { own, t } from "toi-luot/texts.js";
import { ask_counter, desk } from "./desk.js";
import { ask_leaving } from "./leaving.js";

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

/** A quiet way to what is chosen for the day. @param {{children?: any}} props */
export const ProfileButton = () => {
  const { profiles, work } = desk.value;
  if (profiles.length === 0) return null;
  const name = work.profile ? own(work.profile.name) : t("counter.profile_alike");
  return html`<button type="button" class="head-profile" data-action="profile" title=${t("counter.choose_profile")}
    onClick=${() => open_dialog({ name: "profile" })}>${t("counter.profile", { name })}</button>`;
};
