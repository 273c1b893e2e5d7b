"""Walls of a large centre: many counters, several halls, figures for the farthest seat, pictures between calls."""

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.display_app.large_centre import COUNTERS, draw_media, large_centre
from tests.display_app.test_wall_page import OUTSIDE, SHOWN, WIDER_THAN_THEIR_PLACE
from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of
from tests.waiting import until

PANELS = [(1920, 1080), (1366, 768), (1280, 720), (3840, 2160), (1080, 1920)]
SEAT_M, DIAGONAL_IN = 10, 55
LEAST_MM = SEAT_M * 1000 * math.tan(math.radians(15 / 60))
FIGURES = ".call-label, .call-counter, .last-label, .last-counter"
HIGH = """figures => figures.map((one) => {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(one);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return pen.measureText("1").actualBoundingBoxAscent;
})"""
LAID_OVER = """(sections) => {
  const boxes = sections.map((one) => one.getBoundingClientRect());
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => over(a, b))).length;
}"""
PLAYED_OF = """async (media) => {
  const { program, playlist } = await import("/static/display_app/program.js");
  const former = program.value;
  program.value = { ...former, media };
  const played = playlist.value.map((one) => one.address);
  program.value = former;
  return played;
}"""
INTERRUPT = """async () => {
  const { current, ended_ms } = await import("/static/display_app/announcer.js");
  current.value = [{ id: 1, at_ms: 1, label: "A001", counter: 20, field: {}, language: "vi", times_called: 1 }];
  await new Promise((drawn) => setTimeout(drawn, 100));
  current.value = [];
  ended_ms.value = performance.now();
}"""
SHOW_ONLY = """async (address) => {
  const { program } = await import("/static/display_app/program.js");
  const medium = { address, kind: "picture", seconds: 12, days: [], from: "00:00", to: "24:00" };
  program.value = { ...program.value, media: [medium] };
}"""
HUB_IS_BACK = """async () => {
  const { link } = await import("/static/js/link.js");
  link.is_live.value = false;
  link.is_live.value = true;
}"""
STEP_MS = 5000


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("large")
    centre = large_centre(folder / "centre")
    with HubProcess(folder / "data", "--centre", str(centre)) as running:
        for counter in range(1, COUNTERS + 1):
            assert running.post(running.token(f"counter:{counter}"), f"/counters/{counter}/open").ok
        yield running


@pytest.fixture
def screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    with screens_of(chromium, hub) as opened:
        yield opened


def call_at(screens: Screens, counter: int, field: str) -> str:
    (label,) = screens.tickets(field)
    screens.command(counter, "call-next")
    return label


def planned() -> list[dict[str, object]]:
    """A playlist of which some is for another day or time."""
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    later = [(now + timedelta(days=1)).strftime("%a").lower()]
    times = {
        "always": ([], "00:00", "24:00"),
        "today": ([now.strftime("%a").lower()], "00:00", "24:00"),
        "tomorrow": (later, "00:00", "24:00"),
        "now": ([], f"{now:%H:00}", "24:00"),
        "past": ([], "00:00", f"{now:%H:00}"),
    }
    return [{"address": name, "days": days, "from": begin, "to": end} for name, (days, begin, end) in times.items()]


def run_until(page: Page, selector: str) -> None:
    """Let the page's time run on, in steps, until something is there."""
    for _ in range(12):
        if page.locator(selector).count() > 0:
            return
        page.clock.run_for(STEP_MS)
    raise AssertionError(f"{selector} did not come")


