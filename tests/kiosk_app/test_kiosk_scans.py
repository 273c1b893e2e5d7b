"""What the kiosk's page makes of a code under its scanner: help, and one touch to the number for results."""

from typing import Any

from playwright.sync_api import Page, expect

from config.texts import text
from tests.kiosk_app.screen_kit import AgentDouble, device, hall

TITLE = ".notice h1"


def say(code: str, language: str = "vi", **params: object) -> str:
    return text(language, f"kiosk.{code}").format(**params)


def test_a_receipt_is_one_touch_from_its_number(agent: AgentDouble, page: Page) -> None:
    agent.tell_scan("receipt", field="tra_ket_qua")
    expect(page.locator(TITLE)).to_have_text(say("scan_receipt"))
    page.clock.run_for(600)
    page.locator("#take").tap()
    expect(page.locator(".slip-number")).to_have_text("A001")
    assert [wish["field"] for wish in agent.wishes] == ["tra_ket_qua"]
    agent.tell_scan("identity")
    agent.tell_scan("receipt", field="tra_ket_qua")
    agent.tell_job("confirmed")
    expect(page.locator("[data-print=confirmed]").first).to_be_visible()
    expect(page.locator(".slip-number")).to_have_text("A001")


def test_a_receipt_is_no_number_where_there_is_none(agent: AgentDouble, page: Page) -> None:
    agent.tell_scan("receipt", field="no_such_field")
    expect(page.locator(".notice [role=status]")).to_have_text(say("scan_receipt_ask"))
    expect(page.locator("#take")).to_have_count(0)
    view = hall()
    next(one for one in view["fields"] if one["id"] == "tra_ket_qua")["is_stopped"] = True
    agent.tell("kiosk", view)
    agent.tell_scan("receipt", field="tra_ket_qua")
    expect(page.locator(".notice [role=status]")).to_contain_text("tạm ngừng")
    expect(page.locator("#take")).to_have_count(0)


STANDS: list[tuple[dict[str, Any], str]] = [
    ({"state": "waiting", "people_ahead": 3}, say("scan_waiting", n=3)),
    ({"state": "waiting", "people_ahead": 0}, say("people_ahead_none")),
    ({"state": "called", "counter": 5}, say("scan_called", counter=5)),
    ({"state": "missed"}, say("scan_missed")),
    ({"state": "finished"}, say("scan_over")),
    ({"state": "unknown"}, say("scan_unknown")),
    ({}, say("scan_watch")),
]


def test_a_tickets_code_says_where_it_stands(agent: AgentDouble, page: Page) -> None:
    for number, (view, said) in enumerate(STANDS):
        agent.tell_scan("ticket", label=f"A10{number}", **view)
        expect(page.locator(TITLE)).to_have_text(say("scan_ticket", label=f"A10{number}"))
        expect(page.locator(".notice [role=status]")).to_contain_text(said)
    assert agent.wishes == []
    agent.tell_scan("ticket", label="A109", state="waiting", people_ahead=1, passed=[{"why": "priority", "count": 2}])
    expect(page.locator("[data-passed=priority]")).to_have_text(say("scan_passed_priority", n=2))


def test_cards_and_unknown_codes_get_help_in_the_visitors_language(agent: AgentDouble, page: Page) -> None:
    page.locator("#tool-language").tap()
    agent.tell_scan("identity")
    expect(page.locator(TITLE)).to_have_text(say("scan_identity", "en"))
    agent.tell_scan("unknown")
    expect(page.locator(TITLE)).to_have_text(say("scan_other", "en"))
    page.clock.fast_forward(21_000)
    expect(page.locator(".card").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_whoever_reads_the_help_is_not_disturbed(agent: AgentDouble, page: Page) -> None:
    page.locator("#tool-help").tap()
    agent.tell_scan("identity")
    agent.tell("kiosk", hall(first_waiting=77))
    expect(page.locator(".card").first).to_contain_text("77")
    expect(page.locator(".help-dialog")).to_be_visible()
    expect(page.locator(".home")).to_be_visible()


def test_what_is_closed_stays_closed(agent: AgentDouble, page: Page) -> None:
    agent.tell("kiosk", hall(is_open=False))
    expect(page.locator(TITLE)).to_have_text(say("not_open"))
    agent.tell_scan("receipt", field="tra_ket_qua")
    agent.tell("kiosk", hall(is_open=False, first_waiting=1))
    expect(page.locator(TITLE)).to_have_text(say("not_open"))
    agent.tell("agent", device(hub_is_reachable=False))
    expect(page.locator(TITLE)).to_have_text(say("hub_gone"))


def test_where_numbers_need_a_card_it_is_asked_for_and_the_number_comes_with_it(agent: AgentDouble, page: Page) -> None:
    agent.tell("kiosk", hall() | {"asks_card": True})
    page.locator("[data-field=ho_tich]").tap()
    expect(page.locator(TITLE)).to_have_text(say("card_wanted"))
    assert agent.wishes == []
    agent.tell_scan("identity", is_taken=True)
    expect(page.locator(".slip-number")).to_have_text("A001")
    assert [wish["field"] for wish in agent.wishes] == ["ho_tich"]
