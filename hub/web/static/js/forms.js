/** What plain pages do beyond forms: show a password while it is typed, send once, look again at who comes. */

/** @param {HTMLInputElement} tick */
function let_show(tick) {
  const label = tick.closest("label");
  if (label) label.hidden = false;
  tick.addEventListener("change", () => {
    for (const field of document.querySelectorAll(`[data-shown-by="${tick.id}"]`)) {
      if (field instanceof HTMLInputElement) field.type = tick.checked ? "text" : "password";
    }
  });
}

/** A form is sent once, however often its button is pressed. @param {HTMLFormElement} form */
function send_once(form) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) setTimeout(() => (button.disabled = true));
  });
}

const FOLLOWED_MS = 3000;
const MOST_LOOKS = 10;

/**
 * A device that has just been let in comes within seconds: look again for a while, but not while somebody enters more.
 * @param {Element} list
 */
function follow(list) {
  const looks = Number(sessionStorage.getItem(location.href) ?? 0);
  if (looks >= MOST_LOOKS || !list.querySelector("[data-state=not_come]")) return;
  setTimeout(() => {
    const is_busy = document.querySelector("details[open], input:focus, input[name=code]:not(:placeholder-shown)");
    sessionStorage.setItem(location.href, String(looks + 1));
    if (is_busy) follow(list);
    else location.reload();
  }, FOLLOWED_MS);
}

const followed = document.querySelector("[data-follow]");
if (followed) follow(followed);
const show = document.getElementById("show");
if (show instanceof HTMLInputElement) let_show(show);
for (const form of document.querySelectorAll("form")) send_once(form);
// Back from another page the browser may show this one as it was left, with its buttons spent.
window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
