/** What the devices show at this moment, and the way to press them. */
import { signal } from "@preact/signals";
import { boot } from "toi-luot/boot.js";
import { t } from "toi-luot/texts.js";

const ASK_EVERY_MS = 150;
const ASK_HIDDEN_MS = 2000;
const PATIENCE_MS = 4000;

/** @typedef {{name: string, kind: string, counter: number}} Part */
/** @typedef {{pictures: Record<string, any>, troubles: Record<string, string[]>}} View */

/** @type {Part[]} */
export const parts = boot.parts;

/** @type {import("@preact/signals").Signal<View>} */
export const view = signal(boot.view);

export const is_lost = signal(false);

/** Whether somebody has pulled out a device's own plug. @param {string} device */
export const is_unplugged = (device) => view.value.troubles[device].includes("unplugged");

/** What a device looks like before anything it shows. @param {string} device */
export const look_of = (device) =>
  `device ${view.value.pictures[device].is_on ? "" : "is-off"} ${is_unplugged(device) ? "is-unplugged" : ""}`;

/** A device and where it stands, for who hears the page. @param {string} device @param {string} code */
export const called = (device, code) => {
  const n = parts.find(({ name }) => name === device)?.counter;
  return n ? `${t(code)}, ${t("pictures.counter", { n })}` : t(code);
};

let asked = 0;
let shown = 0;

/**
 * Ask or press; an answer that was overtaken by a later one is left out.
 * @param {string} path
 * @param {object} [body]
 */
async function talk(path, body) {
  const turn = ++asked;
  const asking = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = { "X-Hall-Pictures": "1", "Content-Type": "application/json" };
  try {
    const answer = await fetch(path, { ...asking, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const newest = await answer.json();
    if (turn > shown) {
      shown = turn;
      view.value = newest;
    }
    is_lost.value = false;
  } catch {
    is_lost.value = true;
  }
}

/** @type {Promise<void>} */
let pressing = Promise.resolve();

/** Press a button, after those before it: two requests at once may arrive in either order. @param {string} device @param {string | number} button */
export const press = (device, button) => {
  pressing = pressing.then(() => talk("/api/hall/press", { device, button: String(button) }));
};

/** @param {string} device @param {string} text */
export const scan = (device, text) => talk("/api/hall/scan", { device, text });

/** The code on the newest ticket that waits, "" for none. @param {string} device @returns {Promise<string>} */
export async function newest_ticket(device) {
  try {
    const answer = await fetch(`/api/hall/ticket?device=${encodeURIComponent(device)}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.ok ? (await answer.json()).code : "";
  } catch {
    return "";
  }
}

/** @param {string} device @param {string} word @param {boolean} is_on */
export const throw_trouble = (device, word, is_on) => talk("/api/hall/troubles", { device, word, is_on });

export const repair = () => talk("/api/hall/repair", {});

/** Look again and again. */
export async function look_on() {
  await talk("/api/hall");
  setTimeout(look_on, document.hidden ? ASK_HIDDEN_MS : ASK_EVERY_MS);
}
