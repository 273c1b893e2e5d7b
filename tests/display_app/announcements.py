"""When a wall announced what, as its log tells."""

from itertools import pairwise

from playwright.sync_api import Page

WATCH = """() => {
  const log = document.querySelector("#announced");
  const note = () => {
    const now = performance.now();
    log.querySelectorAll("li:not([data-seen])").forEach((one) => (one.dataset.seen = now));
  };
  note();
  new MutationObserver(note).observe(log, { childList: true });
}"""


def watch(wall: Page) -> None:
    """Note from now on when each announcement was made."""
    wall.evaluate(WATCH)


def pauses_ms(wall: Page) -> list[float]:
    """How long the panel was left to each announcement, or to those made together, before the next came."""
    seen = wall.locator("#announced li").evaluate_all("all => all.map((one) => Number(one.dataset.seen))")
    instants = sorted(set(seen))
    return [later - earlier for earlier, later in pairwise(instants)]
