"""Hasty hands, a hub that does not answer, and another screen's doings on the clerk's page."""

import json
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, Route, expect

from config.texts import languages, text
from tests.counter_app.test_counter_keys import can_press, commands_of, in_state
from tests.screens import Screens

DOUBLE_PRESS_OVER_MS = 400


def paused(screens: Screens, counter: int) -> Page:
    """The page of a counter, with a clock that only the test moves; no ping is missed on the way."""
    screens.context.clock.install()
    page = screens.open(f"counter:{counter}")
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    return page


def second_click(page: Page, selector: str) -> None:
    """The second half of a double click, where the first half has brought something up."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)


def storage_trouble(route: Route) -> None:
    """Answer as a hub that cannot write."""
    said = {"code": "storage", "text": {language: text(language, "problem.storage") for language in languages()}}
    kind = "application/problem+json"
    route.fulfill(status=503, headers={"Retry-After": "2"}, content_type=kind, body=json.dumps(said))


def test_a_double_press_of_the_key_that_opens_a_dialog_chooses_nothing(screens: Screens) -> None:
    (label,) = screens.opened_counter(2, tickets=1)
    screens.command(2, "call-next")
    page = paused(screens, 2)
    in_state(page, "called", label)
    posted = commands_of(page)
    page.keyboard.press("Numpad5")
    page.clock.run_for(100)
    expect(page.locator("[data-choice]").first).to_be_focused()
    page.keyboard.press("Numpad5")
    expect(page.locator("dialog")).to_be_visible()
    assert posted == []
    page.clock.run_for(DOUBLE_PRESS_OVER_MS)
    page.keyboard.press("Numpad5")
    in_state(page, "free")
    assert posted == ["transfer"]


def test_a_double_click_meets_no_button_that_has_just_come_up(screens: Screens) -> None:
    page = screens.open("counter:5")
    in_state(page, "closed")
    posted = commands_of(page)
    page.locator("[data-action=open]").click()
    expect(page.locator("[data-action=pause]")).to_be_enabled()
    second_click(page, "[data-action=pause]")
    second_click(page, "[data-action=close]")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("[data-action=pause]").click()
    second_click(page, "[data-choice] >> nth=0")
    expect(page.locator("dialog")).to_be_visible()
    page.locator("[data-choice]").first.click()
    in_state(page, "paused")
    assert posted == ["open", "pause"]


def test_a_button_keeps_the_focus_and_a_held_enter_counts_once(screens: Screens) -> None:
    (label,) = screens.opened_counter(3, tickets=1)
    screens.command(3, "call-next")
    page = paused(screens, 3)
    in_state(page, "called", label)
    posted = commands_of(page)
    hold = page.locator("[data-action=hold]")
    hold.focus()
    page.keyboard.down("Enter")
    in_state(page, "free")
    expect(hold).to_be_focused()
    expect(hold).to_be_enabled()
    page.clock.run_for(DOUBLE_PRESS_OVER_MS)
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    in_state(page, "free")
    assert posted == ["hold"]


def test_a_command_that_is_not_answered_is_given_up(screens: Screens) -> None:
    screens.opened_counter(6, tickets=1)
    screens.context.clock.install()
    page = screens.open("counter:6")
    in_state(page, "free")
    can_press(page, "next")
    page.route("**/call-next", lambda route: route.abort())
    with page.expect_request("**/call-next"):
        page.keyboard.press("F2")
    page.clock.run_for(21_000)
    expect(page.locator("#refusal")).to_contain_text("Máy chủ không trả lời")
    page.unroute("**/call-next")
    posted = commands_of(page)
    page.clock.run_for(5000)
    in_state(page, "free")
    assert posted == []


def test_a_hub_that_cannot_write_is_heard_while_the_command_is_sent_again(screens: Screens) -> None:
    (label,) = screens.opened_counter(7, tickets=1)
    page = screens.open("counter:7")
    in_state(page, "free")
    page.route("**/call-next", storage_trouble)
    assert page.evaluate("fetch('/call-next').then((answer) => answer.status)") == 503  # from here on nothing slips by
    page.keyboard.press("F2")
    expect(page.locator("#delay")).to_contain_text("chưa ghi được dữ liệu")
    page.unroute("**/call-next")
    in_state(page, "called", label)
    expect(page.locator("#delay")).to_have_count(0)


def test_a_late_answer_closes_only_the_dialog_that_asked(screens: Screens) -> None:
    (label,) = screens.opened_counter(8, tickets=1)
    page = screens.open("counter:8")
    in_state(page, "free")
    held_back: list[Route] = []

    def hold_back(route: Route) -> None:
        held_back.append(route)

    page.route("**/call-next", hold_back)
    with page.expect_request("**/call-next"):
        page.keyboard.press("F2")
    page.locator("[data-action=keys]").click()
    expect(page.locator("dialog")).to_be_visible()
    held_back[0].continue_()
    in_state(page, "called", label)
    expect(page.locator("[data-action=start]")).to_be_enabled()
    expect(page.locator("dialog")).to_be_visible()


def test_a_ticket_that_another_screen_takes_away_is_told(screens: Screens) -> None:
    (label,) = screens.opened_counter(9, tickets=1)
    page = screens.open("counter:9")
    page.keyboard.press("F2")
    in_state(page, "called", label)
    page.keyboard.press("F9")
    in_state(page, "free")
    page.locator("[data-row-action=resume]").click()
    in_state(page, "serving", label)
    expect(page.locator("#refusal")).to_have_count(0)
    screens.command(9, "finish")
    expect(page.locator("#refusal")).to_contain_text(f"Số {label} không còn ở quầy này")


def test_a_kiosks_printer_has_a_name_that_people_know_and_moves_no_button(screens: Screens) -> None:
    page = screens.open("counter:10")
    before = page.locator("[data-action=next]").bounding_box()
    state = {"link": "online", "paper": "out", "cover": "closed"}
    assert screens.hub.post(screens.hub.token("kiosk:K1"), "/devices/K1-printer/status", state).ok
    expect(page.locator("[data-alert=K1-printer]")).to_have_text("Máy in ki-ốt K1: hết giấy")
    assert page.locator("[data-action=next]").bounding_box() == before
    expect(page.locator(".strip-alert .icon-printer")).to_have_count(1)
    panel = {"link": "offline", "paper": "none", "cover": "none"}
    assert screens.hub.post(screens.hub.token("desk:10"), "/devices/desk10-panel/status", panel).ok
    expect(page.locator("[data-alert=desk10-panel]")).to_be_visible()
    expect(page.locator(".strip-alert .icon-printer")).to_have_count(0)


def test_a_press_that_a_keypad_was_ahead_of_does_nothing_and_says_so(screens: Screens) -> None:
    screens.command(10, "open")
    first, second = screens.tickets("tra_ket_qua", 2)
    page = screens.open("counter:10")
    page.keyboard.press("F2")
    in_state(page, "called", first)

    def keypad(*names: str) -> None:
        for name in names:
            assert screens.hub.post(screens.hub.token("desk:10"), f"/counters/10/{name}").ok

    def keypad_first(route: Route) -> None:
        keypad("missed", "call-next")
        route.continue_()

    page.route("**/start", keypad_first)
    page.keyboard.press("F4")
    expect(page.locator("#refusal")).to_contain_text("Số ở quầy 10 vừa thay đổi")
    in_state(page, "called", second)
    page.locator("#refusal button").click()
    keypad("start", "finish")
    in_state(page, "free")
    expect(page.locator("#refusal")).to_have_count(0)
