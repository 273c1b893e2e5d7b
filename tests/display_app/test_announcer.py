"""What a wall announces of a view's calls: what is new and true, each once, however long the others take."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

TAKE = """async (rows) => {
  const { take } = await import("/static/display_app/announcer.js");
  const { link } = await import("/static/js/link.js");
  const now_ms = (window.begun_ms ??= Math.round(link.now_ms()));
  const calls = rows.map(([id, age_s, label, counter]) => (
    { id, at_ms: now_ms - age_s * 1000, label, counter, field: { vi: "x", en: "x" }, language: "vi", times_called: 1 }
  ));
  take(calls, rows.filter((row) => row[4]).map(([, , label, number]) => ({ number, label })));
}"""
LOGGED = "all => all.map((one) => one.dataset.label)"
STEP_MS = 5000

Row = tuple[int, int, str, int, bool]
"""An announcement: its id, its age in seconds, its number, its counter, and whether that number is there still."""


@pytest.fixture
def wall(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    with HubProcess(tmp_path) as hub, screens_of(chromium, hub) as screens:
        page = opened(screens)
        hub.kill()  # it would tell the page the real time
        yield page


def opened(screens: Screens) -> Page:
    screens.context.clock.install()
    return screens.open("wall", size=(1280, 720))


def announced(wall: Page, rows: list[Row], steps: int) -> list[str]:
    """Every number that has been announced since the page was opened, so many steps of five seconds later."""
    wall.evaluate(TAKE, rows)
    for _ in range(steps):
        wall.clock.run_for(STEP_MS)
    labels: list[str] = wall.locator("#announced li").evaluate_all(LOGGED)
    return labels


def test_a_wall_that_comes_back_tells_what_it_missed_and_nothing_that_is_old(wall: Page) -> None:
    long_ago = [(1, 330, "A001", 1, True), (2, 61, "A002", 2, True)]
    assert announced(wall, [*long_ago, (3, 55, "A003", 3, True)], steps=1) == ["A003"]
    overtaken = [(4, 20, "A004", 4, False), (5, 10, "A005", 4, True)]
    assert announced(wall, [*long_ago, *overtaken], steps=2) == ["A003", "A005"]
    assert announced(wall, [*long_ago, *overtaken], steps=2) == ["A003", "A005"]


def test_in_a_rush_everybody_is_announced_once_but_who_was_served_meanwhile(wall: Page) -> None:
    rows = [(number, 1, f"A{number:03}", number, number != 30) for number in range(1, 31)]
    assert sorted(announced(wall, rows, steps=32)) == [row[2] for row in rows[:-1]]
