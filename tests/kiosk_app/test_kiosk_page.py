"""The kiosk's page in a real browser: fingers, faults, and coming back to the first screen."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, device, hall

FIELD = "[data-field=ho_tich]"
MORE = "[data-field=more-fields]"


class Finger:
    """One finger on the glass, as the browser's touch input sees it."""

    def __init__(self, page: Page) -> None:
        self._input: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self._input.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", (x, y))

    def move(self, x: float, y: float) -> None:
        self._send("touchMove", (x, y))

    def up(self) -> None:
        self._send("touchEnd")


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_one_tap_takes_a_number(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_have_text("A001")
    expect(page.locator(".slip")).to_contain_text("Trước ông/bà còn 12 người")
    expect(page.locator(".slip [data-closed]")).to_have_count(0)
    view = hall()
    view["fields"][0]["open_counters"] = []
    agent.tell("kiosk", view)
    expect(page.locator(".slip [data-closed]")).to_have_text("(cả 2 quầy chưa mở)")
    assert agent.wishes == [{"field": "ho_tich", "ticket_class": "ordinary", "language": "vi"}]
    agent.tell_job("confirmed")
    expect(page.locator("[data-print=confirmed].print")).to_be_visible()


def test_a_field_of_the_second_page_takes_two_taps(page: Page, agent: AgentDouble) -> None:
    page.tap(MORE)
    page.tap("[data-field=quan_su]")
    expect(page.locator(".slip-number")).to_be_visible()
    assert [wish["field"] for wish in agent.wishes] == ["quan_su"]


def test_priority_is_one_tap_more(page: Page, agent: AgentDouble) -> None:
    page.tap(".tool-priority")
    page.tap(FIELD)
    expect(page.locator(".slip-mark")).to_be_visible()
    assert agent.wishes[0]["ticket_class"] == "class_0"


def test_one_number_for_several_errands_is_chosen_and_taken_back_by_touch(page: Page, agent: AgentDouble) -> None:
    expect(page.locator("#several")).to_have_count(0)
    agent.tell("kiosk", hall() | {"most_fields": 2})
    page.tap("#several")
    page.tap("#one-only")
    page.tap("#several")
    expect(page.locator("#take-several")).to_have_text("Chưa chọn thủ tục nào")
    view = hall() | {"most_fields": 2}
    view["fields"][3]["is_stopped"] = True
    agent.tell("kiosk", view)
    stopped = view["fields"][3]["id"]
    for field in ("dat_dai", "ho_tich", "dat_dai", stopped):
        page.tap(f"[data-field={field}]")
    note = page.locator("#several-note")
    expect(note).to_contain_text("đang tạm ngừng nhận số")
    expect(page.locator(".hero-class")).to_contain_text("Chạm tối đa 2 thủ tục")
    page.tap("[data-field=chung_thuc]")
    expect(note).to_have_count(0)
    page.tap("[data-field=dat_dai]")
    expect(note).to_contain_text("Mỗi số nhận nhiều nhất 2 thủ tục")
    expect(page.locator("[data-field=ho_tich] [data-turn]")).to_have_text("1")
    expect(page.locator("[data-field=chung_thuc] [data-turn]")).to_have_text("2")
    page.tap("#take-several")
    expect(page.locator(".slip-number")).to_be_visible()
    (wish,) = agent.wishes
    assert (wish["field"], wish["further_fields"]) == ("ho_tich", ["chung_thuc"])


def test_without_a_class_for_kiosks_priority_leads_to_the_staff(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(classes=0, staff_classes=1))
    expect(page.locator(".tool-priority")).to_contain_text("Ưu tiên: xin hỏi quầy Hướng dẫn")
    page.tap(".tool-priority")
    expect(page.get_by_role("dialog")).to_contain_text("quầy Hướng dẫn")
    page.get_by_role("dialog").get_by_role("button").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_class_that_only_staff_grant_is_named_beside_those_of_the_kiosk(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(classes=1, staff_classes=1, first_waiting=77))
    expect(page.locator(FIELD)).to_contain_text("77")
    page.tap(".tool-priority")
    expect(page.locator(".choices-other")).to_contain_text("quầy Hướng dẫn")
    page.tap(".choice")
    page.tap(FIELD)
    expect(page.locator(".slip-mark")).to_be_visible()
    assert agent.wishes[0]["ticket_class"] == "class_0"


def test_a_centre_without_classes_asks_nobody_for_one(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(classes=0))
    expect(page.locator(".tool-priority")).to_have_count(0)


def test_a_number_that_comes_is_not_covered_by_the_help(page: Page, agent: AgentDouble) -> None:
    agent.hold.clear()
    page.tap(FIELD)
    agent.wait_for(lambda: len(agent.keys) == 1)
    page.clock.run_for(1000)
    page.tap("#tool-help")
    expect(page.locator(".help-dialog")).to_be_visible()
    agent.hold.set()
    expect(page.locator(".slip-number")).to_be_visible()
    expect(page.locator(".help-dialog")).to_have_count(0)


def test_a_double_tap_takes_one_number(page: Page, agent: AgentDouble) -> None:
    agent.hold.clear()
    finger, spot = Finger(page), middle(page, FIELD)
    for _ in range(2):
        finger.down(*spot)
        finger.up()
    agent.wait_for(lambda: len(agent.keys) == 1)
    page.clock.run_for(1000)
    for _ in range(3):
        finger.down(*spot)
        finger.up()
    agent.hold.set()
    expect(page.locator(".slip-number")).to_be_visible()
    assert len(agent.keys) == 1


def test_the_second_half_of_a_double_tap_does_not_hit_the_next_page(page: Page, agent: AgentDouble) -> None:
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    finger, spot = Finger(page), middle(page, MORE)
    for _ in range(2):
        finger.down(*spot)
        finger.up()
    expect(page.locator("[data-field=page-before]")).to_be_visible()
    assert agent.keys == []
    assert page.locator("#screen .kiosk").get_attribute("data-stage") == "home"


def test_a_double_tap_on_the_other_language_changes_it_once(page: Page) -> None:
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    finger, spot = Finger(page), middle(page, "#tool-language")
    for _ in range(2):
        finger.down(*spot)
        finger.up()
    expect(page.locator("#tool-language")).to_have_text("Tiếng Việt")


def test_a_slipping_finger_counts_inside_the_target_only(page: Page, agent: AgentDouble) -> None:
    finger, (x, y) = Finger(page), middle(page, FIELD)
    finger.down(x, y)
    finger.move(x, y + 400)
    finger.up()
    expect(page.locator(".cards")).to_be_visible()
    assert agent.keys == []
    finger.down(x - 60, y - 40)
    for step in range(1, 5):
        finger.move(x - 60 + 30 * step, y - 40 + 20 * step)
    finger.up()
    expect(page.locator(".slip-number")).to_be_visible()
    assert len(agent.keys) == 1


def test_a_long_press_opens_no_menu_and_takes_one_number(page: Page, agent: AgentDouble) -> None:
    finger = Finger(page)
    finger.down(*middle(page, FIELD))
    held = "card => card.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    assert page.locator(FIELD).evaluate(held) is False
    finger.up()
    expect(page.locator(".slip-number")).to_be_visible()
    assert len(agent.keys) == 1


def test_a_keyboard_can_press(page: Page, agent: AgentDouble) -> None:
    page.locator(FIELD).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".slip-number")).to_be_visible()
    assert len(agent.keys) == 1


