/** Priority: a class that the kiosk may grant is chosen before the field; any other is the staff's to grant. */
import { html } from "htm/preact";
import { on_press } from "toi-luot/finger.js";
import { Icon } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";
import { choose_class, classes_are_open, hall, show_classes, ticket_class } from "./state.js";

/** @typedef {{id: string, name: Record<string, string>, summary: Record<string, string>}} TicketClass */

const ORDINARY = "ordinary";

/** One class for all needs no question; several do, and so does one that only staff grant. */
function press_priority() {
  const { classes, staff_classes } = hall.value;
  if (ticket_class.value !== ORDINARY) choose_class(ORDINARY);
  else if (classes.length === 1 && staff_classes.length === 0) choose_class(classes[0].id);
  else show_classes(true);
}

/** What the button says: a class is chosen, one can be, or only the staff can help. @param {TicketClass | undefined} chosen */
function button_words(chosen) {
  if (chosen) return [t("kiosk.priority_on", { name: own(chosen.name) }), t("kiosk.priority_off")];
  return [t(hall.value.classes.length ? "kiosk.priority" : "kiosk.priority_ask"), t("kiosk.priority_hint")];
}

/** The button on the first screen; a centre without classes needs none. */
export const Priority = () => {
  const { classes, staff_classes } = hall.value;
  if (classes.length + staff_classes.length === 0) return null;
  const chosen = classes.find((/** @type {TicketClass} */ entry) => entry.id === ticket_class.value);
  const [title, hint] = button_words(chosen);
  return html`<button class="tool tool-priority" aria-pressed=${Boolean(chosen)} ...${on_press(press_priority)}>
    <${Icon} name=${chosen ? "circle-check" : "accessibility"} />
    <span class="tool-words">
      <b>${title}</b>
      <span>${hint}</span>
    </span>
  </button>`;
};

/** @param {{entry: TicketClass}} props */
const Choice = ({ entry }) => html`
  <button class="choice" ...${on_press(() => choose_class(entry.id))}>
    <b>${own(entry.name)}</b><span>${own(entry.summary)}</span>
  </button>`;

/** Classes that the visitor must ask for elsewhere. @param {{classes: TicketClass[]}} props */
const OnlyStaff = ({ classes }) => html`
  <p class="choices-other">${t("kiosk.priority_others", { names: classes.map(({ name }) => own(name)).join(", ") })}</p>`;

/** The question which class it is, or the way to the staff. */
export const ClassesDialog = () => {
  if (!classes_are_open.value) return null;
  const { classes, staff_classes } = hall.value;
  const code = classes.length ? "kiosk.priority_choose" : "kiosk.priority_staff";
  return html`<div class="veil">
    <div class="dialog" role="dialog" aria-modal="true" aria-labelledby="dialog-title">
      <span class="dialog-icon"><${Icon} name="accessibility" /></span>
      <h2 id="dialog-title">${t(code)}</h2>
      <p>${t(`${code}_hint`)}</p>
      <div class="choices">
        ${classes.map((/** @type {TicketClass} */ entry) => html`<${Choice} key=${entry.id} entry=${entry} />`)}
      </div>
      ${classes.length > 0 && staff_classes.length > 0 && html`<${OnlyStaff} classes=${staff_classes} />`}
      <button class="button" ...${on_press(() => show_classes(false))}>${t("kiosk.close")}</button>
    </div>
  </div>`;
};
