/**
 * Keeps a ticket's page up to date: asks for the page itself, tells the hub which one it has, and puts what changed in
 * its place. Without scripts the page works as well; it only has to be loaded again.
 */
import { has_bell, ring, switch_bell } from "./bell.js";

const ASK_MS = 4000;
const ASK_WHEN_FAR_MS = 15_000;
const ASK_WHEN_OVER_MS = 30_000;
const FAR = 20;
const SPREAD_MS = 1000;
const PATIENCE_MS = 8000;
const LOST_AFTER_MS = 12_000;
const BLINK_MS = 1000;
const BLINKS = 30;
const QUIET = new Set(["serving", "over"]);
const OK = 200;
const NOT_MODIFIED = 304;
const SERVER_ERROR = 500;

const here = `${location.pathname}?lang=${document.documentElement.lang}`;
const words_of = (/** @type {Element} */ element) => element.getAttribute("data-words") ?? "";
const CLOCK = new Intl.DateTimeFormat("vi-VN", {
  hour: "2-digit",
  minute: "2-digit",
  timeZone: document.body.dataset.zone,
});
const time_text = () => CLOCK.format(heard_ms);

/** @template {Element} T @param {string} selector @returns {T} */
const the = (selector) => /** @type {T} */ (document.querySelector(selector));

let tag = document.body.dataset.tag ?? "";
let heard_ms = Date.now();
let is_asking = false;
let orders = 0;
let timer = 0;
let blinking = 0;

/**
 * A page of the hub as a document: nothing in it is ever taken for markup or a script of this one.
 * @param {string} method @param {string} url @param {URLSearchParams | null} body
 * @returns {Promise<XMLHttpRequest>} rejected when the hub did not answer
 */
const load = (method, url, body) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    if (!body) request.setRequestHeader("If-None-Match", `"${tag}"`);
    request.onload = () => (request.status < SERVER_ERROR ? resolve(request) : reject(new Error("fault")));
    request.onerror = () => reject(new Error("lost"));
    request.ontimeout = () => reject(new Error("silent"));
    request.send(body);
  });

