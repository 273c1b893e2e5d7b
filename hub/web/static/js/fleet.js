/**
 * Keeps the list of devices true while it is looked at. The page is asked for again and its words replace those here: one
 * place makes them, and what somebody has opened or types stays as it is.
 */

const EVERY_MS = 4000;
const PATIENCE_MS = 8000;

/** The page as the hub makes it now; null while the hub is away. @returns {Promise<Document | null>} */
const asked = () =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", "/admin/devices");
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onloadend = () => done(request.status === 200 ? request.response : null);
    request.send();
  });

/** @param {Element} list */
const signs = (list) => [...list.querySelectorAll("[data-live]")].map((row) => row.getAttribute("data-live")).join();

/** @param {Element} list */
const buttons = (list) => list.querySelectorAll("button").length;

/** @param {Element} list */
const is_busy = (list) => list.querySelector("details[open]") !== null || list.contains(document.activeElement);

/** @param {Element} shown @param {Element} fresh */
function take(shown, fresh) {
  if (signs(shown) !== signs(fresh) || buttons(shown) !== buttons(fresh)) {
    if (!is_busy(shown)) shown.replaceWith(document.adoptNode(fresh));
    return;
  }
  const rows = fresh.querySelectorAll("[data-live]");
  shown.querySelectorAll("[data-live]").forEach((row, index) => {
    if (row.innerHTML !== rows[index].innerHTML) row.replaceChildren(...document.adoptNode(rows[index]).childNodes);
  });
}

async function look() {
  if (document.visibilityState === "visible") {
    const page = await asked();
    const fresh = page?.querySelector("[data-fleet]");
    const shown = document.querySelector("[data-fleet]");
    document.getElementById("stale")?.toggleAttribute("hidden", page !== null);
    if (shown && fresh) take(shown, fresh);
    // Another page has come: whoever was signed in here is so no more.
    else if (page) window.location.reload();
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
