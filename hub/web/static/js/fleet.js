/**
 * Keeps the list of devices true while it is looked at. The page is asked for again and its words replace those here: one
 * place makes them. What somebody has opened or types stays as it is, and all else goes on being true beside it.
 */

const PAGE = "/admin/devices";
const EVERY_MS = 4000;
const PATIENCE_MS = 8000;
const STANDS_ON = "a, summary";

/** The hub's answer as it makes the page now; its status is 0 while the hub is away. @returns {Promise<XMLHttpRequest>} */
const asked = () =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", PAGE);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    request.onloadend = () => done(request);
    request.send();
  });

/** @param {Element} part */
const is_busy = (part) => part.querySelector("details[open]") !== null || part.contains(document.activeElement);

const name_of = (/** @type {Element} */ fold) => fold.getAttribute("data-fold");

/** Words as the hub has them now: what is unfolded stays so, and who stands on something stays there. */
function renew(/** @type {Element} */ words, /** @type {Element} */ fresh) {
  const unfolded = new Set([...words.querySelectorAll("details[open]")].map(name_of));
  for (const fold of fresh.querySelectorAll("details")) fold.toggleAttribute("open", unfolded.has(name_of(fold)));
  if (words.innerHTML === fresh.innerHTML) return;
  const stood_on = [...words.querySelectorAll(STANDS_ON)].indexOf(/** @type {Element} */ (document.activeElement));
  words.replaceChildren(...document.adoptNode(fresh).childNodes);
  if (stood_on >= 0) /** @type {HTMLElement} */ (words.querySelectorAll(STANDS_ON)[stood_on])?.focus();
}

/** The same parts of two elements. @returns {Element[]} */
const both = (/** @type {string} */ part, /** @type {Element[]} */ ...of) => of.flatMap((each) => each.querySelector(part) ?? []);

/** One device: its words always, its buttons and forms while nobody is at them. */
function renew_row(/** @type {Element} */ row, /** @type {Element} */ fresh) {
  renew(...both("[data-live]", row, fresh));
  const [acts, fresh_acts] = both("[data-acts]", row, fresh);
  if (!is_busy(acts)) renew(acts, fresh_acts);
  row.className = fresh.className;
}

/** @param {Element} list */
const by_device = (list) => new Map([...list.children].map((row) => [row.getAttribute("data-device"), row]));

/** The list: rows that are known are renewed where they stand, new ones come between them, those that are gone go. */
function take_rows(/** @type {Element} */ list, /** @type {Element} */ fresh) {
  const here = by_device(list);
  const there = by_device(fresh);
  here.forEach((row, device) => there.has(device) || row.remove());
  let next = list.firstElementChild;
  for (const [device, row] of there) {
    const known = here.get(device);
    if (known) renew_row(known, row);
    if (known === next) next = next?.nextElementSibling ?? null;
    else list.insertBefore(known ?? document.adoptNode(row), next);
  }
}

async function look() {
  if (document.visibilityState === "visible") {
    const { status, response } = await asked();
    const fresh = status === 200 ? response?.querySelector("[data-fleet]") : null;
    const shown = document.querySelector("[data-fleet]");
    document.getElementById("stale")?.toggleAttribute("hidden", status === 200);
    if (shown && fresh) {
      renew(...both("[data-summary]", shown, fresh));
      take_rows(...both(".rows", shown, fresh));
    }
    // Another page has come, or none: whoever was signed in here is so no more, or may not see this. The hub says why.
    else if ([200, 401, 403].includes(status)) window.location.assign(PAGE);
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