/** What was open stays open, and the focus where it was. @param {Element} former @param {Element} coming */
function put(former, coming) {
  const focused = document.activeElement?.closest("[id]")?.id;
  for (const open of former.querySelectorAll("details[open]")) {
    coming.querySelector(`#${open.id}`)?.setAttribute("open", "");
  }
  former.replaceWith(coming);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

/** Each page has a key of its own for its forms, which says nothing. @param {Element} part */
function without_key(part) {
  const bare = /** @type {Element} */ (part.cloneNode(true));
  for (const key of bare.querySelectorAll("input[name=key]")) key.removeAttribute("value");
  for (const open of bare.querySelectorAll("details[open]")) open.removeAttribute("open");
  return bare;
}

/** Whether somebody has a form of a part in hand that is there still. @param {Element} former @param {Element} coming */
function is_in_hand(former, coming) {
  if (former.querySelector("form :checked")) return coming.querySelector("form") !== null;
  const opened = [...former.querySelectorAll("details[open] form")].map((form) => form.closest("details")?.id);
  return opened.some((id) => coming.querySelector(`#${id}`));
}

/** A form that is in hand stays until it was sent. @param {Document} page @param {boolean} was_sent */
function show(page, was_sent) {
  let has_kept = false;
  for (const former of document.querySelectorAll("[data-part]")) {
    const coming = page.querySelector(`[data-part="${former.getAttribute("data-part")}"]`);
    if (!coming) continue;
    const pair = was_sent ? [former, coming] : [without_key(former), without_key(coming)];
    if (pair[0].isEqualNode(pair[1])) continue;
    if (!was_sent && is_in_hand(former, coming)) has_kept = true;
    else put(former, document.importNode(coming, true));
  }
  const { ring: was } = document.body.dataset;
  Object.assign(document.body.dataset, { ring: "", ...page.body.dataset });
  tag = has_kept ? "" : (page.body.dataset.tag ?? "");
  document.title = page.title;
  offer_bell();
  const now = page.body.dataset.ring ?? "";
  if (now && now !== was) call(now.split("-")[0]);
  else if (!now) stop_blinking();
}

/** @param {string} kind */
function call(kind) {
  ring(kind);
  the("[data-tell]").textContent = the(".headline").textContent;
  if (kind === "called") blink();
}

/** The title is all that is seen of a page behind others. */
function blink() {
  stop_blinking();
  const told = document.title;
  let left = BLINKS;
  blinking = setInterval(() => {
    left -= 1;
    document.title = left % 2 ? `● ${told}` : told;
    if (left <= 0) stop_blinking();
  }, BLINK_MS);
}

function stop_blinking() {
  clearInterval(blinking);
}

/** @param {XMLHttpRequest} answer @param {boolean} was_sent */
function take(answer, was_sent) {
  heard_ms = Date.now();
  the("[data-failed]").toggleAttribute("hidden", true);
  if (answer.status === OK) show(answer.response, was_sent);
  else if (answer.status !== NOT_MODIFIED) location.reload();
  tell_connection();
}

function tell_connection() {
  const lost = the("[data-lost]");
  const is_lost = Date.now() - heard_ms > LOST_AFTER_MS + pause_ms() - ASK_MS;
  const told = /** @type {Element} */ (lost.querySelector("[data-words]"));
  if (is_lost !== lost.hidden) return;
  lost.hidden = !is_lost;
  told.textContent = is_lost ? words_of(told).replace("{time}", time_text()) : "";
}

/** What was asked before an order was sent says nothing of that. */
async function look() {
  const mine = orders;
  try {
    const answer = await load("GET", here, null);
    if (mine === orders) take(answer, false);
  } catch {
    tell_connection();
  }
  const updated = the("[data-updated]");
  updated.textContent = `${words_of(updated).replace("{time}", time_text())}.`;
}

async function ask() {
  clearTimeout(timer);
  if (!is_asking) {
    is_asking = true;
    await look();
    is_asking = false;
  }
  clearTimeout(timer);
  timer = setTimeout(ask, pause_ms() + Math.random() * SPREAD_MS);
}

/** Who has many people ahead need not know at once, and whose visit is over even less. */
function pause_ms() {
  const { ahead, tone } = document.body.dataset;
  if (tone === "over") return ASK_WHEN_OVER_MS;
  return Number(ahead) > FAR ? ASK_WHEN_FAR_MS : ASK_MS;
}

/** As long as there is something to be rung for. */
function offer_bell() {
  const tone = document.body.dataset.tone ?? "";
  the("[data-bell]").toggleAttribute("hidden", !has_bell || QUIET.has(tone));
}

/** A form is sent without leaving the page, which would forget that it may make a sound. @param {SubmitEvent} event */
async function send(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  event.preventDefault();
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const told = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  if (button) button.disabled = true;
  orders += 1;
  await load("POST", form.action, told).then(
    (answer) => take(answer, true),
    () => tell_failure(button),
  );
  scrollTo({ top: 0 });
}

/** Nothing came of it, or nobody knows: the same form may be sent again, it counts once. @param {HTMLButtonElement | null} button */
function tell_failure(button) {
  if (button) button.disabled = false;
  the("[data-failed]").toggleAttribute("hidden", false);
}

const bell = the("[data-bell]");
const bell_button = /** @type {HTMLButtonElement} */ (bell.querySelector("button"));
const bell_words = /** @type {Element} */ (bell.querySelector("[data-bell-words]"));
const off_words = bell_words.textContent;
offer_bell();
bell_button.addEventListener("click", () => {
  const is_on = bell_button.getAttribute("aria-pressed") !== "true";
  bell_button.setAttribute("aria-pressed", String(is_on));
  bell_words.textContent = is_on ? (bell_button.dataset.on ?? "") : off_words;
  switch_bell(is_on);
});

addEventListener("submit", (event) => void send(event));
addEventListener("online", ask);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
if (document.body.dataset.ring?.startsWith("called")) blink();
ask();
