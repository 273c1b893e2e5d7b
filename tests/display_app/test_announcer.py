"""What a wall announces of a view's calls: what is new and true, each once, however long the others take."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

SPEAKER = """
import { signal } from "@preact/signals";
export const sound = signal("on");
export const unmute = () => {};
export const prepare = () => {};
export const announce = async (calls) => {
  if (window.is_slow) await new Promise((end) => (window.end_saying = end));
  return calls.map(() => []);
};
"""
TAKE = """async ([wall, rows]) => {
  const { take } = await import(`/static/display_app/announcer.js?${wall}`);
  const { link } = await import("/static/js/link.js");
  const begun_ms = (window.begun_ms ??= {});
  const now_ms = (begun_ms[wall] ??= Math.round(link.now_ms()));
  const calls = rows.map(([id, age_s, label, counter]) => (
    { id, at_ms: now_ms - age_s * 1000, label, counter, field: { vi: "x", en: "x" }, language: "vi", times_called: 1 }
  ));
  take(calls, rows.filter((row) => row[4]).map(([, , label, number]) => ({ number, label })));
}"""
LOGGED = """async (wall) => {
  const { announced } = await import(`/static/display_app/announcer.js?${wall}`);
  return announced.value.map(({ call }) => call.label);
}"""
LOAD = "walls => Promise.all(walls.map((wall) => import(`/static/display_app/announcer.js?${wall}`))).then(() => {})"
WALLS = ["cut off", "in a rush", "slow"]
STEP_MS = 5000

Row = tuple[int, int, str, int, bool]
"""An announcement: its id, its age in seconds, its number, its counter, and whether that number is there still."""


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with HubProcess(tmp_path_factory.mktemp("walls")) as hub, screens_of(chromium, hub) as screens:
        opened = opened_in(screens)
        hub.kill()  # it would tell the page the real time
        yield opened


def opened_in(screens: Screens) -> Page:
    """A page with a voice that says nothing, and takes as long for it as a test wants."""
    screens.context.clock.install()
    screens.context.route(
        "**/voice/speaker.js", lambda route: route.fulfill(body=SPEAKER, content_type="text/javascript")
    )
    page = screens.open("wall", size=(1280, 720), is_loose=True)
    page.evaluate(LOAD, WALLS)
    return page


class Wall:
    """A wall's announcer of its own, in a page that several share."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    def announced(self, rows: list[Row], steps: int) -> list[str]:
        """Every number that it has announced, so many steps of five seconds after it took these calls."""
        self.page.evaluate(TAKE, [self.name, rows])
        for _ in range(steps):
            self.page.clock.run_for(STEP_MS)
        labels: list[str] = self.page.evaluate(LOGGED, self.name)
        return labels


def test_a_wall_that_comes_back_tells_what_it_missed_and_nothing_that_is_old(page: Page) -> None:
    wall = Wall(page, "cut off")
    long_ago = [(1, 330, "A001", 1, True), (2, 61, "A002", 2, True)]
    assert wall.announced([*long_ago, (3, 55, "A003", 3, True)], steps=1) == ["A003"]
    overtaken = [(4, 20, "A004", 4, False), (5, 10, "A005", 4, True)]
    assert wall.announced([*long_ago, *overtaken], steps=2) == ["A003", "A005"]
    assert wall.announced([*long_ago, *overtaken], steps=2) == ["A003", "A005"]


def test_in_a_rush_everybody_is_announced_once_but_who_was_served_meanwhile(page: Page) -> None:
    wall = Wall(page, "in a rush")
    rows = [(number, 1, f"A{number:03}", number, number != 30) for number in range(1, 31)]
    assert sorted(wall.announced(rows, steps=32)) == [row[2] for row in rows[:-1]]


def test_the_panel_waits_for_the_voice(page: Page) -> None:
    """However long it speaks: nobody sees one number and hears another."""
    wall = Wall(page, "slow")
    rows = [(number, 1, f"A{number:03}", number, True) for number in range(1, 5)]
    page.evaluate("() => (window.is_slow = true)")
    first = wall.announced(rows[:1], steps=8)
    assert (first, wall.announced(rows, steps=1)) == (["A001"], ["A001"])
    page.evaluate("() => window.end_saying()")
    assert wall.announced(rows, steps=7) == ["A001", "A002", "A003"]
    page.evaluate("() => window.end_saying()")
    assert wall.announced(rows, steps=1) == ["A001", "A002", "A003", "A004"]
    page.evaluate("() => (window.is_slow = false, window.end_saying())")
