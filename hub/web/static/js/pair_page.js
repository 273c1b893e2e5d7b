/**
 * A browser that is not paired yet: it asks the hub for a code, shows it, and becomes the screen that an administrator
 * makes of it. It asks again and again and holds no socket, which would need a token.
 */
import { signal } from "@preact/signals";
import { html, render } from "htm/preact";
import { boot } from "./boot.js";
import { PairingCode } from "./pairing_code.js";

const ASK_MS = 500;
const PAUSE_MS = 3000;
const PATIENCE_MS = 4000;
const ACCEPTED = 202;
const TOO_MANY = 429;
/** A tablet in front of a counter is a wall too, below its path. */
const WALL = "/wall/";

/** @type {import("@preact/signals").Signal<import("./pairing_code.js").Pairing>} */
const pairing = signal({ state: "searching", code: "", hub_url: "" });

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** @param {"searching" | "busy"} state */
const show = (state) => {
  pairing.value = { state, code: "", hub_url: "" };
};

/**
 * @param {string} path
 * @param {unknown} body
 * @returns {Promise<Response | null>} null when nobody answers
 */
const post = (path, body) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);

/**
 * Show a code until it was entered, and then go where it leads, or until it is over.
 * @param {{code: string, claim: string}} asked
 */
async function wait_for({ code, claim }) {
  const shown = { state: /** @type {const} */ ("code"), code, hub_url: window.location.origin };
  pairing.value = shown;
  for (;;) {
    const answer = await post("/pair/claim", { claim });
    if (answer?.ok && answer.status !== ACCEPTED) {
      const { path } = await answer.json();
      const is_front = path === WALL && boot.counter;
      window.location.replace(is_front ? `${path}counter/${boot.counter}/` : path);
      return pause(PATIENCE_MS);
    }
    if (answer !== null && !answer.ok && answer.status < 500) return;
    if (answer?.ok) pairing.value = shown;
    else show("searching");
    await pause(ASK_MS);
  }
}

/** One code after the other. */
async function stay() {
  for (;;) {
    const answer = await post(`${boot.api}/pairing`, boot.ask);
    if (answer?.ok) {
      await wait_for(await answer.json());
      continue;
    }
    show(answer?.status === TOO_MANY ? "busy" : "searching");
    await pause(PAUSE_MS);
  }
}

const Page = () => html`<${PairingCode} pairing=${pairing.value} />`;
render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById("screen")));
stay();
