"""Pages in a Chromium that never saw them, at a quarter of its processor's speed, asked without disturbing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

SLOWER = 4
WITHIN_MS, POLL_MS = 20_000, 100

NOTE_FIRST_CONTENT = """
(() => {
  const seen = new MutationObserver(look);
  async function look() {
    const content = document.querySelector(SELECTOR);
    if (!content || window.first_content_ms !== undefined) return;
    seen.disconnect();
    window.first_content_ms = null;
    content.getBoundingClientRect();
    await document.fonts.ready;
    requestAnimationFrame(() => setTimeout(() => { window.first_content_ms = performance.now(); }));
  }
  seen.observe(document, { childList: true, subtree: true });
})();
"""
"""Laid out once, so that the browser knows which letters it needs; then they are waited for, and for the next frame."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A page, the size of its window, and what is its first content."""

    name: str
    url: str
    selector: str
    size: tuple[int, int] = (1920, 1080)
    has_aim: bool = True


def first_content_ms(page: Page, session: CDPSession) -> float:
    """Wait until the page shows what it is there for; asked so that the page itself has next to nothing to do."""
    for _ in range(WITHIN_MS // POLL_MS):
        if found_ms := value_of(session, "window.first_content_ms"):
            return found_ms
        page.wait_for_timeout(POLL_MS)
    raise TimeoutError(f"{page.url}: nothing was seen within {WITHIN_MS} ms")


def value_of(session: CDPSession, expression: str) -> float:
    """A number of the page; 0: it has none yet."""
    told = session.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return float(told["result"].get("value") or 0)


@contextmanager
def slow_page(browser: Browser, sight: Sight) -> Iterator[tuple[Page, CDPSession]]:
    """An empty page with nothing in its cache, its processor slowed down."""
    context = browser.new_context(viewport={"width": sight.size[0], "height": sight.size[1]})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(NOTE_FIRST_CONTENT.replace("SELECTOR", repr(sight.selector)))
        yield page, session
    finally:
        context.close()
