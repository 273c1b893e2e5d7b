"""The wall: what it announces, how long, and what it says about itself."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from hub.messages import API
from tests.accessibility.motion import moving
from tests.display_app.announcements import pauses_ms, watch
from tests.hub_process import HubProcess
from tests.screens import FIELD_OF, Screens, screens_of
from tests.waiting import until
from tests.wrong_clock import HOUR_MS, wrong_clock

WALL = (1920, 1080)
SAID_MS = 25_000
LEAST_SHOWN_MS = 5000
PANELS = [(1920, 1080), (1280, 720), (1080, 1920), (1280, 1024), (3840, 2160)]
SHOWN = ".topbar *, .call *, .last *, .tile *, .queue *, .notice-head"
OUTSIDE = """(leaves, [width, height]) => leaves.filter((leaf) => {
  const box = leaf.getBoundingClientRect();
  return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1;
}).map((leaf) => leaf.outerHTML)"""
WIDER_THAN_THEIR_PLACE = """(places) => places
  .filter((place) => place.scrollWidth > place.clientWidth)
  .map((place) => place.outerHTML)"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path) as running:
        yield running


@pytest.fixture
def screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    with screens_of(chromium, hub) as opened:
        yield opened


def in_the_hall(minutes: int = 0) -> str:
    """The time of day that the hall's clock must show, or will so many minutes from now."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(minutes=minutes)
    return now.strftime("%H:%M")


def shown(screens: Screens, label: str) -> list[list[dict[str, Any]]]:
    """For each call of a number the screens that have told the hub that they showed it."""
    token = {"Authorization": f"Bearer {screens.hub.token('supervisor')}"}
    answer = requests.get(f"{screens.hub.url}{API}/tickets/{label}/shown", headers=token, timeout=10)
    return [call["shown"] for call in answer.json()]


def announced(page: Page, label: str) -> None:
    expect(page.locator(f"[data-call={label}]")).to_be_visible()


def test_call_and_recall_are_each_shown_for_five_seconds(screens: Screens) -> None:
    (label,) = screens.opened_counter(2, tickets=1)
    page = screens.open("wall", size=WALL)
    watch(page)
    screens.command(2, "call-next", "recall")
    entries = page.locator(f"#announced [data-label={label}]")
    expect(entries).to_have_count(2, timeout=9_000)
    assert min(pauses_ms(page)) >= LEAST_SHOWN_MS
    expect(page.locator(f"[data-call={label}] .call-again")).to_be_visible()
    expect(page.locator(f"[data-last={label}]")).to_have_count(1)
    expect(page.locator("[data-tile='2']")).to_contain_text(label)


def test_two_share_the_panel_and_what_was_overtaken_is_left_out(screens: Screens) -> None:
    (first,) = screens.opened_counter(2, tickets=1)
    (third,) = screens.opened_counter(5, tickets=1)
    overtaken, second = screens.opened_counter(3, tickets=2)
    page = screens.open("wall", size=WALL)
    screens.command(2, "call-next")
    announced(page, first)
    screens.command(3, "call-next", "start", "finish-and-call-next")
    screens.command(5, "call-next")
    expect(page.locator(".call.is-announced")).to_have_count(2, timeout=9_000)
    announced(page, second)
    announced(page, third)
    expect(page.locator(f"#announced [data-label={overtaken}]")).to_have_count(0)
    expect(page.locator(f"[data-last={overtaken}]")).to_be_visible()


def test_a_wall_loaded_anew_announces_only_what_is_new(screens: Screens) -> None:
    (label,) = screens.opened_counter(2, tickets=1)
    page = screens.open("wall", size=WALL)
    screens.command(2, "call-next")
    announced(page, label)
    page.reload()
    announced(page, label)
    expect(page.locator(".is-announced")).to_have_count(0)
    screens.command(2, "recall")
    expect(page.locator(".is-announced .call-again")).to_be_visible()
    expect(page.locator("#announced li")).to_have_count(1)


@pytest.mark.parametrize(("at_load_ms", "later_ms"), [(HOUR_MS, -HOUR_MS), (0, HOUR_MS)])
def test_a_wrong_clock_hides_no_call(screens: Screens, at_load_ms: int, later_ms: int) -> None:
    (label,) = screens.opened_counter(3, tickets=1)
    screens.context.add_init_script(wrong_clock(at_load_ms))
    page = screens.open("wall", size=WALL)
    screens.opened_counter(5)
    expect(page.locator("[data-tile='5'].tile-open")).to_be_visible()
    page.evaluate("(fast_ms) => window.set_clock(fast_ms)", later_ms)
    screens.command(3, "call-next")
    announced(page, label)
    expect(page.locator(".call.is-announced")).to_have_count(1)
    expect(page.locator(".topbar-time")).to_have_text(re.compile(f"{in_the_hall()}|{in_the_hall(minutes=1)}"))


def test_it_says_that_it_is_silent_until_it_is_touched(screens: Screens) -> None:
    (label,) = screens.opened_counter(6, tickets=1)
    page = screens.open("wall", size=WALL)
    expect(page.locator("[data-sound=muted]")).to_be_visible()
    page.locator("[data-sound=muted]").click()
    expect(page.locator("[data-sound]")).to_have_count(0)
    screens.command(6, "call-next")
    expect(page.locator(f"#announced [data-label={label}]")).to_have_attribute("data-heard", "true", timeout=SAID_MS)
    assert until(lambda: shown(screens, label)[0] != [], within_s=10)
    ((told,),) = shown(screens, label)
    assert (told["screen"], told["spoken"] != "") == ("wall", True)
    assert 0 <= told["shown_ms"] - told["call_ms"] < SAID_MS


def test_what_could_not_be_told_is_told_later(screens: Screens) -> None:
    (label,) = screens.opened_counter(6, tickets=1)
    page = screens.open("wall", size=WALL)
    page.route("**/walls/told", lambda route: route.abort())
    screens.command(6, "call-next")
    expect(page.locator(f"[data-call={label}].is-announced")).to_be_visible()
    assert shown(screens, label) == [[]]
    page.unroute("**/walls/told")
    page.reload()
    assert until(lambda: shown(screens, label)[0] != [], within_s=10)
    ((told,),) = shown(screens, label)
    assert (told["screen"], told["spoken"]) == ("wall", "")


def test_nothing_moves_for_those_who_want_it_still(screens: Screens) -> None:
    (label,) = screens.opened_counter(7, tickets=1)
    page = screens.open("wall", size=WALL)
    page.emulate_media(reduced_motion="reduce")
    screens.command(7, "call-next")
    expect(page.locator(f"[data-call={label}].is-announced")).to_be_visible()
    assert moving(page) == []


def test_everything_fits_the_panel(screens: Screens) -> None:
    waiting = screens.opened_counter(8, tickets=4)
    screens.command(8, "call-next")
    page = screens.open("wall", size=WALL)
    announced(page, waiting[0])
    screens.command(8, "start")
    expect(page.locator("[data-queue=cu_tru] .queue-waiting")).to_have_text("3")
    expect(page.locator("[data-tile='8'].tile-serving")).to_be_visible()
    for width, height in PANELS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.locator(SHOWN).evaluate_all(OUTSIDE, [width, height]) == []
        assert page.locator(".tile, .queue, .last, .call-numbers").evaluate_all(WIDER_THAN_THEIR_PLACE) == []


def test_whose_field_closed_is_told_for_a_while(screens: Screens) -> None:
    first, second = screens.opened_counter(2, tickets=2)
    page = screens.open("wall", size=(1080, 1920))
    reasons = {"reason": "system_down", "for_waiting": "end", "end_reason": "citizen_left"}
    stopped = screens.hub.post(screens.hub.token("supervisor"), f"/fields/{FIELD_OF[2]}/stop", reasons)
    assert stopped.ok
    expect(page.locator("[data-sent-on]")).to_contain_text(f"Mời gặp nhân viên: số {first}, {second}.")
    panel, title = page.locator(".call").bounding_box(), page.locator(".resting-title").bounding_box()
    assert panel is not None
    assert title is not None
    assert title["y"] >= panel["y"], "the panel above the calls is whole"
