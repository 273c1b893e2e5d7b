/**
 * The one socket of a screen: it only listens.
 *
 * Contract of the shell (templates/screen.html) with a page
 * ---------------------------------------------------------
 * `<script type="application/json" id="boot">` holds
 *
 *   {token, renew, topic, api, language,
 *    texts: {vi: {"kiosk.title": "…"}, en: {…}},      only the areas and languages that the page shows
 *    views: [{topic, epoch, rev, data}, …],           the first view of every topic of this screen
 *    …}                                               whatever else the page needs (counter: 3)
 *
 * Contract with the server
 * ------------------------
 * - Socket.IO on this origin at /socket.io, WebSocket only, ping 3 s + 3 s; `auth` is `{token, topic}`.
 * - A good token: the server puts the socket into the topic's room(s) and sends every view of them at once as
 *   `view` {topic, epoch, rev, data}; later the same event on each change. `epoch` is any text, `rev` counts up.
 * - A bad token: the connection is refused with an error whose `data.code` is "unauthorised"; the link then GETs
 *   `renew` with the screen's cookie, takes `{token}` and tries again. When the cookie no longer holds (401 or 403),
 *   the page loads itself anew, so that the server can send it where it must go.
 *
 * Contract with a page: `link.view(topic)` is a signal of the topic's newest data (null before the first),
 * `link.is_live` a signal that turns false as soon as the socket is gone.
 */
import { signal } from "@preact/signals";
import { io } from "socket.io-client";
import { boot } from "./boot.js";

/** @typedef {import("./boot.js").View} View */

const RENEW_PAUSE_MS = 1000;

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
export function take(view) {
  const known = slot(view.topic);
  if (view.epoch === known.epoch && view.rev <= known.rev) return;
  known.epoch = view.epoch;
  known.rev = view.rev;
  known.data.value = view.data;
}

let token = boot.token;
const is_live = signal(false);

/** @type {Promise<boolean> | null} */
let renewal = null;

/** @returns {Promise<boolean>} whether there is a new token */
async function ask_for_token() {
  try {
    const response = await fetch(boot.renew, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (response.status === 401 || response.status === 403) window.location.reload();
    if (!response.ok) return false;
    token = (await response.json()).token;
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
  socket.on("view", take);
  socket.on("disconnect", (reason) => {
    is_live.value = false;
    // The library reconnects by itself unless the server closed on purpose.
    if (reason === "io server disconnect") again();
  });
  socket.on("connect_error", async (error) => {
    is_live.value = false;
    const refused = /** @type {any} */ (error).data?.code === "unauthorised";
    if (refused) await renew();
    // `active` is false when the server refused, and the library then gives up.
    if (!socket.active) again();
  });
}

export const link = {
  is_live,
  /** @param {string} topic */
  view: (topic) => slot(topic).data,
  token: () => token,
  renew,
};

boot.views.forEach(take);
open();
