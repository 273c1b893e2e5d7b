"""The rating page: it opens after a service, takes one answer, and closes by the rule."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cuttable_line import CuttableLine
from tests.hub_process import ROOT, HubProcess
from tests.screens import Screens, screens_of
from tests.written import Written
from tests.wrong_clock import HOUR_MS, wrong_clock

SHORT_WINDOW_S = 5
TOUCH_AT_ONCE = """() => new MutationObserver((_, watch) => {
  const answers = document.querySelectorAll(".answer");
  if (answers.length === 0) return;
  watch.disconnect();
  answers.forEach((answer) => answer.click());
  document.body.dataset.touched = answers.length;
}).observe(document.body, { childList: true, subtree: true })"""


def asked(page: Page, stage: str) -> None:
    expect(page.locator(".panel")).to_have_attribute("data-stage", stage)


def touch(page: Page, target: str) -> None:
    """A finger that slips within what it touches, once the page hears again after it has changed."""
    expect(page.locator("body:not([data-deaf])")).to_have_count(1)
    box = page.locator(target).bounding_box()
    assert box
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + box["height"] - 10)
    page.mouse.up()


@pytest.fixture
def written(hub: HubProcess, tmp_path: Path) -> Written:
    return Written(hub, tmp_path)


def ratings(written: Written) -> list[tuple[int, int, list[str]]]:
    """Score, the one that it replaces, reasons, of every rating since."""
    told = [row.fields for row in written.rows() if row.kind == "TicketRated"]
    return [(row["score"], row.get("instead_of", 0), row.get("reasons", [])) for row in told]


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
    expect(page.locator(".of-ticket")).to_contain_text(label)
    expect(page.locator(".answer")).to_have_count(4)
    expect(page.locator("body:not([data-deaf])")).to_have_count(1)
    page.locator("[data-score='4']").dblclick()
    asked(page, "given")
    expect(clerk.locator(".rating-given")).to_have_attribute("data-score", "4")
    assert len(rated) == 1


def test_a_finger_that_was_on_its_way_rates_nothing(screens: Screens) -> None:
    ready_to_finish(screens, 3)
    page = screens.open("rating:3")
    page.evaluate(TOUCH_AT_ONCE)
    screens.command(3, "finish")
    asked(page, "asking")
    expect(page.locator("body")).to_have_attribute("data-touched", "4")
    expect(page.locator("body:not([data-deaf])")).to_have_count(1)
    asked(page, "asking")


def test_the_next_start_closes_it(screens: Screens) -> None:
    ready_to_finish(screens, 5)
    screens.tickets("dat_dai")
    page = screens.open("rating:5", size=(800, 1280))
    screens.command(5, "finish-and-call-next")
    asked(page, "asking")
    screens.command(5, "start")
    asked(page, "resting")


def test_it_asks_on_a_tablet_with_a_wrong_clock(screens: Screens) -> None:
    ready_to_finish(screens, 9)
    screens.command(9, "finish")
    screens.context.add_init_script(wrong_clock(-HOUR_MS))
    page = screens.open("rating:9")
    touch(page, "[data-score='3']")
    asked(page, "given")


def test_screens_draw_and_hear_in_a_browser_that_does_not_tell_when_it_is_idle(screens: Screens) -> None:
    (label,) = screens.tickets("tra_ket_qua")
    screens.command(10, "open", "call-next", "start")
    screens.context.add_init_script("delete window.requestIdleCallback")
    wall, page = screens.open("wall"), screens.open("rating:10", size=(800, 1280))
    assert page.evaluate("typeof requestIdleCallback") == "undefined"
    expect(wall.locator("[data-tile='10']")).to_contain_text(label)
    expect(wall.locator("[data-sound=muted]")).to_be_visible()
    screens.command(10, "finish")
    asked(page, "asking")


def test_two_tablets_are_in_step_and_a_slip_is_put_right_on_either(screens: Screens, written: Written) -> None:
    ready_to_finish(screens, 6)
    page, other = screens.open("rating:6"), screens.open("rating:6", size=(800, 1280))
    screens.command(6, "finish")
    asked(other, "asking")
    touch(page, "[data-score='4']")
    for tablet in (page, other):
        asked(tablet, "given")
        expect(tablet.locator(".given [data-taken]")).to_contain_text("Rất hài lòng")
    other.reload()
    touch(other, "[data-change='1']")
    for tablet in (page, other):
        asked(tablet, "why")
        expect(tablet.locator("[data-reason]")).to_have_count(6)
    expect(page.locator("[data-change='1']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-reason=long_wait]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".panel:not([data-stage=why])")).to_have_count(1)
    expect(other.locator(".panel:not([data-stage=why])")).to_have_count(1)
    assert ratings(written) == [(4, 0, []), (1, 4, []), (1, 1, ["long_wait"])]


def test_a_face_touched_without_the_hub_counts_once_it_is_back_and_nobody_has_to_say_why(
    screens: Screens, written: Written
) -> None:
    ready_to_finish(screens, 7)
    with CuttableLine(screens.hub.port) as line:
        page = screens.open("rating:7", port=line.port)
        expect(page.locator(".rest-state")).to_have_attribute("data-counter-state", "open")
        expect(page.locator(".rest button")).to_have_count(0)
        line.cut()
        expect(page.locator("#lost")).to_contain_text("Mất kết nối từ ", timeout=1_500)
        expect(page.locator(".rest-state")).to_have_attribute("data-counter-state", "unknown")
        expect(page.locator(".rest-hint")).to_have_count(0)
        line.mend()
        expect(page.locator(".rest-state")).to_have_attribute("data-counter-state", "open")
        screens.command(7, "finish")
        asked(page, "asking")
        line.cut()
        expect(page.locator("#lost")).to_be_visible(timeout=1_500)
        touch(page, "[data-score='1']")
        asked(page, "sending")
        line.mend()
        asked(page, "why")
        expect(page.locator("#lost")).to_have_count(0)
        touch(page, "[data-do=skip]")
        expect(page.locator(".panel:not([data-stage=why])")).to_have_count(1)
    assert ratings(written) == [(1, 0, [])]


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


MM_ON = {(1280, 800): 172 / 1280, (800, 1280): 172 / 1280, (1024, 768): 163 / 1024}
"""Tablets of 8 inches by their pixels; how many mm a pixel is."""
LEAST_MM = 20 - 0.2
BOXES = """all => all.map(one => one.getBoundingClientRect()).filter(box => box.width > 0)
  .map(box => [box.left, box.top, box.right, box.bottom])"""


def fits(page: Page, parts: str) -> None:
    """Nothing is cut off, and what can be touched is large enough and apart on every tablet."""
    for (width, height), mm in MM_ON.items():
        page.set_viewport_size({"width": width, "height": height})
        boxes = page.locator(parts).evaluate_all(BOXES)
        assert [box for box in boxes if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height] == []
        targets = page.locator("main button, footer button").evaluate_all(BOXES)
        sides = [side * mm for box in targets for side in (box[2] - box[0], box[3] - box[1])]
        assert min(sides) >= LEAST_MM, (width, height)
        assert [(one, other) for one, other in combinations(targets, 2) if overlap(one, other)] == []


def overlap(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_question_and_what_follows_fit_every_tablet(screens: Screens) -> None:
    screens.tickets("cu_tru")
    ready_to_finish(screens, 8)
    screens.command(8, "finish")
    page = screens.open("rating:8")
    asked(page, "asking")
    fits(page, ".answer, .left, h1")
    touch(page, "[data-score='1']")
    asked(page, "why")
    fits(page, "h1, .reason, .other-face, .skip, .change p")
