"""The supervisor's page: the whole hall at a glance, and the way out when something is stuck."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.cuttable_line import CuttableLine
from tests.hub_process import HubProcess
from tests.screens import Screens
from tests.written import Row, Written

LONG_MS = 16 * 60_000
A_DAY_MS = 24 * 3_600_000
DOUBLE_PRESS_OVER_MS = 400


@pytest.fixture
def written(hub: HubProcess, tmp_path: Path) -> Written:
    return Written(hub, tmp_path)


@pytest.fixture
def page(screens: Screens) -> Page:
    return screens.open("supervisor")


def told(rows: list[Row]) -> list[tuple[str, str]]:
    """Kinds and actors of what was written."""
    return [(row.kind, row.actor) for row in rows]


def by_supervisor(*kinds: str) -> list[tuple[str, str]]:
    return [(kind, "supervisor") for kind in kinds]


def choose(page: Page, opener: str, choice: str) -> None:
    """Two presses: what opens a dialog, pressed long enough to be no second half of a press before, and its choice."""
    page.locator(opener).click(delay=DOUBLE_PRESS_OVER_MS)
    page.locator(f"[data-choice={choice}]").click()
    expect(page.locator("dialog")).to_have_count(0)


def let_wait(page: Page) -> None:
    """Nobody else serves those who wait there: what becomes of them is asked."""
    page.locator("[data-choice=wait]").click()
    expect(page.locator("dialog")).to_have_count(0)


def of_counter(number: int) -> str:
    return f"[data-counter='{number}'] [data-do=counter]"


def of_field(field: str) -> str:
    return f"[data-field={field}] [data-do=field]"


def test_the_hall_at_a_glance(page: Page, screens: Screens) -> None:
    (label,) = screens.opened_counter(9, tickets=1)
    field = page.locator("[data-field=quan_su]")
    expect(field.locator("[data-waiting]")).to_have_text("1")
    screens.command(9, "call-next", "start")
    counter = page.locator("[data-counter='9']")
    expect(counter.locator("[data-counter-state=open]")).to_be_visible()
    expect(counter.locator(f"[data-at={label}]")).to_contain_text("Đang phục vụ")
    expect(counter.locator("[data-at-state=serving]")).to_be_visible()
    expect(field.locator("[data-waiting]")).to_have_text("0")
    screens.command(9, "finish")
    expect(counter).to_contain_text("1 xong")
    expect(page.locator("[data-total=in_time]")).to_contain_text("100 %")
    report = {"link": "online", "paper": "out", "cover": "closed"}
    assert screens.hub.post(screens.hub.token("kiosk:K1"), "/devices/K1-printer/status", report).ok
    expect(page.locator("[data-device=K1-printer]")).to_have_text("Máy in ki-ốt K1: hết giấy")


def test_an_absent_clerks_counter_is_paused_or_closed_and_its_number_goes_back(
    page: Page, screens: Screens, written: Written
) -> None:
    screens.opened_counter(2, tickets=1)
    screens.command(2, "call-next")
    expect(page.locator("[data-counter='2'] [data-at]")).to_be_visible()
    written.rows()
    page.locator(of_counter(2)).click(delay=DOUBLE_PRESS_OVER_MS)
    page.locator("[data-choice=pause_meeting]").click()
    let_wait(page)
    back, paused = written.rows()
    assert told([back, paused]) == by_supervisor("TicketReturned", "CounterPaused")
    assert back.fields["reason"] == "counter_interrupted"
    expect(page.locator("[data-counter='2'] [data-counter-state=paused]")).to_have_text("Họp")
    choose(page, of_counter(2), "open")
    screens.command(2, "call-next")
    expect(page.locator("[data-counter='2'] [data-at]")).to_be_visible()
    page.locator(of_counter(2)).click(delay=DOUBLE_PRESS_OVER_MS)
    page.locator("[name=return_reason]").select_option("called_by_mistake")
    page.locator("[data-choice=close]").click()
    let_wait(page)
    expect(page.locator("[data-counter='2'] [data-counter-state=closed]")).to_be_visible()
    rows = written.rows()
    assert told(rows[-2:]) == by_supervisor("TicketReturned", "CounterClosed")
    assert rows[-2].fields["reason"] == "called_by_mistake"


def test_no_number_goes_back_that_nobody_read_also_once_those_who_wait_are_asked_about(
    page: Page, screens: Screens
) -> None:
    screens.command(10, "open")
    screens.tickets("tra_ket_qua", 3)
    screens.command(10, "call-next")
    expect(page.locator("[data-counter='10'] [data-at]")).to_be_visible()
    page.locator(of_counter(10)).click(delay=DOUBLE_PRESS_OVER_MS)
    page.locator("[data-choice=close]").click()
    expect(page.locator("[data-choice=wait]")).to_be_visible()
    screens.command(10, "start", "finish", "call-next")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#refusal")).to_contain_text("Quầy 10")
    expect(page.locator("[data-counter='10'] [data-counter-state=open]")).to_be_visible()


def test_a_stuck_number_is_freed_from_its_counter_and_from_being_held(
    page: Page, screens: Screens, written: Written
) -> None:
    first, second = screens.opened_counter(7, tickets=2)
    screens.command(7, "call-next", "start", "hold", "call-next")
    choose(page, f"[data-list=held] [data-row={first}] [data-do=release]", "papers_missing")
    expect(page.locator(f"[data-list=held] [data-row={first}]")).to_have_count(0)
    choose(page, of_counter(7), "release")
    expect(page.locator("[data-counter='7'] [data-at]")).to_have_count(0)
    released = [row for row in written.rows() if row.kind == "TicketReturned"]
    assert told(released) == by_supervisor("TicketReturned", "TicketReturned")
    assert [row.ticket[-4:] for row in released] == [first, second]
    expect(page.locator("[data-counter='7'] [data-counter-state=open]")).to_be_visible()


def test_a_missed_number_waits_again(page: Page, screens: Screens, written: Written) -> None:
    (label,) = screens.opened_counter(8, tickets=1)
    screens.command(8, "call-next", "missed")
    page.locator(f"[data-list=missed] [data-row={label}] [data-do=call-back]").click()
    expect(page.locator(f"[data-list=missed] [data-row={label}]")).to_have_count(0)
    assert told(written.rows()[-1:]) == by_supervisor("TicketCalledBack")


def test_fields_move_between_counters_and_stop_and_start(page: Page, written: Written) -> None:
    choose(page, of_field("giao_duc"), "to_10")
    expect(page.locator("[data-field=giao_duc] .field-counters")).to_have_text("10")
    assert told(written.rows()) == by_supervisor("CounterFieldsSet", "CounterFieldsSet")
    page.locator(of_field("giao_duc")).click(delay=DOUBLE_PRESS_OVER_MS)
    for figure in range(1, 10):
        page.keyboard.press(str(figure))
    expect(page.locator("dialog kbd")).to_have_count(0)
    page.locator("[name=instead]").select_option("0")
    page.locator("[data-choice=to_7]").click()
    expect(page.locator("[data-field=giao_duc] .field-counters")).to_have_text("7, 10")
    page.locator(of_counter(10)).click()
    page.locator("[data-choice=fields]").click()
    page.locator("[name=field][value=giao_duc]").uncheck()
    page.locator("dialog [data-submit]").click()
    expect(page.locator("[data-field=giao_duc] .field-counters")).to_have_text("7")
    choose(page, of_field("giao_duc"), "stop_system_down")
    expect(page.locator("[data-field=giao_duc] [data-stopped]")).to_contain_text("Hệ thống gặp sự cố")
    choose(page, of_field("giao_duc"), "start")
    expect(page.locator("[data-field=giao_duc] [data-stopped]")).to_have_count(0)
    kinds = ("CounterFieldsSet", "CounterFieldsSet", "FieldStopped", "FieldStarted")
    assert told(written.rows()) == by_supervisor(*kinds)


def test_a_refusal_is_a_sentence_in_the_dialog(page: Page, screens: Screens) -> None:
    screens.command(3, "open")
    page.locator(of_counter(3)).click()
    page.locator("[data-choice=close]").wait_for()
    page.route("**/counters/3/close", lambda route: route.continue_(url=route.request.url.replace("/3/", "/98/")))
    page.locator("[data-choice=close]").click()
    expect(page.locator("dialog [role=alert]")).to_have_text("Trung tâm không có quầy 98.")
    expect(page.locator("dialog")).to_be_visible()


def test_a_counter_that_has_changed_is_looked_at_again(page: Page, screens: Screens, written: Written) -> None:
    screens.opened_counter(6, tickets=2)
    screens.command(6, "call-next")
    expect(page.locator("[data-counter='6'] [data-at]")).to_be_visible()
    page.locator(of_counter(6)).click()
    expect(page.locator("dialog")).to_be_visible()
    screens.command(6, "start", "finish-and-call-next")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#refusal")).to_contain_text("Quầy 6 vừa thay đổi")
    assert "TicketReturned" not in [row.kind for row in written.rows()]


def test_keys_alone_do_it_and_the_focus_comes_back(page: Page, written: Written) -> None:
    opener = page.locator(of_counter(1))
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-choice=open]")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("[data-counter='1'] [data-counter-state=open]")).to_be_visible()
    expect(opener).to_be_focused()
    assert told(written.rows()) == by_supervisor("CounterOpened")


def shift_first_view(screens: Screens, name: str, by_ms: int) -> None:
    """Move an instant of the page's first view, which stays until the hall changes."""

    def shift(route: Route) -> None:
        response = route.fetch()
        shifted = re.sub(rf'"{name}": (\d+)', lambda found: f'"{name}": {int(found[1]) + by_ms}', response.text())
        route.fulfill(response=response, body=shifted)

    screens.context.route("**/supervisor/", shift)


