"""The page of devices as the hall is led by it: it stays true by itself, and orders reach the agents."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from hub.messages import API
from hub.version import VERSION
from tests.service.kit import FakeClock
from tests.web.enrolled import Enrolled, enrolled

PAGE = "/admin/devices"
EVERY_MS = 4000
"""How often the page looks at the list again."""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Enrolled]:
    with enrolled(tmp_path_factory.mktemp("fleet"), FakeClock(int(time.time() * 1000))) as everybody:
        yield everybody


def report(known: Enrolled, role: str = "kiosk", name: str = "K1", **changes: Any) -> requests.Response:
    """Tell the hub what an agent tells of itself."""
    told = {"version": VERSION, "clock_offset_ms": 0, "started_ms": 1_795_323_600_000, "page": "alive", **changes}
    headers = {"Authorization": f"Bearer {known.tokens[role]}"}
    return requests.post(f"{known.hub.url}{API}/devices/{name}/report", json=told, headers=headers, timeout=10)


def submit(known: Enrolled, path: str, role: str, **fields: str) -> int:
    cookies = {"staff": known.cookies[role]}
    url = f"{known.hub.url}{PAGE}{path}"
    return requests.post(url, data=fields, cookies=cookies, allow_redirects=False, timeout=10).status_code


@contextmanager
def opened(browser: Browser, known: Enrolled, role: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        context.add_cookies([{"name": "staff", "value": known.cookies[role], "url": known.hub.url}])
        context.clock.install()
        page = context.new_page()
        page.goto(known.hub.url + PAGE)
        yield page


def shown_out(known: Enrolled, screen: str) -> None:
    cookies = {"staff": known.cookies["administrator"]}
    devices = requests.get(f"{known.hub.url}{API}/devices", cookies=cookies, timeout=10).json()
    (grant,) = [device["grant"] for device in devices if device["screen"] == screen]
    assert submit(known, f"/{grant}/revoke", "administrator") == 303


def looks_again(page: Page) -> None:
    """Let it be time for the page to look at the list again."""
    with page.expect_request(lambda request: request.url.endswith(PAGE)):
        page.clock.run_for(EVERY_MS)


def test_an_agent_reports_for_itself_alone_and_hears_its_orders(known: Enrolled) -> None:
    assert report(known).json() == {"orders": []}
    assert report(known, name="K2").status_code == 403
    assert report(known, clock_offset_ms="soon").status_code == 400
    assert report(known, offline_waiting=10**400).status_code == 400, "no gauge can show it"
    assert report(known, levitates=True).ok, "a later version may tell more"
    assert submit(known, "/kiosk:K1/order", "supervisor", order="test_print") == 303
    (order,) = report(known).json()["orders"]
    assert order["kind"] == "test_print"
    assert report(known, done_orders=[order["id"]]).json() == {"orders": []}
    assert any("ordered test_print of kiosk:K1 by=staff-" in line for line in known.hub.log)


def test_nothing_is_ordered_by_those_who_do_not_lead_nor_of_what_takes_no_orders(known: Enrolled) -> None:
    report(known)
    for role in ("clerk", "inspector"):
        assert submit(known, "/kiosk:K1/order", role, order="restart") == 403
    for path, order in (("/kiosk:K1/order", "levitate"), ("/wall/order", "restart"), ("/kiosk:K9/order", "restart")):
        assert submit(known, path, "administrator", order=order) == 404
    assert report(known).json() == {"orders": []}


def test_the_list_stays_true_by_itself_and_what_is_typed_stays(known: Enrolled, chromium: Browser) -> None:
    report(known)
    with opened(chromium, known, "administrator") as page:
        row = page.locator("[data-screen='kiosk:K1']")
        expect(row.locator(".mark-bad")).to_have_count(0)
        expect(page.locator(".row")).to_have_count(6)
        row.locator("summary", has_text="Đổi nơi đặt").click()
        row.locator("[name=place]").fill("Cổng sau")
        shown_out(known, "rating:3")
        report(known, page="silent", clock_offset_ms=-3000, version="0.0.9", offline_waiting=4)
        looks_again(page)
        expect(row.locator(".mark-bad")).to_have_count(4)
        expect(row.locator("[data-told=page_silent]")).to_contain_text("Trang ki-ốt bị treo")
        expect(row.locator(".mark .icon")).to_have_count(row.locator(".mark").count())
        expect(row.locator("[name=place]")).to_have_value("Cổng sau")
        expect(page.locator(".row")).to_have_count(5)
        expect(row.locator("[data-numbers='4']")).to_have_count(0)
        row.get_by_role("button", name="Lưu").click()
        expect(row.locator("[data-numbers='4']")).to_contain_text("còn giữ 4 số")
        expect(row.locator("[data-place]")).to_have_text("Cổng sau")
        row.get_by_role("button", name="In thử").click()
        expect(row.locator("[data-told=ordered_test_print]")).to_be_visible()
        (order,) = report(known).json()["orders"]
        row.locator(".mark-more summary").click()
        report(known, done_orders=[order["id"]], version="9" * 64, last_error={"code": "x" * 64, "at_ms": 0})
        looks_again(page)
        expect(row.locator("[data-told=ordered_test_print]")).to_have_count(0)
        expect(row.locator("[data-told=started]")).to_be_visible()
        error = row.locator("[data-told=last_error]")
        expect(error.locator("[lang=vi]")).to_contain_text(re.compile("Lỗi gần nhất .*: [Mm]ã x{64}"))
        expect(error.locator("[lang=en]")).to_contain_text(re.compile("Last error .*: [Cc]ode x{64}"))
        expect(page.locator("[data-troubled='1'] a")).to_have_text("Ki-ốt K1")
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def attached(name: str, link: str = "online", trouble: str = "") -> dict[str, Any]:
    return {"name": name, "kind": "panel", "counter": 3, "link": link, "trouble": trouble}


def test_how_an_agents_devices_are_is_seen_without_unfolding_anything(known: Enrolled, chromium: Browser) -> None:
    devices = [attached("panel2"), attached("panel3"), attached("panel5", "unknown")]
    report(known, role="hall", name="H1", page="none", devices=devices)
    with opened(chromium, known, "inspector") as page:
        row = page.locator("[data-screen='hall:H1']")
        expect(row.locator("[data-alike=online] [lang=vi]")).to_have_text("2 thiết bị: Đang hoạt động")
        unheard = row.locator("[data-alike=attached_unheard]")
        expect(unheard.locator("[lang=vi]")).to_have_text("1 thiết bị: Chưa có tín hiệu")
        unheard.click()
        expect(row.locator("[data-attached]:visible")).to_have_count(1)
        report(known, role="hall", name="H1", page="none", devices=[attached("panel2", "offline"), *devices[2:]])
        looks_again(page)
        expect(row.locator("[data-alike]")).to_have_count(1)
        expect(row.locator("[data-attached=panel5]")).to_be_visible()
        report(known, role="hall", name="H1", page="none", devices=[attached("panel3", trouble="levitates")])
        looks_again(page)
        expect(row.locator("[data-link=trouble_other] [lang=vi]")).to_contain_text("xem tài liệu của hãng")


def test_who_has_signed_out_elsewhere_is_led_to_the_sign_in(known: Enrolled, chromium: Browser) -> None:
    with opened(chromium, known, "inspector") as page:
        cookies = {"staff": known.cookies["inspector"]}
        assert requests.post(f"{known.hub.url}/sign-out", cookies=cookies, timeout=10).ok
        looks_again(page)
        page.wait_for_url("**/sign-in**")


def test_who_is_somebody_else_by_now_is_told_so_and_not_that_the_hub_is_away(
    known: Enrolled, chromium: Browser
) -> None:
    with opened(chromium, known, "supervisor") as page:
        page.context.add_cookies([{"name": "staff", "value": known.cookies["clerk"], "url": known.hub.url}])
        looks_again(page)
        expect(page.locator("body.notice")).to_be_visible()


def test_a_list_that_cannot_be_looked_at_again_says_so(known: Enrolled, chromium: Browser) -> None:
    with opened(chromium, known, "supervisor") as page:
        expect(page.locator("#pair")).to_have_count(0)
        expect(page.get_by_role("button", name="Thu hồi")).to_have_count(0)
        known.hub.close()
        looks_again(page)
        expect(page.locator("#stale")).to_be_visible()
        known.hub.start()
        looks_again(page)
        expect(page.locator("#stale")).to_be_hidden()
