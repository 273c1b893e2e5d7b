"""The wall: what it announces, how long, and what it says about itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

WALL = (1920, 1080)
LEAST_SHOWN_MS = 5000
PANELS = [(1920, 1080), (1280, 720), (1080, 1920), (1280, 1024), (3840, 2160)]
SHOWN = ".topbar *, .call *, .last *, .tile *, .queue *, .notice-head"
OUTSIDE = """(leaves, [width, height]) => leaves.filter((leaf) => {
  const box = leaf.getBoundingClientRect();
  return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1;
}).map((leaf) => leaf.outerHTML)"""
WATCH = """() => {
  const log = document.querySelector("#announced");
  const note = () => log.querySelectorAll("li:not([data-seen])").forEach((one) => (one.dataset.seen = Date.now()));
  note();
  new MutationObserver(note).observe(log, { childList: true });
}"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path) as running:
        yield running


@pytest.fixture
def screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    with screens_of(chromium, hub) as opened:
        yield opened


def announced(page: Page, label: str) -> None:
    expect(page.locator(f"[data-call={label}]")).to_be_visible()


def test_call_and_recall_are_each_shown_for_five_seconds(screens: Screens) -> None:
    (label,) = screens.opened_counter(2, tickets=1)
    page = screens.open("wall", size=WALL)
    page.evaluate(WATCH)
    screens.command(2, "call-next", "recall")
    entries = page.locator(f"#announced [data-label={label}]")
    expect(entries).to_have_count(2, timeout=9_000)
    first, second = entries.evaluate_all("all => all.map(one => Number(one.dataset.seen))")
    assert second - first >= LEAST_SHOWN_MS
    expect(page.locator(f"[data-call={label}] .call-again")).to_be_visible()
    expect(page.locator(f"[data-last={label}]")).to_have_count(1)
    expect(page.locator("[data-tile='2']")).to_contain_text(label)


def test_number_and_counter_are_equally_large(screens: Screens) -> None:
    (label,) = screens.opened_counter(5, tickets=1)
    screens.command(5, "call-next")
    page = screens.open("wall", size=WALL)
    announced(page, label)
    sizes = page.locator(".call-label, .call-counter").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fontSize)"
    )
    assert sizes[0] == sizes[1]
    assert float(sizes[0].removesuffix("px")) > 150


def test_it_says_that_it_is_silent_until_it_is_touched(screens: Screens) -> None:
    (label,) = screens.opened_counter(6, tickets=1)
    page = screens.open("wall", size=WALL)
    expect(page.locator("[data-sound=muted]")).to_be_visible()
    page.locator("[data-sound=muted]").click()
    expect(page.locator("[data-sound]")).to_have_count(0)
    screens.command(6, "call-next")
    expect(page.locator(f"#announced [data-label={label}]")).to_have_attribute("data-heard", "true")


def test_nothing_moves_for_those_who_want_it_still(screens: Screens) -> None:
    (label,) = screens.opened_counter(7, tickets=1)
    page = screens.open("wall", size=WALL)
    page.emulate_media(reduced_motion="reduce")
    screens.command(7, "call-next")
    expect(page.locator(f"[data-call={label}].is-announced")).to_be_visible()
    assert page.locator(".call").evaluate("call => getComputedStyle(call).animationName") == "none"


def test_everything_fits_the_panel(screens: Screens) -> None:
    waiting = screens.opened_counter(8, tickets=4)
    screens.command(8, "call-next")
    page = screens.open("wall", size=WALL)
    announced(page, waiting[0])
    expect(page.locator("[data-queue=cu_tru] .queue-waiting")).to_have_text("3")
    for width, height in PANELS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.locator(SHOWN).evaluate_all(OUTSIDE, [width, height]) == []
