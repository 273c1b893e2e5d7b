"""How much of a slowed processor's core pages take while nothing happens in the hall."""

from collections.abc import Sequence
from contextlib import ExitStack

from playwright.sync_api import Browser, CDPSession

from tests.bench.slow_page import Sight, first_content_ms, slow_page

SETTLE_MS = 12_000
"""A wall announces what was called before it was opened."""

WATCHED_MS = 10_000


def shares_at_rest(browser: Browser, sights: Sequence[Sight]) -> dict[str, float]:
    """By name the share (%) of one core that a page's own thread takes; all pages are open at the same time."""
    with ExitStack() as stack:
        opened = {}
        for sight in sights:
            page, session = stack.enter_context(slow_page(browser, sight))
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(sight.url)
            first_content_ms(page, session)
            opened[sight.name] = session
        page.wait_for_timeout(SETTLE_MS)
        before = {name: worked_ms(session) for name, session in opened.items()}
        page.wait_for_timeout(WATCHED_MS)
        return {name: (worked_ms(opened[name]) - before_ms) / WATCHED_MS * 100 for name, before_ms in before.items()}


def worked_ms(session: CDPSession) -> float:
    """How long a page's thread has computed."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration")) * 1000
