/** Small marks that tell a ticket apart: its class, language and number of files. */
import { html } from "htm/preact";
import { Icon } from "toi-luot/parts.js";
import { own, t } from "toi-luot/texts.js";

/** @typedef {import("./desk.js").Card} Card */

const USUAL_LANGUAGE = "vi";

/** Classes by name; the ordinary one has none of the plan's own. @param {(Record<string, string> | null)[]} names */
export const class_names = (names) => names.map((name) => (name ? own(name) : t("desk.class_ordinary"))).join(", ");

/** @param {{card: Card}} props */
export const ClassMark = ({ card }) =>
  card.class_name &&
  html`<span class="mark mark-class" data-class=${card.ticket_class}>
    <${Icon} name="star" />${own(card.class_name)}
  </span>`;

/** @param {{card: Card}} props */
export const LanguageMark = ({ card }) =>
  card.language !== USUAL_LANGUAGE &&
  html`<span class="mark mark-language"><${Icon} name="languages" />${t(`desk.language_${card.language}`)}</span>`;

/** @param {{card: Card}} props */
export const FilesMark = ({ card }) =>
  card.files > 1 &&
  html`<span class="mark"><${Icon} name="scroll-text" />${t("desk.files", { n: card.files })}</span>`;

/** Whoever the end of a former day cut off goes first. @param {{card: Card}} props */
export const CarriedMark = ({ card }) =>
  card.carried_from &&
  html`<span class="mark mark-language"><${Icon} name="history" />${t("desk.carried_over")}</span>`;

/** @param {{card: Card}} props */
export const Marks = ({ card }) =>
  !card.is_hidden &&
  html`
  <${ClassMark} card=${card} /><${CarriedMark} card=${card} /><${LanguageMark} card=${card} /><${FilesMark} card=${card} />`;
