/** The paper tray: asks the simulated printer every second what it printed, and passes its buttons on. */

const ASK_EVERY_MS = 1000;
const PATIENCE_MS = 4000;
const WIDE_DOTS = 576;
let paper_dots = WIDE_DOTS;

/** @typedef {{id: number, at_ms: number, rows: number}} Piece */
/** @typedef {{switches: Record<string, boolean>, width: number, hanging_rows: number, held_rows: number, pieces: Piece[]}} View */

/** @template {Element} T @param {string} selector @param {new () => T} kind @returns {T} */
const find = (selector, kind) => {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
};

const printer = find(".printer", HTMLElement);
const newest = find(".newest", HTMLElement);
const half = find(".half", HTMLElement);
const held = find(".held", HTMLElement);
const take = find(".take", HTMLButtonElement);
const repair = find(".repair", HTMLButtonElement);
const nothing = find(".nothing", HTMLElement);
const pile = find(".pile ul", HTMLElement);
const count = find(".count", HTMLElement);
const tear = find(".tear", HTMLButtonElement);
/** The printer's panel tells of the first of these that is so: the page lists them by weight. */
const states = [...document.querySelectorAll("[data-shown-for]")].map((words) => words.getAttribute("data-shown-for") ?? "");
const clock = new Intl.DateTimeFormat("vi-VN", { timeStyle: "medium", timeZone: document.body.dataset.zone });

/** @param {Piece} piece */
const picture = (piece) => {
  const image = document.createElement("img");
  image.src = `/api/tray/pieces/${piece.id}.png?at=${piece.at_ms}`;
  image.width = paper_dots;
  image.height = piece.rows;
  image.alt = (tear.dataset.pieceWords ?? "").replace("{time}", clock.format(piece.at_ms));
  return image;
};

/** @param {Piece} piece */
const pile_item = (piece) => {
  const item = document.createElement("li");
  const time = document.createElement("time");
  item.dataset.piece = String(piece.id);
  time.textContent = clock.format(piece.at_ms);
  item.append(picture(piece), time);
  return item;
};

/** The newest piece slides out of the slot once; asking again leaves it alone. @param {Piece | undefined} piece */
const show_newest = (piece) => {
  newest.hidden = !piece;
  if (!piece || newest.dataset.piece === String(piece.id)) return;
  newest.dataset.piece = String(piece.id);
  newest.replaceChildren(picture(piece));
};

/** @param {Piece[]} pieces */
const show_pile = (pieces) => {
  const shown = new Map([...pile.children].map((item) => [item instanceof HTMLElement && item.dataset.piece, item]));
  pile.replaceChildren(...pieces.map((piece) => shown.get(String(piece.id)) ?? pile_item(piece)));
};

/** @param {HTMLElement} figure @param {string} name @param {number} rows */
const show_part = (figure, name, rows) => {
  figure.hidden = rows === 0;
  if (rows === 0 || figure.dataset.rows === String(rows)) return;
  figure.dataset.rows = String(rows);
  const image = figure.querySelector("img");
  if (image) image.src = `/api/tray/${name}.png?rows=${rows}`;
};

/** @param {string} state */
const show_state = (state) => {
  printer.dataset.state = state;
  for (const words of document.querySelectorAll("[data-shown-for]")) {
    if (words instanceof HTMLElement) words.hidden = words.dataset.shownFor !== state;
  }
};

/** @param {View} view */
const draw = ({ switches, width, hanging_rows, held_rows, pieces }) => {
  paper_dots = width;
  document.body.style.setProperty("--paper", String(width / WIDE_DOTS));
  show_state(states.find((name) => switches[name]) ?? "ready");
  repair.disabled = !Object.values(switches).includes(true);
  for (const button of document.querySelectorAll("[data-switch]")) {
    if (button instanceof HTMLElement) button.setAttribute("aria-pressed", String(switches[button.dataset.switch ?? ""]));
  }
  nothing.hidden = pieces.length > 0 || hanging_rows > 0 || held_rows > 0;
  show_part(half, "hanging", hanging_rows);
  show_part(held, "held", held_rows);
  show_newest(pieces[0]);
  show_pile(pieces.slice(1));
  tear.disabled = pieces.length === 0 && hanging_rows === 0;
  const words = [count.dataset.oneVi ?? "", count.dataset.oneEn ?? ""];
  count.textContent = words.map((one) => one.replace("{n}", String(pieces.length))).join(" · ");
};

/** @param {string} path @param {unknown} [body] */
const talk = async (path, body) => {
  const asking = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { "X-Paper-Tray": "1", "Content-Type": "application/json" };
  try {
    const answer = await fetch(path, { ...asking, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    draw(await answer.json());
  } catch {
    show_state("lost");
  }
};

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  if (button === tear) talk("/api/tray/tear-off", {});
  if (button === take) talk("/api/tray/take", {});
  if (button === repair) talk("/api/tray/repair", {});
  if (!button?.dataset.switch) return;
  const is_on = button.getAttribute("aria-pressed") !== "true";
  talk("/api/tray/switches", { name: button.dataset.switch, is_on });
});

const ask_on = async () => {
  await talk("/api/tray");
  setTimeout(ask_on, ASK_EVERY_MS);
};
ask_on();