@pytest.mark.parametrize("printer", [{"paper": "out"}, {"cover": "open"}, {"is_online": False}])
def test_printer_trouble_is_told_before_the_number_is_taken(page: Page, agent: AgentDouble, printer: dict) -> None:
    known = {"is_online": True, "paper": "ok", "cover": "closed"}
    agent.tell("agent", device(printer={**known, **printer}))
    expect(page.locator(".hero-notice")).to_contain_text("ghi")
    agent.tell("agent", device(printer=known))
    expect(page.locator(".hero-notice")).to_have_count(0)


def test_hub_gone_and_back(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(hub_is_reachable=False))
    expect(page.locator("h1")).to_have_text("Mất kết nối")
    agent.tell("agent", device())
    expect(page.locator(FIELD)).to_be_visible()


def test_a_refused_token_is_renewed_and_the_screen_heals(page: Page, agent: AgentDouble) -> None:
    agent.good_token = "renewed"
    page.reload()
    expect(page.locator("h1")).to_have_text("Mất kết nối")
    agent.views["kiosk"] = hall(first_waiting=77)
    page.clock.run_for(5000)
    expect(page.locator(FIELD)).to_contain_text("77")


def test_a_view_of_the_past_changes_nothing(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(first_waiting=77))
    expect(page.locator(FIELD)).to_contain_text("77")
    agent.tell_again("kiosk", hall(first_waiting=55), revisions_ago=1)
    agent.tell("agent", device(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    expect(page.locator(".hero-notice")).to_be_visible()
    expect(page.locator(FIELD)).to_contain_text("77")


def test_a_day_that_is_not_open(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(is_open=False))
    expect(page.locator("h1")).to_contain_text("Chưa đến giờ")


def test_the_number_stays_when_the_hub_goes(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_be_visible()
    agent.tell("agent", device(hub_is_reachable=False))
    agent.tell_job("confirmed")
    expect(page.locator(".print-confirmed")).to_be_visible()
    expect(page.locator(".slip-number")).to_have_text("A001")


def test_the_screen_goes_home_after_the_paper(page: Page, agent: AgentDouble) -> None:
    page.tap(FIELD)
    agent.wait_for(lambda: len(agent.keys) == 1)
    agent.tell_job("confirmed")
    expect(page.locator(".print-confirmed")).to_be_visible()
    page.clock.run_for(10_000)
    expect(page.locator(FIELD)).to_be_visible()


def test_an_abandoned_screen_asks_and_then_forgets(page: Page) -> None:
    page.tap("#tool-language")
    page.tap(MORE)
    expect(page.locator("h1")).to_have_text("Other fields")
    page.clock.run_for(41_000)
    expect(page.get_by_role("alertdialog")).to_be_visible()
    page.locator("#stay").tap()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(page.locator("h1")).to_have_text("Other fields")
    page.clock.run_for(61_000)
    expect(page.locator("h1")).to_contain_text("Ông/bà")
    expect(page.locator(FIELD)).to_be_visible()
