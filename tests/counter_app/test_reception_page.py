"""The reception's page: numbers drawn for people, with and without paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cuttable_line import CuttableLine
from tests.hub_process import HubProcess
from tests.screens import Screens
from tests.written import Written

READY = {"link": "online", "paper": "ok", "cover": "closed"}


@pytest.fixture
def written(hub: HubProcess, tmp_path: Path) -> Written:
    return Written(hub, tmp_path)


@pytest.fixture
def page(screens: Screens) -> Page:
    """A desk beside two kiosks whose printers work."""
    for device in ("K1-printer", "K2-printer"):
        report(screens.hub, device)
    return screens.open("reception")


def report(hub: HubProcess, device: str, **status: str) -> None:
    """A printer tells how it is, by its kiosk."""
    kiosk = device.partition("-")[0]
    told = hub.post(hub.token(f"kiosk:{kiosk}"), f"/devices/{device}/status", {**READY, **status})
    assert told.ok or told.json()["code"] == "nothing_changed"


def drawn(page: Page) -> Locator:
    return page.locator("#drawn")


def issue(page: Page, field: str) -> str:
    """Draw a number of a field by mouse; returns its label."""
    before = ticket_drawn(page)
    page.locator(f"[data-field={field}]").click()
    page.locator("[data-action=issue]").click()
    expect_another(page, before)
    return drawn(page).inner_text()


def ticket_drawn(page: Page) -> str:
    """The newest ticket that the page has drawn, empty for none."""
    return page.locator("[data-drawn]").get_attribute("data-drawn") or "" if drawn(page).count() else ""


def expect_another(page: Page, before: str) -> None:
    expect(page.locator(f"[data-drawn]:not([data-drawn='{before}'])")).to_be_visible()


def find(page: Page, label: str) -> Locator:
    """Look for a number as somebody types it; returns its story."""
    page.locator("#find").fill(label)
    page.locator("#find").press("Enter")
    return page.locator("[data-found]")


def test_a_class_a_language_files_and_a_paper_by_keys_alone(page: Page, screens: Screens, written: Written) -> None:
    page.locator("#printer").select_option("K1-printer")
    page.keyboard.press("F3")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("F4")
    page.keyboard.press("F7")
    page.keyboard.press("NumpadAdd")
    page.keyboard.press("NumpadAdd")
    page.keyboard.press("F2")
    expect(drawn(page)).to_be_visible()
    expect(page.locator("[data-paper=pending]")).to_contain_text("Máy in ki-ốt K1")
    issued, wanted = written.rows()
    assert (issued.actor, issued.kind) == ("reception", "TicketIssued")
    told = {name: issued.fields[name] for name in ("ticket_class", "language", "files", "granted_by")}
    assert told == {"ticket_class": "priority", "language": "en", "files": 3, "granted_by": "staff"}
    assert (wanted.kind, wanted.fields["device"], wanted.ticket) == ("PrintRequested", "K1-printer", issued.ticket)

    screens.printed(issued.ticket, wanted.fields["job"], "confirmed")
    expect(page.locator("[data-paper=confirmed]")).to_be_visible()
    chosen = page.locator("input[type=radio]:checked").evaluate_all("inputs => inputs.map(input => input.value)")
    assert chosen == ["ordinary", "vi"]
    expect(page.locator("#files")).to_have_value("1")


def test_what_is_typed_as_number_of_files_is_drawn_or_refused(page: Page, written: Written) -> None:
    issue, files = page.locator("[data-action=issue]"), page.locator("#files")
    page.locator("[data-field=cu_tru]").click()
    for typed in ("51", "2.5", "-3", "0", ""):
        files.fill(typed)
        expect(issue).to_have_text("Số hồ sơ: từ 1 đến 50F2")
        expect(files).to_have_attribute("aria-invalid", "true")
        page.keyboard.press("F2")
    files.fill("1e1")
    expect(issue).to_have_text("Cấp số · 10 hồ sơF2")
    issue.click()
    expect(drawn(page)).to_be_visible()
    assert [row.fields["files"] for row in written.rows()] == [10]


def test_a_double_press_draws_one_number_and_enter_does_too(page: Page, written: Written) -> None:
    page.locator("[data-field=cu_tru]").click()
    page.locator("[data-action=issue]").dblclick()
    expect(drawn(page)).to_be_visible()
    first = ticket_drawn(page)
    page.keyboard.press("4")
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    expect_another(page, first)
    second = ticket_drawn(page)
    page.locator("[name=field][value=cu_tru]").focus()
    page.keyboard.press("Space")
    page.keyboard.down("Enter")
    expect_another(page, second)
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    expect(page.locator("[data-action=issue]")).to_have_attribute("aria-disabled", "true")
    assert [row.kind for row in written.rows()] == ["TicketIssued", "TicketIssued", "TicketIssued"]


def test_without_a_printer_the_number_is_written_down_and_can_be_printed_later(page: Page, written: Written) -> None:
    label = issue(page, "dat_dai")
    expect(page.locator("[data-paper=none]")).to_contain_text("ghi số này")
    expect(page.locator("[data-by-hand] b")).to_contain_text(f"{label} · Đất đai · quầy 5")
    page.locator(".result [data-action=print]").click()
    page.locator("[data-choice=K2-printer]").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".result [data-paper=pending]")).to_contain_text("K2")
    issued, wanted = written.rows()
    assert "is_reprint" not in wanted.fields
    assert wanted.fields["device"] == "K2-printer"
    assert wanted.ticket == issued.ticket
    assert label == issued.fields["label"]


def test_a_found_number_is_printed_again_and_marked_so(page: Page, screens: Screens, written: Written) -> None:
    (label,) = screens.tickets("xay_dung")
    story = find(page, f" {label[0].lower()} {int(label[1:])} ")
    expect(story).to_have_attribute("data-found", label)
    expect(story.locator("[data-state=waiting]")).to_be_visible()
    story.locator("[data-action=print]").click()
    page.locator("[data-choice=K1-printer]").click()
    expect(story.locator("[data-paper]")).to_have_count(2)
    wanted = written.rows()[-1]
    assert (wanted.kind, wanted.fields["is_reprint"]) == ("PrintRequested", "yes")
    screens.printed(wanted.ticket, wanted.fields["job"], "failed")
    expect(story.locator("[data-paper=failed]")).to_contain_text("In lại. ")
    expect(story.locator("[data-paper=failed]")).to_contain_text("ghi số này cho công dân")
    served = screens.hub.post(screens.hub.token("counter:6"), "/counters/6/served-offline", {"labels": [label]})
    assert served.ok
    expect(story).to_contain_text("phục vụ khi mất mạng tại quầy 6")


def test_the_story_of_a_number_goes_on_while_it_is_looked_at(page: Page, screens: Screens) -> None:
    (label,) = screens.opened_counter(7, tickets=1)
    story = find(page, label)
    screens.command(7, "call-next", "missed")
    expect(story.locator("[data-state=missed]")).to_be_visible()
    expect(story).to_contain_text("gọi đến quầy 7")
    page.locator("[data-found-action=call_back]").click()
    expect(story.locator("[data-state=waiting]")).to_be_visible()
    screens.tickets("bao_tro")
    page.locator("[data-found-action=defer]").click()
    page.locator("[data-choice=behind-1]").click()
    expect(story).to_contain_text("1 người phía trước")
    page.locator("[data-found-action=cancel]").click()
    page.locator("[data-choice=citizen_left]").click()
    expect(story.locator("[data-state=cancelled]")).to_be_visible()
    expect(story.locator("[data-found-action]")).to_have_count(0)


def test_a_number_that_a_kiosk_drew_by_itself_is_found_without_its_hyphens(page: Page, screens: Screens) -> None:
    hub = screens.hub
    of_a_kiosk = {
        "field": "ho_tich",
        "series": "A",
        "tag": "K2",
        "number": 7,
        "drawn_ms": 0,
        "day": hub.health()["day"],
    }
    assert hub.post(hub.token("kiosk:K2"), "/tickets/join", of_a_kiosk).ok
    expect(find(page, "a k2 7")).to_have_attribute("data-found", "A-K2-07")


def test_refusals_are_sentences(page: Page, screens: Screens) -> None:
    find(page, "Z99")
    expect(page.locator("#not-found")).to_have_text("Không tìm thấy số này trong ngày hôm nay.")
    (label,) = screens.opened_counter(9, tickets=1)
    find(page, label)
    page.locator("[data-found-action=cancel]").click()
    screens.command(9, "call-next")
    page.locator("[data-choice=citizen_left]").click()
    expect(page.locator("dialog [role=alert]")).to_contain_text(label)
    page.keyboard.press("Escape")
    expect(page.locator("[data-found] [data-state=called]")).to_be_visible()


def test_a_stopped_field_cannot_be_chosen_and_an_unserved_one_neither(page: Page, screens: Screens) -> None:
    assert screens.hub.post(screens.hub.token("supervisor"), "/fields/van_hoa/stop", {"reason": "system_down"}).ok
    card = page.locator("[data-field=van_hoa]")
    expect(card).to_contain_text("Đã dừng cấp số")
    expect(card.locator("input")).to_be_disabled()
    page.keyboard.press("0")
    expect(page.locator("[name=field]:checked")).to_have_count(0)


def test_the_printer_is_remembered_and_its_trouble_said(page: Page, screens: Screens) -> None:
    page.locator("#printer").select_option("K2-printer")
    page.reload()
    expect(page.locator("#printer")).to_have_value("K2-printer")
    report(screens.hub, "K2-printer", paper="out")
    expect(page.locator("[data-alert=K2-printer]")).to_have_text("Máy in ki-ốt K2: hết giấy")
    expect(page.locator("#printer-trouble")).to_have_text("Máy in ki-ốt K2: hết giấy")
    report(screens.hub, "K2-printer")
    expect(page.locator("#printer-trouble, [data-alert]")).to_have_count(0)


def test_the_only_printer_that_is_ready_is_chosen_until_somebody_chooses(page: Page, screens: Screens) -> None:
    expect(page.locator("#printer")).to_have_value("")
    report(screens.hub, "K2-printer", cover="open")
    expect(page.locator("#printer")).to_have_value("K1-printer")
    page.locator("#printer").select_option("")
    page.reload()
    expect(page.locator("[data-alert=K2-printer]")).to_be_visible()
    expect(page.locator("#printer")).to_have_value("")
    report(screens.hub, "K2-printer")


def test_without_the_hub_nothing_can_be_pressed_and_the_page_heals(screens: Screens) -> None:
    with CuttableLine(screens.hub.port) as line:
        page = screens.open("reception", port=line.port)
        page.keyboard.press("1")
        line.cut()
        expect(page.locator("#lost")).to_be_visible(timeout=1_500)
        expect(page.locator("[data-action=issue]")).to_have_attribute("aria-disabled", "true")
        line.mend()
        expect(page.locator("#lost")).to_have_count(0)
        expect(page.locator("[data-action=issue]")).to_have_attribute("aria-disabled", "false")


def test_nothing_runs_over_and_the_button_is_in_sight(page: Page) -> None:
    over = "ones => ones.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.className)"
    parts = page.locator(".act, .chip, .field-card, .tool, .row-act")
    choices, issue = page.locator(".options"), page.locator("[data-action=issue]")
    last_field = page.locator(".field-card").last
    for language in ("Tiếng Việt", "English"):
        for width, height in ((320, 700), (1366, 650), (1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, language
            assert parts.evaluate_all(over) == [], (language, width)
            expect(issue).to_be_in_viewport(ratio=0.9)
            if height == 768:
                expect(last_field).to_be_in_viewport(ratio=0.95)
            if width > 320:
                below, button = choices.bounding_box(), issue.bounding_box()
                assert below
                assert button
                assert below["y"] + below["height"] <= button["y"], (language, height)
                assert button["y"] + button["height"] >= 0.9 * height or height < 900, (
                    "fields take the room that is there"
                )
        if language == "Tiếng Việt":
            page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("button", name="Choose a field first")).to_be_visible()


KEEP_SHEET = "window.print = () => (document.body.dataset.printed = document.querySelector('.on-paper').textContent)"


def test_a_procedure_is_looked_up_and_its_number_given_out_by_this_computer(screens: Screens, written: Written) -> None:
    screens.context.add_init_script(KEEP_SHEET)
    page = screens.open("reception")
    page.keyboard.press("F8")
    page.keyboard.type("dkks")
    expect(page.locator(".procedure-row").first).to_contain_text("Đăng ký khai sinh")
    page.keyboard.press("Enter")
    expect(page.locator("dialog [data-fact=papers] li")).to_have_count(3)
    page.locator("[data-do=print-procedure]").click()
    expect(page.locator("body")).to_have_attribute("data-printed", re.compile("Giấy chứng sinh"))
    page.locator("#procedure").fill("trợ giúp xã hội")
    page.locator("[data-procedure]").first.click()
    expect(page.locator("dialog [data-fact=where]")).to_contain_text("quầy 7")
    page.locator("[data-do=take]").click()
    page.locator("#printer").select_option("this-computer")
    page.keyboard.press("F2")
    expect(drawn(page)).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-printed", re.compile(ticket_drawn(page)))
    expect(page.locator("[data-paper=here]")).to_be_visible()
    page.locator("[data-action=cancel-drawn]").click()
    page.locator("[data-choice=citizen_left]").click()
    expect(page.locator("[data-action=cancel-drawn]")).to_have_count(0)
    assert [row.kind for row in written.rows()] == ["TicketIssued", "TicketCancelled"]
