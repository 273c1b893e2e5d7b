/** What plain pages do beyond forms: show a password while it is typed, send once. */

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

/** A form is sent once, however often its button is pressed; one that came after the page, too. @param {Event} event */
function send_once({ target }) {
  if (!(target instanceof HTMLFormElement)) return;
  for (const button of target.querySelectorAll("button")) setTimeout(() => (button.disabled = true));
}

const show = document.getElementById("show");
if (show instanceof HTMLInputElement) let_show(show);
document.addEventListener("submit", send_once);
// Back from another page the browser may show this one as it was left, with its buttons spent.
window.addEventListener("pageshow", ({ persisted }) => persisted && window.location.reload());
