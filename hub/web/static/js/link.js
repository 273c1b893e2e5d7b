/**
 * The one socket of a screen: it only listens.
 *
 * Contract of the shell (templates/screen.html) with a page
 * ---------------------------------------------------------
 * `<script type="application/json" id="boot">` holds
 *
 *   {token, topic, api, language,
 *    texts: {vi: {"kiosk.title": "…"}, en: {…}},      only the areas and languages that the page shows
 *    views: [{topic, epoch, rev, at_ms, data}, …],    the first view of every topic of this screen
 *    …}                                               whatever else the page needs (counter: 3)
 *
 * Contract with the server
 * ------------------------
 * - Socket.IO on this origin at /socket.io, WebSocket only, ping 3 s + 3 s; `auth` is `{token, topic}`.
 * - A good token: the server puts the socket into the topic's room(s) and sends every view of them at once as
 *   `view` {topic, epoch, rev, at_ms, data}; later the same event on each change. `epoch` is any text, `rev` counts up,
 *   `at_ms` is the server's time (ms since the epoch, UTC) when the view was built.
 * - A bad token: the connection is refused; the link then POSTs to `token` beside the page (`/counter/3/token`), where
 *   the browser's cookie is good for a new `{token, actor}`, and tries again. When the cookie no longer holds (401 or
 *   403), or is somebody else's by now, the page loads itself anew, so that the server can send it where it must go.
 * - A counter's pages also get `present` {actors}: who has a page of this counter open.
 * - While the hub is going to call by itself at a counter, its pages get `idle` {left_ms} once a second.
 * - Pages of a kiosk, a counter and the reception get `scanned`, once, when a code was held under their scanner; who is
 *   not connected then never hears of it.
 *
 * Contract with a page: `link.view(topic)` is a signal of the topic's newest data (null before the first),
 * `link.is_live` a signal that turns false as soon as the socket is gone, `link.now_ms()` the server's time, whatever
 * this machine's clock shows. On a kiosk the server is its agent; its own views bear the hub's time, too.
 */
import { signal } from "@preact/signals";
import { io } from "socket.io-client";
import { boot } from "./boot.js";
import { when_idle } from "./idle.js";

/** @typedef {import("./boot.js").View} View */

const RENEW_PAUSE_MS = 1000;
const RELOAD_PAUSE_MS = 200;
const OPEN_WITHIN_MS = 200;
const CLOCK_WAS_SET_MS = 10_000;
const AGENT = "agent";
const CLOCK_TOPIC = boot.views.some(({ topic }) => topic === AGENT) ? AGENT : boot.topic;

/** @type {Map<string, {epoch: string, rev: number, data: import("@preact/signals").Signal<any>}>} */
const topics = new Map();

/** @param {string} topic */
function slot(topic) {
  const known = topics.get(topic);
  if (known) return known;
  const fresh = { epoch: "", rev: -1, data: signal(null) };
  topics.set(topic, fresh);
  return fresh;
}

/**
 * Take a view if it is of another epoch, or newer within its own; whole views make lost messages harmless.
 * @param {View} view
 */
function take(view) {
  const known = slot(view.topic);
  if (view.epoch === known.epoch && view.rev <= known.rev) return;
  known.epoch = view.epoch;
  known.rev = view.rev;
  known.data.value = view.data;
}

// How far the server's clock is ahead of the page's own, which nobody can set.
let ahead_ms = Date.now() - performance.now();
let is_first = true;

/**
 * A view on its way grows older, so the largest difference seen is the truest, unless the server's clock was set; another
 * epoch has a clock of its own.
 * @param {View} view
 */
function correct_clock({ topic, epoch, at_ms }) {
  const seen_ms = at_ms - performance.now();
  if (epoch !== slot(topic).epoch) is_first = true;
  if (is_first || seen_ms > ahead_ms || ahead_ms - seen_ms > CLOCK_WAS_SET_MS) ahead_ms = seen_ms;
  is_first = false;
}

/** @param {View} view */
function receive(view) {
  if (view.topic === CLOCK_TOPIC) correct_clock(view);
  take(view);
}

let token = boot.token;
// The page has just come from the server, so it is taken as connected until that proves wrong.
const is_live = signal(true);

/** @type {import("@preact/signals").Signal<string[]>} */
const present = signal([]);

/** @type {Set<(scan: any) => void>} */
const scan_listeners = new Set();

/** @type {Set<(idle: {left_ms: number}) => void>} */
const idle_listeners = new Set();

/** @type {Promise<boolean> | null} */
let renewal = null;

const load_anew = () => setTimeout(() => window.location.reload(), RELOAD_PAUSE_MS);

/** @returns {Promise<boolean>} whether there is a new token */
async function ask_for_token() {
  try {
    const response = await fetch("token", { method: "POST", headers: { Accept: "application/json" } });
    if (response.status === 401 || response.status === 403) load_anew();
    if (!response.ok) return false;
    const renewed = await response.json();
    if (renewed.actor && renewed.actor !== boot.actor) {
      load_anew();
      return false;
    }
    token = renewed.token;
    return true;
  } catch {
    return false;
  }
}

/** Get a new token; several who ask at once share one request. */
function renew() {
  renewal ??= ask_for_token().finally(() => {
    renewal = null;
  });
  return renewal;
}

/** Open the socket; everything after that happens by itself. */
function open() {
  const socket = io({
    transports: ["websocket"],
    auth: (give) => give({ token, topic: boot.topic }),
    reconnectionDelay: 300,
    reconnectionDelayMax: 2000,
    timeout: 4000,
  });
  const again = () => setTimeout(() => socket.connect(), RENEW_PAUSE_MS);
  socket.on("connect", () => {
    is_live.value = true;
  });
  socket.on("view", receive);
  socket.on("present", ({ actors }) => {
    present.value = actors;
  });
  socket.on("scanned", (scan) => {
    for (const listener of scan_listeners) listener(scan);
  });
  socket.on("idle", (idle) => {
    for (const listener of idle_listeners) listener(idle);
  });
  socket.on("disconnect", (reason) => {
    is_live.value = false;
    // The clock may be set, or this machine sleep, while we are away.
    is_first = true;
    // The library reconnects by itself unless the server closed on purpose.
    if (reason === "io server disconnect") again();
    // Who was shown out finds out at once, not with the next attempt.
    if (reason === "transport close") renew();
  });
  socket.on("connect_error", async () => {
    is_live.value = false;
    // Without a server the library tries again by itself; after a refusal it gives up.
    if (socket.active) return;
    await renew();
    again();
  });
}

export const link = {
  is_live,
  present,
  /** @param {string} topic */
  view: (topic) => slot(topic).data,
  /** @param {string} topic */
  rev: (topic) => slot(topic).rev,
  now_ms: () => performance.now() + ahead_ms,
  /** @param {(scan: any) => void} listener */
  on_scan: (listener) => scan_listeners.add(listener),
  /** @param {(idle: {left_ms: number}) => void} listener */
  on_idle: (listener) => idle_listeners.add(listener),
  token: () => token,
  renew,
};

boot.views.forEach(receive);
// The first views are here, so they are drawn first.
when_idle(open, OPEN_WITHIN_MS);
