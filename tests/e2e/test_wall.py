"""The wall misses no call: not when eight come at once, not after it was cut off."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cuttable_line import CuttableLine
from tests.display_app.announcements import pauses_ms, watch
from tests.hub_process import HubProcess

EIGHT = {
    2: "ho_tich",
    3: "chung_thuc",
    5: "dat_dai",
    6: "xay_dung",
    7: "bao_tro",
    8: "cu_tru",
    9: "quan_su",
    1: "huong_dan",
}
WHILE_AWAY_MS = 5_000
LEAST_SHOWN_MS = 5_000
ALL_ANNOUNCED_MS = 59_000
"""Announcements are made while they are younger than a minute."""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path) as running:
        for counter, field in EIGHT.items():
            assert running.post(running.token("kiosk:K1"), "/tickets", {"field": field}).status_code == 201
            assert running.post(running.token(f"counter:{counter}"), f"/counters/{counter}/open").ok
        yield running


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    yield context
    context.close()


def _wall(context: BrowserContext, hub: HubProcess, port: int) -> Page:
    """A wall signed in by its pairing link, over a line of the test's own."""
    page = context.new_page()
    page.goto(hub.page("wall").replace(f":{hub.port}/", f":{port}/"))
    expect(page.locator(".wall")).to_be_visible()
    return page


def _call_all_at_once(hub: HubProcess) -> set[str]:
    """Every counter calls at the same moment: the hub decides most of them together. Returns the labels."""
    ready = threading.Barrier(len(EIGHT))

    def call(counter: int) -> str:
        caller, token = HubProcess(hub.data, port=hub.port), hub.token(f"counter:{counter}")
        ready.wait()
        label: str = caller.post(token, f"/counters/{counter}/call-next").json()["events"][0]["ticket"][11:]
        return label

    with ThreadPoolExecutor(len(EIGHT)) as pool:
        return set(pool.map(call, EIGHT))


def test_eight_calls_at_once_are_all_announced(hub: HubProcess, context: BrowserContext) -> None:
    wall = _wall(context, hub, hub.port)
    watch(wall)
    labels = _call_all_at_once(hub)

    announced = wall.locator("#announced [data-announced]")
    expect(announced).to_have_count(len(EIGHT), timeout=ALL_ANNOUNCED_MS)
    assert set(announced.evaluate_all("items => items.map(item => item.dataset.label)")) == labels
    assert min(pauses_ms(wall)) >= LEAST_SHOWN_MS


def test_a_wall_cut_off_announces_what_it_missed(hub: HubProcess, context: BrowserContext) -> None:
    with CuttableLine(hub.port) as line:
        wall = _wall(context, hub, line.port)
        line.cut()
        expect(wall.locator("[data-stale]")).to_be_visible(timeout=1_500)
        counter = hub.token("counter:2")
        assert hub.post(counter, "/counters/2/call-next").ok
        assert hub.post(counter, "/counters/2/recall").ok
        wall.wait_for_function(f"since => Date.now() - since > {WHILE_AWAY_MS}", arg=wall.evaluate("Date.now()"))
        expect(wall.locator("#announced [data-announced]")).to_have_count(0)

        line.mend()
        expect(wall.locator("[data-stale]")).to_have_count(0)
        expect(wall.locator("#announced [data-label=A001]")).to_have_count(2, timeout=20_000)
