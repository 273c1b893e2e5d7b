"""Unpaired screens and the administrator's page in a real browser."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.service.kit import FakeClock
from tests.web.enrolled import Enrolled, enrolled

SIZES = {
    "wall": (1920, 1080),
    "portrait": (1080, 1920),
    "tablet": (1280, 800),
    "old": (1280, 1024),
    "small": (1024, 768),
}
SOON_MS = 5000
"""Two seconds are promised; a busy machine may take longer."""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Enrolled]:
    with enrolled(tmp_path_factory.mktemp("hub"), FakeClock(int(time.time() * 1000))) as known:
        yield known


@contextmanager
def browsing(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, without faults and without anything that the policy forbids."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    context.set_default_timeout(10_000)
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def hall(chromium: Browser) -> Iterator[BrowserContext]:
    with browsing(chromium) as context:
        yield context


@pytest.fixture
def office(chromium: Browser, known: Enrolled) -> Iterator[Page]:
    """The administrator's page of devices."""
    with browsing(chromium) as context:
        context.add_cookies([{"name": "staff", "value": known.cookies["administrator"], "url": known.hub.url}])
        page = context.new_page()
        page.goto(f"{known.hub.url}/admin/devices")
        yield page


def opened(hall: BrowserContext, known: Enrolled, path: str) -> Page:
    """An unpaired screen that shows its code."""
    page = hall.new_page()
    page.goto(f"{known.hub.url}{path}")
    page.locator(".pairing-code").wait_for()
    return page


def code_on(page: Page) -> str:
    return page.locator(".pairing-code").inner_text()


def enter(office: Page, code: str, screen: str, place: str) -> None:
    office.fill("#code", code)
    office.select_option("#screen", screen)
    office.fill("#place", place)
    office.get_by_role("button", name="Ghép thiết bị").click()
    expect(office.locator(".said-good")).to_contain_text("Đã ghép thiết bị")


def test_a_wall_is_paired_and_shown_out_again(known: Enrolled, hall: BrowserContext, office: Page) -> None:
    wall = opened(hall, known, "/wall/")
    first = code_on(wall)
    enter(office, first, "", "Sảnh tầng 1")
    wall.wait_for_url("**/wall/", timeout=SOON_MS)
    wall.locator(".topbar").wait_for()
    row = office.locator(".row", has_text="Sảnh tầng 1")
    expect(row).to_contain_text("Màn hình lớn")
    expect(row.locator("[data-state=online]")).to_be_visible(timeout=3 * SOON_MS)
    row.locator("summary", has_text="Thu hồi").click()
    row.get_by_role("button", name="Thu hồi ngay").click()
    expect(office.locator(".said-good")).to_contain_text("Đã thu hồi")
    wall.locator(".pairing-code").wait_for(timeout=SOON_MS)
    assert code_on(wall) != first
    expect(office.locator(".row", has_text="Sảnh tầng 1")).to_have_count(0)


def test_a_screen_that_knows_only_the_hub_becomes_what_it_is_called(
    known: Enrolled, hall: BrowserContext, office: Page
) -> None:
    panel, other = opened(hall, known, "/pair"), opened(hall, known, "/rating/5/")
    enter(office, code_on(panel), "rating:4", "Quầy 4")
    panel.wait_for_url("**/rating/4/", timeout=SOON_MS)
    enter(office, code_on(other), "", "Quầy 5")
    other.wait_for_url("**/rating/5/", timeout=SOON_MS)
    panel.reload()
    assert panel.url.endswith("/rating/4/")
    front = opened(hall, known, "/wall/counter/3/")
    enter(office, code_on(front), "", "Trước quầy 3")
    front.wait_for_url("**/wall/counter/3/", timeout=SOON_MS)
    front.locator(".now").wait_for()


def test_what_was_entered_wrongly_can_be_mended(known: Enrolled, hall: BrowserContext, office: Page) -> None:
    wall = opened(hall, known, "/pair")
    office.fill("#code", code_on(wall))
    office.fill("#place", "Sảnh tầng 2")
    office.get_by_role("button", name="Ghép thiết bị").click()
    expect(office.get_by_role("alert")).to_contain_text("Hãy chọn thiết bị này là gì")
    office.select_option("#screen", "wall")
    office.get_by_role("button", name="Ghép thiết bị").click()
    wall.wait_for_url("**/wall/", timeout=SOON_MS)


def test_a_code_changes_by_itself_when_the_hub_knows_it_no_more(known: Enrolled, hall: BrowserContext) -> None:
    page = opened(hall, known, "/wall/")
    first = code_on(page)
    known.hub.close()
    expect(page.locator(".pairing")).to_have_attribute("data-state", "searching")
    known.hub.start()
    page.locator(".pairing-code").wait_for()
    assert code_on(page) != first


def test_the_code_and_what_to_do_fit_every_screen(known: Enrolled, hall: BrowserContext) -> None:
    page = opened(hall, known, "/pair")
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        whole = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(whole) == [width, height], name
        for part in (".pairing-code", ".pairing-card"):
            assert not page.locator(part).evaluate("e => e.scrollWidth > e.clientWidth + 1"), (name, part)
        capitals_px = page.locator(".pairing-code").evaluate("e => parseFloat(getComputedStyle(e).fontSize) * 0.7")
        assert capitals_px >= min(width, height) / 12, name
