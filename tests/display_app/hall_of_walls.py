"""Walls that hear and announce and draw nothing, several in one page: what they announced when, by the page's clock."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Page

HEAR = """async ([wall, calls, places]) => {
  const { take, current } = await import(`/static/display_app/announcer.js?wall=${wall}`);
  const { link } = await import("/static/js/link.js");
  const told = (window.told ??= {});
  if (!told[wall]) {
    told[wall] = [];
    current.subscribe((now) => now.forEach(({ id }) => told[wall].push([id, Math.round(link.now_ms())])));
  }
  take(calls, places);
}"""
NOW = "import('/static/js/link.js').then(({ link }) => Math.round(link.now_ms()))"


def hear(page: Page, wall: int, view: dict[str, Any]) -> None:
    """Give a wall a view."""
    page.evaluate(HEAR, [wall, view["announcements"], view["counters"]])


def announced_by(page: Page, wall: int) -> dict[int, list[int]]:
    """When (ms) a wall announced each call, by its id."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for call, at_ms in page.evaluate("wall => window.told?.[wall] ?? []", wall):
        found[call].append(at_ms)
    return dict(found)
