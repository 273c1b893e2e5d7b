/** LED boards: dots on black glass. */
import { html } from "htm/preact";
import { t } from "toi-luot/texts.js";
import { CELL, dots_of, HIGH } from "./glyphs.js";
import { look_of, view } from "./hall_state.js";
import { Troubles } from "./troubles.js";
import { Both } from "./words.js";

const LABEL_CELLS = 7;
const COUNTER_CELLS = 2;
const COLUMNS = (LABEL_CELLS + 1 + COUNTER_CELLS) * CELL;

/** Dots as one path of points, which round line ends make visible. @param {[number, number][]} dots @param {number} left */
const path = (dots, left = 0) => dots.map(([x, y]) => `M${left + x + 1} ${y + 1}h0`).join("");

const EVERY_DOT = path(
  Array.from({ length: COLUMNS * HIGH }, (_, dot) => /** @type {[number, number]} */ ([dot % COLUMNS, Math.floor(dot / COLUMNS)])),
);

/** @param {{label: string, counter: string, is_lit: boolean, is_blinking: boolean}} row */
const Row = ({ label, counter, is_lit, is_blinking }) => {
  const shown_counter = counter === "0" ? "" : counter;
  const right = (LABEL_CELLS + 1 + COUNTER_CELLS - shown_counter.length) * CELL;
  const said = label ? t("pictures.board_row", { label, counter: shown_counter }) : t("pictures.board_dark");
  return html`<svg class=${`led ${is_lit ? "is-lit" : ""} ${is_blinking ? "is-blinking" : ""}`} role="img"
    aria-label=${said} viewBox=${`0 0 ${COLUMNS + 1} ${HIGH + 1}`}>
    <path class="led-off" d=${EVERY_DOT} />
    <path class="led-number" d=${path(dots_of(label.slice(0, LABEL_CELLS)))} />
    <path class="led-counter" d=${path(dots_of(shown_counter), right)} />
  </svg>`;
};

/** @param {{name: string, title: string}} props */
const Board = ({ name, title }) => {
  const { rows } = view.value.pictures[name];
  return html`<article class=${`board ${look_of(name)}`} data-device=${name}>
    <div class="engraved"><h3><${Both} code=${title} /></h3><${Troubles} device=${name} /></div>
    <div class="glass">
      <p class="columns" aria-hidden="true"><span>${t("pictures.number")}</span><span>${t("pictures.counter_short")}</span></p>
      ${rows.map((/** @type {any} */ row, /** @type {number} */ place) => html`<${Row} key=${place} ...${row} />`)}
    </div>
  </article>`;
};

/** @param {{name: string}} props */
export const CounterBoard = ({ name }) => html`<${Board} name=${name} title="pictures.board" />`;

/** @param {{name: string}} props */
export const HallBoard = ({ name }) => html`<${Board} name=${name} title="pictures.hall_board" />`;
