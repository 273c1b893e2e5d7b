"""Dialogs, lists, refusals, two tabs and a lost hub on the clerk's page."""

from playwright.sync_api import expect

from tests.counter_app.test_counter_keys import in_state
from tests.cuttable_line import CuttableLine
from tests.screens import Screens


def test_a_transfer_carries_its_note_to_the_other_counter(screens: Screens) -> None:
    (label,) = screens.opened_counter(2, tickets=1)
    screens.command(5, "open")
    page, other = screens.open("counter:2"), screens.open("counter:5")
    page.keyboard.press("F2")
    in_state(page, "called", label)
    page.locator("[data-action=transfer]").click()
    page.locator("[name=note]").fill("Kiểm tra lại sổ hộ khẩu")
    page.locator("[data-choice=dat_dai]").click()
    in_state(page, "free")
    expect(page.locator("dialog")).to_have_count(0)

    other.keyboard.press("F2")
    in_state(other, "called", label)
    expect(other.locator("[data-note]")).to_have_text("Kiểm tra lại sổ hộ khẩu")


def test_a_refusal_is_a_plain_sentence_and_the_dialog_keeps_what_was_typed(screens: Screens) -> None:
    screens.opened_counter(6)
    page = screens.open("counter:6")
    in_state(page, "free")
    page.keyboard.press("Numpad1")
    page.locator("[name=label]").fill("z9")
    page.locator("[data-choice]").first.click()
    expect(page.locator("dialog [role=alert]")).to_have_text("Không tìm thấy số này trong ngày hôm nay.")
    expect(page.locator("[name=label]")).to_have_value("z9")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_lists_call_by_number_cancel_and_let_wait_again(screens: Screens) -> None:
    first, second, third = screens.opened_counter(7, tickets=3)
    page = screens.open("counter:7")
    page.locator(f"[data-list=waiting] [data-row={second}] [data-row-action=call]").click()
    page.locator("[data-choice=citizen_present]").click()
    in_state(page, "called", second)
    page.locator("[data-action=missed]").click()
    page.locator(f"[data-list=missed] [data-row={second}] [data-row-action=call_back]").click()
    expect(page.locator(f"[data-list=waiting] [data-row={second}]")).to_be_visible()
    page.locator(f"[data-list=waiting] [data-row={third}] [data-row-action=cancel]").click()
    page.locator("[data-choice=citizen_left]").click()
    expect(page.locator(f"[data-list=waiting] [data-row={third}]")).to_have_count(0)
    expect(page.locator("[data-list=waiting] [data-row]")).to_have_count(2)
    page.keyboard.press("F2")
    in_state(page, "called", first)
    page.locator("[data-action=return]").click()
    page.locator("[data-choice=called_by_mistake]").click()
    in_state(page, "free")


def test_two_tabs_are_in_step_and_a_dialog_about_a_ticket_goes_with_it(screens: Screens) -> None:
    (label,) = screens.opened_counter(8, tickets=1)
    page, other = screens.open("counter:8"), screens.open("counter:8")
    page.keyboard.press("F2")
    in_state(other, "called", label)
    page.locator("[data-action=transfer]").click()
    expect(page.locator("dialog")).to_be_visible()
    other.keyboard.press("F7")
    in_state(other, "free")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#refusal")).to_be_visible()
    in_state(page, "free")


def test_fields_can_be_changed(screens: Screens) -> None:
    page = screens.open("counter:4")
    in_state(page, "closed")
    page.locator("[data-action=fields]").click()
    page.locator("[name=field][value=ho_tich]").uncheck()
    page.locator("dialog [data-submit]").click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-list=waiting] [data-field]")).to_have_count(1)


def test_without_the_hub_the_ticket_stays_and_the_controls_are_locked(screens: Screens) -> None:
    (label,) = screens.opened_counter(9, tickets=1)
    with CuttableLine(screens.hub.port) as line:
        page = screens.open("counter:9", port=line.port)
        page.keyboard.press("F2")
        in_state(page, "called", label)
        line.cut()
        expect(page.locator("#lost")).to_be_visible(timeout=1_500)
        expect(page.locator(".act:not([aria-disabled=true])")).to_have_count(0)
        expect(page.locator("[data-state=called]")).to_contain_text(label)
        line.mend()
        expect(page.locator("#lost")).to_have_count(0)
        page.locator("[data-action=missed]").click()
        in_state(page, "free")
        line.cut()
        expect(page.locator("[data-state=free]")).to_contain_text("Mất kết nối với máy chủ")


def test_the_other_language_is_one_press_away(screens: Screens) -> None:
    page = screens.open("counter:10")
    expect(page.get_by_role("button", name="Mở quầy")).to_be_visible()
    page.get_by_role("button", name="Switch to English").click()
    expect(page.get_by_role("button", name="Open counter")).to_be_visible()


def test_nothing_runs_over_the_sides(screens: Screens) -> None:
    screens.opened_counter(3, tickets=1)
    page = screens.open("counter:3")
    page.locator("[data-action=next]").click()
    expect(page.locator("[data-state=called]")).to_be_visible()
    over = "acts => acts.filter(act => act.scrollWidth > act.clientWidth + 1).map(act => act.dataset.action)"
    strip = (
        "desk => desk.before(Object.assign(document.createElement('p'), {className: 'strip', textContent: 'Hết giấy'}))"
    )
    for strips in range(3):
        for width, height in ((320, 700), (800, 600), (1366, 640), (1366, 768), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".act").evaluate_all(over) == []
            if width == 800:
                last_px = page.locator(".work .act").last.evaluate("act => act.getBoundingClientRect().bottom")
                assert last_px <= height, strips
            if width > 800:
                hidden_px = page.locator(".work").evaluate("work => work.scrollHeight - work.clientHeight")
                assert hidden_px <= 0, (strips, width, height)
        page.locator(".desk").evaluate(strip)
