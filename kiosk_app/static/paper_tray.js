/** The paper tray: asks the simulated printer every second what it printed, and passes its buttons on. */

const ASK_EVERY_MS = 1000;
const PATIENCE_MS = 4000;
const STATES = ["unplugged", "silent", "cover_open", "paper_out", "paper_low", "slow"];

/** @typedef {{id: number, at_ms: number, rows: number}} Piece */
/** @typedef {{switches: Record<string, boolean>, hanging_rows: number, pieces: Piece[]}} View */

/** @template {Element} T @param {string} selector @param {new () => T} kind @returns {T} */
const find = (selector, kind) => {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
};

const printer = find(".printer", HTMLElement);
const newest = find(".newest", HTMLElement);
const half = find(".half", HTMLElement);
const nothing = find(".nothing", HTMLElement);
const pile = find(".pile ul", HTMLElement);
const count = find(".count", HTMLElement);
const tear = find(".tear", HTMLButtonElement);
const clock = new Intl.DateTimeFormat("vi-VN", { timeStyle: "medium", timeZone: document.body.dataset.zone });

/** @param {Piece} piece */
const picture = (piece) => {
  const image = document.createElement("img");
  image.src = `/api/tray/pieces/${piece.id}.png?at=${piece.at_ms}`;
  image.width = 576;
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

/** @param {number} rows */
const show_half = (rows) => {
  half.hidden = rows === 0;
  if (rows === 0 || half.dataset.rows === String(rows)) return;
  half.dataset.rows = String(rows);
  find(".half img", HTMLImageElement).src = `/api/tray/hanging.png?rows=${rows}`;
};

/** @param {string} state */
const show_state = (state) => {
  printer.dataset.state = state;
  for (const words of document.querySelectorAll("[data-shown-for]")) {
    if (words instanceof HTMLElement) words.hidden = words.dataset.shownFor !== state;
  }
};

/** @param {View} view */
const draw = ({ switches, hanging_rows, pieces }) => {
  show_state(STATES.find((name) => switches[name]) ?? "ready");
  for (const button of document.querySelectorAll("[data-switch]")) {
    if (button instanceof HTMLElement) button.setAttribute("aria-pressed", String(switches[button.dataset.switch ?? ""]));
  }
  nothing.hidden = pieces.length > 0 || hanging_rows > 0;
  show_half(hanging_rows);
  show_newest(pieces[0]);
  show_pile(pieces.slice(1));
  tear.disabled = pieces.length === 0;
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
  if (!button?.dataset.switch) return;
  const is_on = button.getAttribute("aria-pressed") !== "true";
  talk("/api/tray/switches", { name: button.dataset.switch, is_on });
});

const ask_on = async () => {
  await talk("/api/tray");
  setTimeout(ask_on, ASK_EVERY_MS);
};
ask_on();
