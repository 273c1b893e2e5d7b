"""The kiosk says how many numbers are left, when there are more, and for whom something closed."""

from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import AgentDouble, hall, instant
from tests.kiosk_app.test_kiosk_hours import office_hours, show, turn_clock


def quota(*left: tuple[str, int]) -> list[dict[str, int]]:
    """What is left until a time of the Monday; the last until the day ends."""
    return [{"until_ms": instant(f"2026-11-23T{until}") if until else 0, "most": 9, "left": n} for until, n in left]


def test_a_field_says_how_many_numbers_are_left_and_when_there_are_more(page: Page, agent: AgentDouble) -> None:
    view = office_hours()
    view["header"]["day"] = "2026-11-23"
    first, second, third, *_ = view["fields"]
    first["left"], second["left"] = quota(("11:30", 2), ("", 9)), quota(("11:30", 0), ("", 9))
    third["left"] = quota(("", 0))
    show(agent, "2026-11-23T09:00", view)
    card = page.locator(".card-foot")
    expect(card.nth(0)).to_contain_text("còn 2 số")
    expect(card.nth(1)).to_have_text("Hết số, có lại lúc 13:30 hôm\u00a0nay")
    expect(card.nth(2)).to_contain_text("có lại lúc 7:30")
    page.locator(f"[data-field={second['id']}]").tap()
    expect(page.locator("[role=alert]")).to_contain_text("có số lại lúc 13:30 hôm\u00a0nay")
    assert agent.wishes == []


def test_the_hall_hears_of_closed_counters_for_a_while(page: Page, agent: AgentDouble) -> None:
    view, at_ms = hall(), instant("2026-11-23T09:00")
    elsewhere = {"vi": "Đất đai", "en": "Land"}
    view["sent_on"] = [
        {"label": "A012", "at_ms": at_ms, "to_field": None},
        {"label": "A015", "at_ms": at_ms, "to_field": None},
        {"label": "A016", "at_ms": at_ms, "to_field": elsewhere},
        {"label": "A001", "at_ms": at_ms - 601_000, "to_field": None},
    ]
    show(agent, "2026-11-23T09:00", view)
    told = page.locator("[data-sent-on]")
    expect(told).to_have_count(2)
    expect(told.nth(0)).to_contain_text("Mời gặp nhân viên: số A012, A015.")
    expect(told.nth(1)).to_contain_text("Mời chờ ở lĩnh vực “Đất đai”: số A016.")
    turn_clock(agent, "2026-11-23T09:10:01")
    expect(told).to_have_count(0)
