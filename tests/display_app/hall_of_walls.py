"""Walls that hear and announce and draw nothing, several in one page: what they announced when, by the page's clock."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Page

HEAR = """async (views) => {
  const { link } = await import("/static/js/link.js");
  const told = (window.told ??= {});
  for (const [wall, calls, places] of views) {
    const { take, current } = await import(`/static/display_app/announcer.js?wall=${wall}`);
    if (!told[wall]) {
      told[wall] = [];
      current.subscribe((now) => now.forEach(({ id }) => told[wall].push([id, Math.round(link.now_ms())])));
    }
    take(calls, places);
  }
}"""
DEAF_ONCE_TOLD = """(() => {
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(...wanted) {
      if (window.is_deaf) throw new Error("there is no hub any more");
      super(...wanted);
    }
  };
})()"""
BE_DEAF = """() => {
  window.is_deaf = true;
  window.fetch = () => Promise.reject(new TypeError("there is no hub any more"));
}"""
"""Asking in vain for a hub that is gone, an hour of a hall long, costs a third of the whole."""
NOW = "import('/static/js/link.js').then(({ link }) => Math.round(link.now_ms()))"


def hear(page: Page, views: dict[int, dict[str, Any]]) -> None:
    """Give walls a view each."""
    page.evaluate(HEAR, [[wall, view["announcements"], view["counters"]] for wall, view in views.items()])


def announced_by(page: Page, wall: int) -> dict[int, list[int]]:
    """When (ms) a wall announced each call, by its id."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for call, at_ms in page.evaluate("wall => window.told?.[wall] ?? []", wall):
        found[call].append(at_ms)
    return dict(found)
