"""The supervisor's page in a centre with accounts: names, whose press it was, and an inspector who only looks."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hub.service.ports import ClosingStatus, PlaceStatus
from hub.store.closing_shelf import write_status
from tests.counter_app.test_people_at_counters import desk, draw, serves
from tests.hub_process import HubProcess
from tests.staff_kit import centre, signed_in, token_of
from tests.written import Written

LONG_NAMED_HEAD = """() => {
  const centre = document.querySelector(".head-finished > span");
  centre.firstChild.data = "Trung tâm Phục vụ hành chính công Phường Nguyễn Thị Minh Khai, cơ sở 2";
  const middle = (one) => { const {top, bottom} = one.getBoundingClientRect(); return Math.round((top + bottom) / 2); };
  const tools = [...document.querySelectorAll("form.head-tools > *")];
  const acts = document.querySelector(".head-words").nextElementSibling;
  return [centre.getBoundingClientRect().right, acts.getBoundingClientRect().left, tools.map(middle)];
}"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with centre(tmp_path_factory.mktemp("hub")) as running:
        yield running


def test_a_clerks_name_is_seen_and_an_absent_ones_counter_is_closed_under_the_supervisors(
    chromium: Browser, hub: HubProcess, tmp_path: Path
) -> None:
    label = draw(hub, "dat_dai")
    with desk(chromium, hub, "truong", "/supervisor/") as page:
        counter = page.locator("[data-counter='5']")
        with desk(chromium, hub, "lan", "/counter/5/") as lan:
            serves(lan, "dat_dai", label)
            lan.keyboard.press("F2")
            expect(counter.locator("[data-at]")).to_have_attribute("data-at", label)
        expect(counter.locator("[data-clerk]")).to_have_text("Nguyễn Thị Lan")
        expect(page.locator("[data-name]")).to_have_text("Lê Thị Trưởng")
        written = Written(hub, tmp_path)
        page.locator("[data-counter='5'] [data-do=counter]").click()
        page.locator("[data-choice=close]").click()
        page.locator("[data-choice=wait]").click()
        expect(counter.locator("[data-counter-state=closed]")).to_be_visible()
        expect(counter.locator("[data-clerk]")).to_have_count(0)
        rows = [(row.actor, row.kind) for row in written.rows()]
        page.set_viewport_size({"width": 1366, "height": 900})
        names_end, acts_begin, ways_out = page.evaluate(LONG_NAMED_HEAD)
        assert names_end <= acts_begin
        assert len(set(ways_out)) == 1, "home and sign-out stand in one line"
    assert rows == [("staff-2", "TicketReturned"), ("staff-2", "CounterClosed")]


def test_an_inspector_sees_the_hall_and_changes_nothing(chromium: Browser, hub: HubProcess) -> None:
    just_now_ms = time.time_ns() // 1_000_000  # else the hub would try both places again at once
    failing = PlaceStatus(waiting=2, tries=3, failed_ms=just_now_ms, why="not mounted")
    once = PlaceStatus(waiting=1, tries=1, failed_ms=just_now_ms)
    write_status(hub.data, ClosingStatus(places={"usb": failing, "mail": once}))
    with desk(chromium, hub, "thanhtra", "/supervisor/") as page:
        expect(page.locator("[data-closing]")).to_have_text(re.compile("«usb».*2"))
        expect(page.locator("[data-counter]").first).to_be_visible()
        expect(page.locator("[data-field]").first).to_be_visible()
        shown = page.locator("[data-do]").evaluate_all("ones => ones.map(one => one.dataset.do)")
        assert shown == ["figures", "csv"]
        with page.expect_download() as loading:
            page.locator("[data-do=csv]").click()
        assert Path(loading.value.path()).read_text("utf-8-sig").startswith("Số,")
        answer = page.goto(f"{hub.url}/reception/")
        assert answer is not None
        assert answer.status == 403
    with signed_in(hub, "thanhtra") as browser:
        token = token_of(hub, browser, "/supervisor/")
        refused = hub.post(token, "/fields/ho_tich/stop", {"reason": "system_down"})
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