def resize(page: Page, width: int, height: int) -> None:
    """Another panel, once it is drawn there, with its line to the hub."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    expect(page.locator("[data-stale]")).to_have_count(0)


def figures_mm(page: Page, width: int, height: int) -> list[float]:
    """How high the figures of calls are on the panel."""
    mm_a_px = DIAGONAL_IN * 25.4 / math.hypot(width, height)
    return [px * mm_a_px for px in page.locator(FIGURES).evaluate_all(HIGH)]


def test_forty_counters_have_room_and_the_called_one_is_in_sight(screens: Screens) -> None:
    label, other = call_at(screens, 40, "ho_kinh_doanh"), call_at(screens, 1, "chung_thuc")
    page = screens.open("wall", size=PANELS[0], is_loose=True)
    expect(page.locator(".call.is-announced")).to_have_count(2)
    expect(page.locator(".tiles-page")).to_have_attribute("data-page", "3/3")
    expect(page.locator("[data-tile='40'].tile-called")).to_be_visible()
    expect(page.locator(f"[data-last={label}] .last-hall")).to_have_text("Nhà B")
    assert page.locator(".tile").count() == 4
    for width, height in PANELS:
        resize(page, width, height)
        assert page.locator(SHOWN).evaluate_all(OUTSIDE, [width, height]) == [], (width, height)
        assert page.locator(".tile, .queue, .last, .call-numbers").evaluate_all(WIDER_THAN_THEIR_PLACE) == [], (
            width,
            height,
        )
        assert page.locator(".hall > section, .calls").evaluate_all(LAID_OVER) == 0, (width, height)

    here, elsewhere = screens.open("wall:nha_b", size=PANELS[1]), screens.open("wall:tang_1", size=PANELS[2])
    expect(here.locator("[data-hall]")).to_contain_text("Nhà B")
    expect(here.locator(f"[data-last={label}]")).to_be_visible()
    assert sorted(here.locator(".tile").evaluate_all("all => all.map((one) => Number(one.dataset.tile))")) == list(
        range(31, 41)
    )
    assert here.locator(".last-hall, .call-hall").count() == 0, "who stands in the hall need not be told where it is"
    expect(elsewhere.locator("#announced li")).to_have_attribute("data-label", other)
    assert elsewhere.locator(f"[data-last={label}]").count() == 0


def test_figures_are_read_from_the_farthest_seat(screens: Screens) -> None:
    call_at(screens, 2, "dat_dai")
    page = screens.open("wall", size=PANELS[0], is_loose=True)
    expect(page.locator(".call-label").first).to_be_visible()
    for width, height in [panel for panel in PANELS if panel[0] > panel[1]]:
        resize(page, width, height)
        assert min(figures_mm(page, width, height)) >= LEAST_MM, (width, height)
    sizes = page.locator(".call-label, .call-counter").evaluate_all(
        "all => all.map((a) => getComputedStyle(a).fontSize)"
    )
    assert sizes[0] == sizes[1]


def test_pictures_stand_between_calls_and_make_room_for_each(screens: Screens, hub: HubProcess) -> None:
    draw_media(hub.data / "media")
    screens.context.clock.install()
    page = screens.open("wall:tang_2", size=PANELS[1], is_loose=True)
    medium = page.locator("[data-medium]")
    expect(medium).to_have_attribute(
        "data-medium", re.compile(r"^/media/1%20gi%E1%BB%9D%20l%C3%A0m%20vi%E1%BB%87c\.png\?")
    )
    run_until(page, "[data-medium^='/media/2.webp']")
    assert page.evaluate(PLAYED_OF, planned()) == ["always", "today", "now"]
    # What no browser can play is passed over.
    run_until(page, "[data-medium^='/media/1']")
    label = call_at(screens, 20, "giao_duc")
    expect(page.locator(f"[data-call={label}].is-announced")).to_be_visible()
    expect(medium).to_have_count(0)
    run_until(page, "[data-medium]")
    expect(page.locator(f"[data-last={label}].is-shown")).to_be_visible()
    assert _is_told(page, hub, "3.webm was not shown at tang_2: its browser cannot play it")
    _goes_on_in_a_busy_hall(page)
    _comes_back_with_the_hub(page)
    assert not any("2.webp was not shown" in line for line in hub.log), "it did not come, so nobody knows"


def _is_told(page: Page, hub: HubProcess, words: str) -> bool:
    """Whether the hub hears it: at once, or at a later try where the line was just cut."""
    for _ in range(40):
        if until(lambda: any(words in line for line in hub.log), within_s=0.5):
            return True
        page.clock.run_for(STEP_MS)
    return False


def _goes_on_in_a_busy_hall(page: Page) -> None:
    """Nothing is left as long in sight as it should be, but each has its turn."""
    seen = set()
    for _ in range(4):
        page.evaluate(INTERRUPT)
        run_until(page, "[data-medium]")
        page.clock.run_for(STEP_MS)
        seen.add(str(page.locator("[data-medium]").get_attribute("data-medium"))[: len("/media/1")])
    assert seen >= {"/media/1", "/media/2"}


def _comes_back_with_the_hub(page: Page) -> None:
    """A picture that did not come while the hub was gone is shown when it is back."""
    lost = re.compile(r"/media/2\.webp\?lost")
    page.route("**/walls/program", lambda route: route.abort())
    page.route(lost, lambda route: route.abort())
    page.evaluate(SHOW_ONLY, "/media/2.webp?lost")
    medium = page.locator("[data-medium$=lost]")
    with page.expect_request(lost):
        run_until(page, "[data-medium$=lost]")
    expect(medium).to_have_count(0)
    page.unroute(lost)
    page.evaluate(HUB_IS_BACK)
    run_until(page, "[data-medium$=lost]")
    page.wait_for_function("() => document.querySelector('[data-medium$=lost]').naturalWidth > 0")
