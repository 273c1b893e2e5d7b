"""The sights of the kiosk, each by what leads to it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.kiosk_app.screen_kit import (
    AgentDouble,
    device,
    hall,
    instant,
    opening,
    with_hours,
    without_hub,
)

HOLIDAY = {
    "vi": "Nghỉ bù Ngày Giải phóng miền Nam, thống nhất đất nước",
    "en": "Day in lieu of Liberation Day and Reunification Day",
}
LONG_NAME = {
    "vi": "Lao động, người có công và bảo trợ xã hội",
    "en": "Labour, people with merit and social protection",
}

Scene = Callable[[Page, AgentDouble], None]


def unpaired(page: Page, agent: AgentDouble) -> None:
    code = {"state": "code", "code": "482913", "hub_url": "http://toi-luot.phuong-mau.example:8080"}
    agent.tell("agent", device(hub_is_reachable=False, pairing=code))
    expect(page.locator(".pairing-code")).to_be_visible()


def _home(_page: Page, _agent: AgentDouble) -> None:
    """Nothing has happened yet."""


def _second_page(page: Page, _agent: AgentDouble) -> None:
    page.tap("[data-field=more-fields]")
    expect(page.locator("[data-field=page-before]")).to_be_visible()


def _priority(page: Page, _agent: AgentDouble) -> None:
    page.tap(".tool-priority")
    expect(page.locator(".hero-class")).to_be_visible()


def _priority_by_staff(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(classes=0, staff_classes=1))
    expect(page.locator(".tool-priority")).to_contain_text(re.compile("xin hỏi|please ask"))
    page.tap(".tool-priority")
    expect(page.get_by_role("dialog")).to_be_visible()


def _choice_of_classes(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall(classes=3, staff_classes=1, first_waiting=77))
    expect(page.locator("[data-field=ho_tich]")).to_contain_text("77")
    page.tap(".tool-priority")
    expect(page.get_by_role("dialog")).to_be_visible()


def _several_offered(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", hall() | {"most_fields": 5})
    expect(page.locator("#several")).to_be_visible()


def _several_chosen(page: Page, agent: AgentDouble) -> None:
    _several_offered(page, agent)
    page.tap("#several")
    page.tap("[data-field=bao_tro]")
    expect(page.locator("[data-turn]")).to_have_text("1")


def _many_sent_on(page: Page, agent: AgentDouble) -> None:
    view, at_ms = hall() | {"most_fields": 4}, int(time.time() * 1000)
    elsewhere = [
        {"label": label, "at_ms": at_ms, "to_field": {"vi": "Đất đai", "en": "Land"}} for label in ("A003", "A007–A012")
    ]
    view["sent_on"] = [{"label": "M001–M060", "at_ms": at_ms, "to_field": None}, *elsewhere]
    view["fields"][0]["is_stopped"] = True
    agent.tell("kiosk", view)
    expect(page.locator("[data-sent-on]")).to_have_count(2)


def _several_told_why_not(page: Page, agent: AgentDouble) -> None:
    _many_sent_on(page, agent)
    page.tap("#several")
    page.tap("[data-field=ho_tich]")
    expect(page.locator("#several-note")).to_be_visible()


def _paper_out(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    expect(page.locator(".hero-notice")).to_be_visible()


def _test_mode(page: Page, agent: AgentDouble) -> None:
    view = hall()
    view["header"]["mode"] = "test"
    agent.tell("kiosk", view)
    expect(page.locator(".marked-band")).to_be_visible()


def _long_names(page: Page, agent: AgentDouble) -> None:
    """Only the names must be there whole; what is said beside them gives way."""
    view = hall()
    for field in view["fields"]:
        field.update(name=LONG_NAME, summary={"vi": "Hồ sơ", "en": "Papers"}, waiting=88)
    agent.tell("kiosk", view)
    expect(page.locator(".card-long")).to_have_count(7)


def _closed_now(page: Page, agent: AgentDouble) -> None:
    agent.set_clock(instant("2027-05-03T17:30"))
    agent.tell("agent", device())
    agent.tell("kiosk", with_hours(hall(), opening("2027-05-04T07:30", "2027-05-04T11:30", HOLIDAY)))
    expect(page.locator(".again-time")).to_have_text("7:30")


def _closed_for_long(page: Page, agent: AgentDouble) -> None:
    agent.tell("kiosk", with_hours(hall()))
    expect(page.locator(".closed")).to_be_visible()


def _fields_shut(page: Page, agent: AgentDouble) -> None:
    agent.set_clock(instant("2026-11-23T11:45"))
    agent.tell("agent", device())
    view = with_hours(hall(), opening("2026-11-25T07:30", "2026-11-25T11:30"))
    view = with_hours(view, opening("2026-11-23T07:30", "2026-11-23T12:30"), fields=("ho_tich",))
    view["fields"][2]["is_stopped"] = True
    agent.tell("kiosk", view)
    expect(page.locator(".card-shut")).to_have_count(6)


def _shut_and_told(page: Page, agent: AgentDouble) -> None:
    _fields_shut(page, agent)
    page.tap("[data-field=bao_tro]")
    expect(page.get_by_role("alert")).to_be_visible()


def _taken(page: Page, _agent: AgentDouble) -> None:
    page.tap("[data-field=bao_tro]")
    expect(page.locator(".slip-number")).to_be_visible()


def _without_paper(page: Page, agent: AgentDouble) -> None:
    _taken(page, agent)
    agent.tell_job("failed", cancel_at_ms=int(time.time() * 1000) + 90_000, qr="TL1:2026-11-22-A001")
    expect(page.locator(".qr")).to_be_visible()


def _print_unknown(page: Page, agent: AgentDouble) -> None:
    _taken(page, agent)
    agent.tell_job("unknown")
    expect(page.locator(".print-unknown")).to_be_visible()


def _print_sent(page: Page, agent: AgentDouble) -> None:
    _taken(page, agent)
    agent.tell_job("sent")
    expect(page.locator(".print-sent")).to_be_visible()


def _hub_gone(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", device(hub_is_reachable=False))
    expect(page.locator(".notice")).to_be_visible()


def _without_hub(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", without_hub(printer={"is_online": True, "paper": "out", "cover": "closed"}))
    expect(page.locator("[data-offline=true]")).to_be_visible()


def _own_number(page: Page, agent: AgentDouble) -> None:
    agent.own_label = "AB-KIOSK1-100"
    agent.tell("agent", without_hub())
    page.tap("[data-field=ho_tich]")
    expect(page.locator(".slip-number")).to_have_text("AB-KIOSK1-100")
    job = {
        "ticket": "2026-11-22-AB-KIOSK1-100",
        "label": "AB-KIOSK1-100",
        "state": "failed",
        "qr": "TL1:2026-11-22-AB-KIOSK1-100",
    }
    agent.tell("agent", without_hub(job={**job, "cancel_at_ms": int(time.time() * 1000) + 20_000}))
    expect(page.locator(".qr")).to_be_visible()


def _ask_staff(page: Page, agent: AgentDouble) -> None:
    agent.tell("agent", without_hub(reason="offline_no_time"))
    expect(page.locator(".notice-trouble")).to_be_visible()


def _receipt(page: Page, agent: AgentDouble) -> None:
    agent.tell_scan("receipt", field="bao_tro")
    expect(page.locator("#take")).to_be_visible()


def _strange_code(page: Page, agent: AgentDouble) -> None:
    agent.tell_scan("unknown")
    expect(page.locator(".notice #home")).to_be_visible()


SCENES: list[Scene] = [
    _without_hub,
    _own_number,
    _ask_staff,
    _home,
    _second_page,
    _priority,
    _priority_by_staff,
    _choice_of_classes,
    _several_offered,
    _several_chosen,
    _many_sent_on,
    _several_told_why_not,
    _paper_out,
    _test_mode,
    _long_names,
    _closed_now,
    _closed_for_long,
    _fields_shut,
    _shut_and_told,
    _taken,
    _without_paper,
    _print_unknown,
    _print_sent,
    _hub_gone,
    unpaired,
    _receipt,
    _strange_code,
]
