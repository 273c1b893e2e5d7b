"""The rating page: it opens after a service, takes one answer, and closes by the rule."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hub_process import ROOT, HubProcess
from tests.screens import Screens, screens_of
from tests.wrong_clock import HOUR_MS, wrong_clock

SHORT_WINDOW_S = 5
TOUCH_AT_ONCE = """() => new MutationObserver((_, watch) => {
  const answers = document.querySelectorAll(".answer");
  if (answers.length === 0) return;
  watch.disconnect();
  answers.forEach((answer) => answer.click());
  document.body.dataset.touched = answers.length;
}).observe(document.body, { childList: true, subtree: true })"""
TABLETS = [(1280, 800), (800, 1280), (1024, 768)]


def asked(page: Page, stage: str) -> None:
    expect(page.locator(".panel")).to_have_attribute("data-stage", stage)


def ready_to_finish(screens: Screens, counter: int) -> str:
    (label,) = screens.opened_counter(counter, tickets=1)
    screens.command(counter, "call-next", "start")
    return label


def test_a_finished_service_is_rated_once_however_often_it_is_tapped(screens: Screens) -> None:
    label = ready_to_finish(screens, 2)
    page, clerk = screens.open("rating:2", size=(1280, 800)), screens.open("counter:2")
    rated: list[str] = []
    page.on("request", lambda request: rated.append(request.url) if request.url.endswith("/rate") else None)
    asked(page, "resting")
    screens.command(2, "finish")
    asked(page, "asking")
    expect(page.locator("h1")).to_contain_text(label)
    expect(page.locator(".answer")).to_have_count(4)
    page.locator("[data-score='4']").dblclick()
    asked(page, "thanks")
    expect(clerk.locator(".rating-given")).to_have_attribute("data-score", "4")
    assert len(rated) == 1


def test_a_finger_that_was_on_its_way_rates_nothing(screens: Screens) -> None:
    ready_to_finish(screens, 3)
    page = screens.open("rating:3")
    page.evaluate(TOUCH_AT_ONCE)
    screens.command(3, "finish")
    asked(page, "asking")
    expect(page.locator("body")).to_have_attribute("data-touched", "4")
    expect(page.locator("[data-score='1']")).to_be_enabled()
    asked(page, "asking")


def test_the_next_start_closes_it(screens: Screens) -> None:
    ready_to_finish(screens, 5)
    screens.tickets("dat_dai")
    page = screens.open("rating:5", size=(800, 1280))
    screens.command(5, "finish-and-call-next")
    asked(page, "asking")
    screens.command(5, "start")
    asked(page, "resting")


@pytest.mark.parametrize(("counter", "fast_ms"), [(8, HOUR_MS), (9, -HOUR_MS)])
def test_it_asks_on_a_tablet_with_a_wrong_clock(screens: Screens, counter: int, fast_ms: int) -> None:
    ready_to_finish(screens, counter)
    screens.command(counter, "finish")
    screens.context.add_init_script(wrong_clock(fast_ms))
    page = screens.open(f"rating:{counter}")
    page.locator("[data-score='3']").click(delay=500)
    asked(page, "thanks")


def test_two_panels_of_a_counter_are_in_step(screens: Screens) -> None:
    ready_to_finish(screens, 6)
    page, other = screens.open("rating:6"), screens.open("rating:6")
    screens.command(6, "finish")
    asked(other, "asking")
    page.locator("[data-score='1']").click(delay=500)
    asked(page, "thanks")
    asked(other, "thanks")


@pytest.fixture
def hub_with_short_window(tmp_path: Path) -> Iterator[HubProcess]:
    centre = tmp_path / "centre"
    shutil.copytree(ROOT / "config" / "sample", centre)
    plan = centre / "centre.toml"
    words = plan.read_text(encoding="utf-8")
    plan.write_text(words.replace("window_s = 60", f"window_s = {SHORT_WINDOW_S}"), encoding="utf-8")
    with HubProcess(tmp_path / "data", "--centre", str(centre)) as running:
        yield running


def test_it_closes_by_itself_when_its_time_is_over(chromium: Browser, hub_with_short_window: HubProcess) -> None:
    with screens_of(chromium, hub_with_short_window) as screens:
        ready_to_finish(screens, 2)
        page = screens.open("rating:2")
        screens.command(2, "finish")
        asked(page, "asking")
        expect(page.locator(".panel")).to_have_attribute("data-stage", "resting", timeout=SHORT_WINDOW_S * 1000 + 3000)


def test_the_question_fits_every_tablet(screens: Screens) -> None:
    ready_to_finish(screens, 7)
    screens.command(7, "finish")
    page = screens.open("rating:7")
    asked(page, "asking")
    for width, height in TABLETS:
        page.set_viewport_size({"width": width, "height": height})
        boxes = page.locator(".answer, .left, h1").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom])"
        )
        assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []
