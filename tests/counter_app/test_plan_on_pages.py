"""The plan's options on the pages: each asks for one press more at most, and says what was done."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from config.centre import SAMPLE
from hub.messages import API
from tests.counter_app.test_counter_keys import commands_of, in_state
from tests.hub_process import HubProcess
from tests.screens import Screens

OPTIONS = """
[counter_rules]
ask_came = "yes"
prepare_next = "yes"
blind_call = "yes"
missed_reason = "yes"

[outcomes]
ask = "needed"
quantity = "needed"
choices = [
    { id = "done", name = { vi = "Đã giải quyết", en = "Done" } },
    { id = "papers_missing", name = { vi = "Thiếu giấy tờ", en = "Papers missing" } },
]

[[profiles]]
id = "land"
name = { vi = "Đất đai trước", en = "Land first" }
weights = [{ field = "dat_dai", weight = 5 }]
"""
MISSED = 'missed = [{ id = "not_there", name = { vi = "Không có mặt", en = "Not there" } }]\n'
QUOTA = 'quota = { per = "day", walk_in = 2, remote = 9 }\n'


def centre(folder: Path) -> Path:
    """The sample centre with all of it switched on; reasons are the last table of its file."""
    shutil.copytree(SAMPLE, folder)
    file = folder / "centre.toml"
    text = file.read_text("utf-8").replace('icon = "map-pinned"\n', f'icon = "map-pinned"\n{QUOTA}')
    text = text.replace('come_back = "never" ', 'come_back = "at_end" ').replace("most_calls = 0 ", "most_calls = 2 ")
    text = text.replace("[centre]", "most_fields_per_ticket = 3\n\n[centre]", 1)
    file.write_text(f"{text}{MISSED}{OPTIONS}", "utf-8")
    return folder


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = centre(tmp_path_factory.mktemp("centre") / "plan")
    with HubProcess(tmp_path_factory.mktemp("hub"), "--centre", str(folder)) as running:
        yield running


def ready(page: Page) -> None:
    """The answer to the last press is there."""
    expect(page.locator(".act.is-busy")).to_have_count(0)


def begins_blindly(page: Page, label: str) -> None:
    """Who has been called is known by the number alone, until they have come."""
    page.keyboard.press("F2")
    in_state(page, "called", label)
    expect(page.locator(".ask-came")).to_have_text("Công dân đã đến chưa?")
    expect(page.locator("[data-hidden]")).to_be_visible()
    expect(page.locator(".ticket-field")).to_have_text("")
    expect(page.locator("[data-action=start]")).to_contain_text("Đã đến")
    page.keyboard.press("F4")
    in_state(page, "serving", label)
    expect(page.locator(".ticket-field")).to_have_text("Hộ tịch")
    expect(page.locator("[data-rule=earliest]")).to_contain_text("Đến sớm nhất")


def comes_back_once_missed(page: Page, label: str) -> None:
    """Whoever was missed can be called by the same key once nobody else is there."""
    page.keyboard.press("F7")
    expect(page.locator("[data-choice=not_there]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-list=missed] [data-row={label}]")).to_be_visible()
    expect(page.locator("[data-state=free]")).to_contain_text("Gọi lại được số vắng mặt")
    ready(page)
    page.keyboard.press("F2")
    in_state(page, "called", label)


def test_one_key_after_the_other_leads_through_a_visit_of_two_errands(screens: Screens) -> None:
    first, second = screens.opened_counter(2, tickets=2)
    screens.command(5, "open")
    page = screens.open("counter:2")
    in_state(page, "free")
    expect(page.locator("[data-list=waiting] [data-row]")).to_have_count(0)
    expect(page.locator("[data-list=waiting] .badge")).to_have_text("2")

    begins_blindly(page, first)
    page.keyboard.press("F6")
    expect(page.locator("[data-prepared]")).to_contain_text(second)
    ready(page)
    page.locator("[data-action=add_errand]").click()
    page.locator("[data-choice=dat_dai]").click()
    expect(page.locator("[data-errand=next]")).to_contain_text("Đất đai")
    expect(page.locator("[data-action=finish]")).to_contain_text("Xong việc này")

    posted = commands_of(page)
    page.keyboard.press("F8")
    expect(page.locator("[data-choice=done]")).to_be_focused()
    page.keyboard.press("NumpadAdd")
    expect(page.locator("[name=quantity]")).to_have_value("2")
    page.keyboard.press("2")
    expect(page.locator("[data-state=free]")).to_contain_text(second)
    assert posted == ["finish"]
    page.keyboard.press("F2")
    in_state(page, "called", second)

    other = screens.open("counter:5")
    other.keyboard.press("F2")
    other.keyboard.press("F4")
    in_state(other, "serving", first)
    expect(other.locator("[data-errand=done]")).to_contain_text("Hộ tịch")

    comes_back_once_missed(page, second)


def test_help_takes_two_presses_and_is_seen_by_all_staff_and_a_profile_by_the_supervisor(screens: Screens) -> None:
    desk, hall, page = screens.open("reception"), screens.open("supervisor"), screens.open("counter:7")
    expect(page.locator("[data-action=help]")).to_have_count(0)
    page.keyboard.press("Numpad0")
    in_state(page, "free")
    page.locator("[data-action=help]").click()
    expect(desk.locator("[data-help]")).to_have_count(0)
    page.locator("[data-choice=help]").click()
    for screen in (page, desk, hall):
        expect(screen.locator("[data-help='7']")).to_contain_text("QUẦY 7 CẦN HỖ TRỢ")
    assert desk.title().startswith("❗")
    coming = desk.locator("[data-end-help='7']")
    coming.click()
    expect(coming).to_have_text("Bấm lần nữa để nhận")
    expect(page.locator("[data-help='7']")).to_be_visible()
    coming.click(delay=400)
    expect(page.locator("[data-help-comes]")).to_have_text("Có người đang đến quầy 7.")
    for screen in (page, desk, hall):
        expect(screen.locator("[data-help]")).to_have_count(0)
    assert not desk.title().startswith("❗")

    page.locator("[data-action=profile]").click()
    expect(page.locator("[data-choice=land]")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("[data-action=profile]")).to_contain_text("Đất đai trước")
    expect(hall.locator("[data-counter='7'] [data-profile=land]")).to_be_visible()
    page.locator("[data-action=profile]").click(delay=400)
    page.locator("[data-choice=none]").click()
    expect(hall.locator("[data-counter='7'] [data-profile]")).to_have_count(0)


def test_who_closes_the_last_counter_says_what_becomes_of_those_who_wait(screens: Screens) -> None:
    (label,) = screens.opened_counter(9, tickets=1)
    screens.command(6, "open")
    page = screens.open("counter:9")
    in_state(page, "free")
    page.keyboard.press("NumpadSubtract")
    expect(page.locator("dialog h2")).to_have_text("Còn 1 người đang chờ ở đây. Xử lý số này thế nào?")
    expect(page.locator("dialog .dialog-hint")).to_have_text("Quân sự (1)")
    expect(page.locator("[data-choice=wait]")).to_be_focused()
    page.locator("[data-choice=move_xay_dung]").click()
    in_state(page, "closed")
    expect(page.locator("#refusal")).to_contain_text("Đã chuyển 1 số sang Xây dựng")
    there = screens.hub.view(screens.hub.token("counter:6"), "counter:6")["data"]
    assert (label[0], there["waiting"]["count"]) == ("Q", 1)


def test_the_reception_draws_one_number_for_several_fields_as_long_as_there_are_any(screens: Screens) -> None:
    page = screens.open("reception")
    land = page.locator("[data-field=dat_dai]")
    left = int(land.locator("[data-left]").get_attribute("data-left") or 0)
    for further in ["chung_thuc", "ho_tich"][:left]:
        page.keyboard.press("3")
        expect(land.locator("input")).to_be_checked()
        # So long that no F2 is the second half of a double press.
        page.locator(f"[data-field={further}]").click(delay=400)
        expect(page.locator(f"[data-field={further}] [data-turn]")).to_have_text("2")
        page.keyboard.press("F2")
        expect(page.locator("[data-further]")).to_be_visible()
        ready(page)
    expect(land).to_contain_text("Hết số")
    expect(land.locator("input")).to_be_disabled()
    page.locator("[data-chip=remote]").click()
    expect(land.locator("input")).to_be_enabled()
    for take_back in (land.click, lambda: page.keyboard.press("3"), lambda: page.keyboard.press("Escape")):
        land.click()
        page.locator("[data-chip=walk_in]").click()
        expect(page.locator("[data-action=issue]")).to_contain_text("Đất đai: Hết số")
        take_back()
        expect(land.locator("input")).to_be_disabled()
        page.locator("[data-chip=remote]").click()
    land.click()
    page.locator("[data-action=issue]").click()
    expect(land.locator("[data-left]")).to_have_count(0)
    hall = screens.open("supervisor").locator("[data-field=dat_dai]")
    expect(hall.locator("[data-left=walk_in]")).to_have_text("còn 0 số")
    expect(hall.locator("[data-left=remote]")).to_have_text("từ xa còn 8")


def test_a_clerk_who_calls_blindly_gets_no_details_from_the_api_either(hub: HubProcess) -> None:
    def read(screen: str, path: str) -> requests.Response:
        bearer = {"Authorization": f"Bearer {hub.token(screen)}"}
        return requests.get(f"{hub.url}{API}{path}", headers=bearer, timeout=10)

    wish = {"field": "cu_tru", "ticket_class": "priority"}
    label = hub.post(hub.token("kiosk:K1"), "/tickets", wish).json()["events"][0]["label"]
    hub.post(hub.token("counter:8"), "/counters/8/open")
    for screen, is_hidden in (("counter:8", True), ("supervisor", False)):
        assert read(screen, f"/tickets/{label}").json()["is_hidden"] is is_hidden
    for path in ("/numbers/1", "/views/reception"):
        assert (read("counter:8", path).status_code, read("reception", path).status_code) == (403, 200)
    assert read("reception", f"/tickets/{label}").json()["people_ahead_now"] == 0
    called = hub.post(hub.token("counter:8"), "/counters/8/call-next").json()["events"][0]
    assert (called["kind"], "rule" in called, "candidates" in called) == ("TicketCalled", False, False)
    hub.post(hub.token("counter:8"), "/counters/8/start")
    assert read("counter:8", f"/tickets/{label}").json()["ticket_class"] == "priority"


def test_all_of_it_fits_beside_the_buttons(screens: Screens) -> None:
    screens.opened_counter(3, tickets=2)
    page = screens.open("counter:3")
    page.keyboard.press("F2")
    in_state(page, "called")
    ready(page)
    page.keyboard.press("F4")
    in_state(page, "serving")
    ready(page)
    page.keyboard.press("F6")
    expect(page.locator("[data-prepared]")).to_be_visible()
    ready(page)
    page.locator("[data-action=note]").click()
    page.locator("[name=note]").fill("Hẹn trả kết quả sáng thứ Tư. " * 15)
    page.locator("dialog [data-submit]").click()
    expect(page.locator("[data-visit-note]")).to_be_visible()
    ready(page)
    page.locator("[data-action=add_errand]").click()
    page.locator("[data-choice=dat_dai]").click()
    expect(page.locator("[data-errand=next]")).to_be_visible()
    over = "acts => acts.filter(act => act.scrollWidth > act.clientWidth + 1).map(act => act.dataset.action)"
    for width, height in ((320, 700), (1366, 640), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".act").evaluate_all(over) == []
        if width > 320:
            hidden_px = page.locator(".work").evaluate("work => work.scrollHeight - work.clientHeight")
            assert hidden_px <= 0, (width, height)


def test_without_the_hub_a_dialog_says_so_and_whoever_calls_blindly_is_offered_no_list(
    hub: HubProcess, screens: Screens
) -> None:
    screens.command(4, "open")
    page = screens.open("counter:4")
    in_state(page, "free")
    page.keyboard.press("Numpad0")
    expect(page.locator("dialog")).to_be_visible()
    hub.close()
    expect(page.locator("dialog [data-lost]")).to_be_visible()
    expect(page.locator("#lost")).not_to_contain_text("danh sách")
    page.keyboard.press("Escape")
    expect(page.locator("#outage")).to_contain_text("lần lượt")
    for offer in ("[data-action=print_list]", ".sheet"):
        expect(page.locator(offer)).to_have_count(0)
    hub.start()
    expect(page.locator("#lost")).to_have_count(0, timeout=15_000)
