/** The devices at the counters as pictures that can be pressed: a column for the hall, one for each counter. */
import { html, render } from "htm/preact";
import { t } from "toi-luot/texts.js";
import { CounterBoard, HallBoard } from "./boards.js";
import { is_lost, look_on, parts, repair, view } from "./hall_state.js";
import { Keypad } from "./keypad.js";
import { Panel } from "./panel.js";
import { Scanner } from "./scanner.js";
import { LineTroubles } from "./troubles.js";
import { Both } from "./words.js";

const SIGHTS = { "counter-board": CounterBoard, panel: Panel, keypad: Keypad };

const counters = [...new Set(parts.map(({ counter }) => counter))].filter((counter) => counter > 0).sort((a, b) => a - b);

/** @param {{counter: number}} props */
const Counter = ({ counter }) => {
  const here = Object.entries(SIGHTS).flatMap(([kind, Sight]) =>
    parts.filter((part) => part.counter === counter && part.kind === kind).map((part) => ({ part, Sight })),
  );
  if (!here.length) return null;
  return html`<section class="column" aria-label=${t("pictures.counter", { n: counter })}>
    <h2><${Both} code="pictures.counter" n=${counter} /></h2>
    ${here.map(({ part, Sight }) => html`<${Sight} key=${part.name} name=${part.name} />`)}
  </section>`;
};

const Hall = () => html`<section class="column column-hall" aria-label=${t("pictures.hall")}>
  <h2><${Both} code="pictures.hall" /></h2>
  ${parts.filter(({ kind }) => kind === "hall-board").map(({ name }) => html`<${HallBoard} key=${name} name=${name} />`)}
  <${Scanner} />
  <${LineTroubles} />
</section>`;

const Head = () => html`<header class="head">
  <img src="/static/img/mark.svg" alt="" />
  <h1><${Both} code="pictures.title" /></h1>
  <p>${is_lost.value ? html`<strong role="alert">${t("pictures.lost")}</strong>` : html`<${Both} code="pictures.about" />`}</p>
  <button type="button" class="repair" disabled=${!Object.values(view.value.troubles).some(({ length }) => length)}
    onClick=${repair}><${Both} code="pictures.repair" /></button>
</header>`;

const Page = () => html`
  <${Head} />
  <main class=${is_lost.value ? "is-lost" : ""}>
    <${Hall} />
    ${counters.map((counter) => html`<${Counter} key=${counter} counter=${counter} />`)}
    ${!counters.length && html`<p class="none"><${Both} code="pictures.none" /></p>`}
  </main>`;

render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
look_on();
