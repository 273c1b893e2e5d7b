"""The tablet in front of a counter."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.always_open import always_open
from tests.cuttable_line import CuttableLine
from tests.hub_process import HubProcess
from tests.screens import Screens, screens_of

PANELS = [(320, 480), (480, 320), (800, 1280), (1280, 800), (1920, 1080), (1080, 1920)]
SHOWN = ".head *, .now *, .next *, .stale *, .foot"
OUTSIDE = """(leaves, [width, height]) => leaves.filter((leaf) => {
  const box = leaf.getBoundingClientRect();
  return box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1;
}).map((leaf) => leaf.outerHTML)"""
LAID_OVER = """() => {
  const boxes = [...document.querySelector(".now").children, ...document.querySelectorAll(".head, aside, .next, .foot")]
    .map((one) => one.getBoundingClientRect()).filter((box) => box.height > 0).sort((a, b) => a.top - b.top);
  return boxes.slice(1).map((box, index) => boxes[index].bottom - box.top).filter((overlap) => overlap > 1);
}"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A hub of a centre whose counters may choose the next one ahead."""
    folder = tmp_path_factory.mktemp("front")
    file = always_open(folder / "centre") / "centre.toml"
    file.write_text(file.read_text(encoding="utf-8") + '\n[counter_rules]\nprepare_next = "yes"\n', encoding="utf-8")
    with HubProcess(folder / "data", "--centre", str(folder / "centre")) as running:
        yield running


@pytest.fixture
def screens(chromium: Browser, hub: HubProcess) -> Iterator[Screens]:
    with screens_of(chromium, hub) as opened:
        yield opened


def front(screens: Screens, counter: int, port: int | None = None) -> Page:
    page = screens.context.new_page()
    page.set_viewport_size({"width": 800, "height": 1280})
    page.goto(f"http://127.0.0.1:{port or screens.hub.port}/wall/counter/{counter}/")
    page.locator(".now").wait_for()
    return page


def fits_every_panel(page: Page) -> bool:
    for width, height in PANELS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.locator(SHOWN).evaluate_all(OUTSIDE, [width, height]) == [], (width, height)
        assert page.evaluate(LAID_OVER) == [], (width, height)
    return True


def test_it_shows_what_happens_at_its_counter(screens: Screens) -> None:
    page = front(screens, 3)
    now = page.locator(".now")
    expect(now).to_have_attribute("data-state", "closed")
    expect(page.locator(".head")).to_contain_text("Chứng thực")
    assert fits_every_panel(page)
    (label,) = screens.opened_counter(3, tickets=1)
    screens.opened_counter(2)
    expect(now).to_have_attribute("data-state", "open")
    screens.command(3, "call-next")
    expect(page.locator(f".now[data-label={label}].is-announced")).to_be_visible()
    expect(page.locator("#announced")).to_contain_text(f"Mời số {label} vào quầy 3")
    assert page.locator(".now").evaluate("now => getComputedStyle(now).animationIterationCount") == "3"
    screens.command(3, "recall")
    expect(page.locator(".now-again")).to_contain_text("Gọi lần 2")
    assert fits_every_panel(page)
    page.emulate_media(reduced_motion="reduce")
    assert page.locator(".now").evaluate("now => getComputedStyle(now).animationName") == "none"
    page.reload()
    expect(page.locator(f".now[data-label={label}]")).to_be_visible()
    screens.command(3, "start")
    expect(now).to_have_attribute("data-state", "serving")
    expect(page.locator(".now-again, .is-announced")).to_have_count(0)
    (following,) = screens.tickets("chung_thuc")
    screens.command(3, "prepare")
    expect(page.locator(".next")).to_contain_text(f"Tiếp theo: số {following}, mời đến gần quầy")
    assert fits_every_panel(page)
    screens.command(3, "drop-prepared")
    expect(page.locator(".next")).to_have_count(0)
    screens.command(3, "finish")
    reason = {"reason": "equipment_fault", "for_waiting": "wait"}
    assert screens.hub.post(screens.hub.token("counter:3"), "/counters/3/pause", reason).ok
    expect(now).to_have_attribute("data-state", "paused")
    expect(now).to_contain_text("Thiết bị gặp sự cố")
    assert fits_every_panel(page)


def test_it_says_when_what_it_shows_is_old(screens: Screens) -> None:
    with CuttableLine(screens.hub.port) as line:
        page = front(screens, 5, line.port)
        line.cut()
        expect(page.locator("[data-stale]")).to_contain_text("Mất kết nối")
        assert fits_every_panel(page)
        screens.opened_counter(5)
        line.mend()
        expect(page.locator("[data-stale]")).to_have_count(0)
        expect(page.locator(".now")).to_have_attribute("data-state", "open")


@pytest.mark.parametrize("screen", ["wall", "wall/counter/3", "rating/3", "counter/3"])
def test_no_picture_is_asked_for_once_the_hub_may_be_gone(screens: Screens, screen: str) -> None:
    page = screens.context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{screens.hub.url}/{screen}/", wait_until="networkidle")
    assert [url for url in asked if "/joined/" in url], "its sheet holds all icons"
    assert [url for url in asked if "/lucide/" in url] == []


def test_only_counters_of_the_hall_have_one(screens: Screens) -> None:
    page = screens.context.new_page()
    there = f"{screens.hub.url}/wall/counter"
    assert [page.request.get(f"{there}/{number}/").status for number in (3, 77)] == [200, 404]
    assert page.request.get(f"{there}/03/").url == f"{there}/3/"
    renewed = page.request.post(f"{there}/3/token")
    assert renewed.json()["actor"] == "wall"