def test_waits_go_by_the_hubs_clock_and_long_ones_are_marked(screens: Screens) -> None:
    screens.tickets("xay_dung")
    shift_first_view(screens, "oldest_ms", -LONG_MS)
    page = screens.open("supervisor")
    wait = page.locator("[data-field=xay_dung] [data-long=true]")
    expect(wait).to_have_text("Quá 15 phút: 16′")
    expect(page.locator("[data-total=oldest] [data-long=true]")).to_be_visible()


def test_a_clock_before_the_open_day_is_told(screens: Screens) -> None:
    shift_first_view(screens, "day_from_ms", A_DAY_MS)
    page = screens.open("supervisor")
    expect(page.locator("#wrong-clock")).to_contain_text("Đồng hồ của máy chủ chạy sai")


def test_a_day_that_the_clock_left_behind_waits_for_a_word(screens: Screens) -> None:
    shift_first_view(screens, "day_until_ms", -2 * A_DAY_MS)
    page = screens.open("supervisor")
    expect(page.locator("#new-day")).to_contain_text("vừa được chỉnh sang")


def test_the_list_of_today_is_a_file_without_persons(page: Page, screens: Screens) -> None:
    (label,) = screens.opened_counter(5, tickets=1)
    screens.command(5, "call-next", "start", "finish")
    with page.expect_download() as loading:
        page.locator("[data-do=csv]").click()
    file = Path(loading.value.path())
    assert loading.value.suggested_filename.endswith(".csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    (mine,) = [row for row in rows if row["Số"] == label]
    assert (mine["Quầy"], mine["Kết quả"], mine["Lĩnh vực"]) == ("5", "Xong", "Đất đai")
    assert "counter:" not in file.read_text("utf-8-sig")


def test_without_the_hub_the_last_picture_stays_and_nothing_can_be_pressed(screens: Screens) -> None:
    with CuttableLine(screens.hub.port) as line:
        page = screens.open("supervisor", port=line.port)
        line.cut()
        expect(page.locator("#lost")).to_be_visible(timeout=1_500)
        expect(page.locator("#lost")).to_contain_text("Ki-ốt vẫn cấp số riêng như A-K1-01")
        expect(page.locator("[data-counter]")).to_have_count(10)
        expect(page.locator("button[data-do][aria-disabled=false]")).to_have_count(0)
        line.mend()
        expect(page.locator("#lost")).to_have_count(0)
        expect(page.locator("button[data-do][aria-disabled=true]")).to_have_count(0)


def test_test_mode_and_the_day_end_and_go_on(page: Page, screens: Screens, written: Written) -> None:
    waiting, at_counters = (int(page.locator(f"[data-total={name}] b").inner_text()) for name in ("waiting", "serving"))
    held = int(page.locator("[data-list=held] .badge").inner_text())
    choose(page, "[data-do=test]", "test")
    expect(page.locator(".marked-band").last).to_contain_text("CHẾ ĐỘ THỬ")
    choose(page, "[data-do=test]", "live")
    page.locator("[data-do=close]").click()
    expect(page.locator("[data-losing]")).to_contain_text(f"{waiting} người còn đang chờ")
    counter, reception, wall = (screens.open(screen) for screen in ("counter:3", "reception", "wall"))
    page.locator("[data-choice=close_day]").click()
    expect(page.locator("[data-state=no_day]")).to_be_visible()
    for other in (counter, reception):
        expect(other.locator("[data-state=no_day]")).to_contain_text("Ngày làm việc đã kết thúc")
        expect(other.locator("[data-state=no_day]")).to_contain_text("Trưởng ca có thể mở lại")
    expect(wall.locator("[data-resting='wall.day_over']")).to_be_visible()
    page.locator("[data-do=reopen]").click()
    expect(page.locator("[data-total=waiting] b")).to_have_text(str(waiting + at_counters + held))
    rows = written.rows()
    assert {row.actor for row in rows} == {"supervisor"}
    kinds = [row.kind for row in rows if row.kind not in ("TicketExpired", "TicketReinstated", "CounterClosed")]
    assert kinds == ["ModeSet", "ModeSet", "DayClosed", "DayReopened"]


def test_nothing_runs_over_in_either_language(page: Page) -> None:
    over = "ones => ones.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
    for language in ("vi", "en"):
        for width, height in ((320, 700), (1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (language, width)
            assert page.locator(".act, .tile, .row-act, .list").evaluate_all(over) == [], (language, width)
        if language == "vi":
            page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("heading", name="Counters")).to_be_visible()
