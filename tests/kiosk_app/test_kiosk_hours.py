"""The kiosk opens and closes by itself, by the hub's clock, and says when; who stands before it loses nothing.

The page's own clock is never moved here: its socket would miss its pings, and the next view would set it right again.
What passes is the hub's time, as its views tell it.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from config.hours import with_public_holidays
from hub.domain.floor import Floor
from hub.domain.hours import is_open, opens_next
from hub.domain.plan import Plan
from hub.domain.views import kiosk_view
from tests.kiosk_app.screen_kit import PLAN, AgentDouble, hall, instant, opening, with_hours

FIELD = "[data-field=ho_tich]"
WITHIN_MS = 15_000
CLOSED = "Ngoài giờ nhận số"
MORNING = opening("2026-11-23T07:30", "2026-11-23T11:30")
AFTERNOON = opening("2026-11-23T13:30", "2026-11-23T17:00")
TUESDAY = opening("2026-11-24T07:30", "2026-11-24T11:30")
TET = {"vi": "Tết Nguyên đán", "en": "Lunar New Year"}


def turn_clock(agent: AgentDouble, at: str) -> None:
    """Set the hub's clock; the page is told."""
    agent.set_clock(instant(at))
    agent.tell("agent", agent.views["agent"])


def show(agent: AgentDouble, at: str, view: dict[str, Any]) -> None:
    turn_clock(agent, at)
    agent.tell("kiosk", view)


def office_hours(**more: Any) -> dict[str, Any]:
    return with_hours(hall(**more), MORNING, AFTERNOON, TUESDAY)


def test_it_closes_by_itself_and_says_when_it_opens(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T11:29:56", office_hours(first_waiting=77))
    expect(page.locator(FIELD)).to_contain_text("77")
    expect(page.locator("h1")).to_have_text(CLOSED, timeout=WITHIN_MS)
    expect(page.locator(".again")).to_have_text("Mở lại lúc 13:30 hôm\u00a0nay", use_inner_text=True)
    expect(page.locator(".notice")).to_contain_text("again at 13:30 today")
    expect(page.locator(".notice")).to_contain_text("Công dân không phải trả tiền cho việc lấy số.")


def test_a_day_that_has_ended_is_not_one_that_has_yet_to_begin(page: Page, agent: AgentDouble) -> None:
    view = office_hours(is_open=False)
    view["header"]["last_day"] = "2026-11-23"
    show(agent, "2026-11-23T16:00", view)
    expect(page.locator("h1")).to_have_text("Hôm nay đã hết giờ nhận số")
    expect(page.locator(".notice")).to_contain_text("No more numbers today")
    turn_clock(agent, "2026-11-24T06:00")
    expect(page.locator("h1")).to_have_text("Chưa đến giờ lấy số")


def test_it_opens_by_itself(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T13:29:56", office_hours())
    expect(page.locator("h1")).to_have_text(CLOSED)
    expect(page.locator(FIELD)).to_be_visible(timeout=WITHIN_MS)
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_have_text("A001")


def test_a_clock_that_is_set_back_by_little_is_believed_in_a_new_epoch(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T13:30:00", office_hours())
    expect(page.locator(FIELD)).to_be_visible()
    agent.set_clock(instant("2026-11-23T13:29:52"), is_new_epoch=True)
    agent.tell("agent", agent.views["agent"])
    expect(page.locator("h1")).to_have_text(CLOSED)


def test_a_holiday_is_named(page: Page, agent: AgentDouble) -> None:
    after_tet = opening("2027-02-11T07:30", "2027-02-11T11:30", TET)
    show(agent, "2027-02-04T17:30", with_hours(hall(), after_tet))
    expect(page.locator(".again-day")).to_have_text("thứ\u00a0Năm, 11/2")
    expect(page.locator(".again-reason")).to_have_text("Tết Nguyên đán")
    expect(page.locator(".notice-other")).to_contain_text("on Thursday 11\u00a0February (Lunar New Year)")


def test_without_an_end_in_sight_it_says_so(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T17:30", with_hours(hall(), MORNING, AFTERNOON))
    expect(page.locator(".closed")).to_contain_text("chưa mở lại trong những ngày tới")


@pytest.mark.parametrize("free", [{"hours": "always"}, {"mode": "test"}, {"day_from_ms": instant("2026-11-24T00:00")}])
def test_hours_may_say_nothing(page: Page, agent: AgentDouble, free: dict[str, Any]) -> None:
    view = office_hours()
    show(agent, "2026-11-23T12:00", view)
    expect(page.locator("h1")).to_have_text(CLOSED)
    view["header"].update(free)
    agent.tell("kiosk", view)
    expect(page.locator(FIELD)).to_be_visible()


def test_a_day_that_is_overdue_gives_no_numbers_although_the_hours_would(page: Page, agent: AgentDouble) -> None:
    view = office_hours()
    view["header"]["day_until_ms"] = instant("2026-11-24T04:00")
    show(agent, "2026-11-24T03:30", view)
    expect(page.locator(".again-time")).to_have_text("7:30")
    turn_clock(agent, "2026-11-24T08:00")
    expect(page.locator("h1")).to_have_text("Chưa đến giờ lấy số")


def test_a_closed_field_says_when_and_is_not_asked_for(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T10:00", with_hours(office_hours(), AFTERNOON, fields=("ho_tich",)))
    card = page.locator(FIELD)
    expect(card).to_contain_text("Nhận số từ 13:30 hôm\u00a0nay")
    card.tap()
    expect(page.get_by_role("alert")).to_contain_text("“Hộ tịch” nhận số từ 13:30 hôm\u00a0nay.")
    page.tap("#home")
    page.tap("#tool-language")
    page.tap(FIELD)
    expect(page.get_by_role("alert")).to_contain_text("“Civil status” gives out numbers from 13:30 today.")
    assert agent.keys == []


def test_a_stopped_field_says_so_while_others_go_on(page: Page, agent: AgentDouble) -> None:
    view = office_hours()
    view["fields"][0]["is_stopped"] = True
    show(agent, "2026-11-23T10:00", view)
    expect(page.locator(FIELD)).to_contain_text("Tạm ngừng nhận số")
    page.tap(FIELD)
    expect(page.get_by_role("alert")).to_contain_text("“Hộ tịch” đang tạm ngừng nhận số.")
    page.tap("#home")
    page.tap("[data-field=dat_dai]")
    expect(page.locator(".slip-number")).to_be_visible()
    assert [wish["field"] for wish in agent.wishes] == ["dat_dai"]


def test_a_field_opens_by_itself_beside_others(page: Page, agent: AgentDouble) -> None:
    view = with_hours(hall(), opening("2026-11-23T13:00", "2026-11-23T17:00"))
    show(agent, "2026-11-23T13:29", with_hours(view, AFTERNOON, fields=("ho_tich",)))
    expect(page.locator(f"{FIELD}.card-shut")).to_be_visible()
    turn_clock(agent, "2026-11-23T13:30")
    expect(page.locator(".card-shut")).to_have_count(0)


def test_a_number_on_the_screen_stays_when_the_hall_closes(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T11:29", office_hours(first_waiting=77))
    expect(page.locator(FIELD)).to_contain_text("77")
    page.tap(FIELD)
    expect(page.locator(".slip-number")).to_have_text("A001")
    turn_clock(agent, "2026-11-23T11:30:05")
    expect(page.locator(".topbar-time")).to_have_text("11:30")
    expect(page.locator(".slip-number")).to_have_text("A001")
    page.tap("#done")
    expect(page.locator("h1")).to_have_text(CLOSED)


def test_a_touch_that_comes_too_late_is_told_in_words(page: Page, agent: AgentDouble) -> None:
    text = {"vi": "Lĩnh vực này đã ngừng nhận số, mở lại lúc 13:30.", "en": "Closed until 13:30."}
    agent.refusal = {"code": "outside_hours", "text": text}
    show(agent, "2026-11-23T11:29", office_hours(first_waiting=77))
    expect(page.locator(FIELD)).to_contain_text("77")
    agent.hold.clear()
    page.tap(FIELD)
    agent.wait_for(lambda: len(agent.keys) == 1)
    turn_clock(agent, "2026-11-23T11:30:05")
    expect(page.locator(".card-shut").first).to_be_visible()
    expect(page.locator("[data-stage=issuing]")).to_be_visible()
    agent.hold.set()
    expect(page.get_by_role("alert")).to_have_text(text["vi"])
    page.tap("#home")
    expect(page.locator("h1")).to_have_text(CLOSED)


DAYS = [
    ("2026-11-23T17:00", "hôm\u00a0nay", "today"),
    ("2026-11-24T07:30", "ngày mai, thứ\u00a0Ba, 24/11", "tomorrow, Tuesday 24\u00a0November"),
    ("2026-11-24T23:59", "ngày mai, thứ\u00a0Ba, 24/11", "tomorrow, Tuesday 24\u00a0November"),
    ("2026-11-25T00:00", "thứ\u00a0Tư, 25/11", "on Wednesday 25\u00a0November"),
    ("2026-11-29T07:30", "Chủ\u00a0nhật, 29/11", "on Sunday 29\u00a0November"),
    ("2027-02-28T07:05", "Chủ\u00a0nhật, 28/2", "on Sunday 28\u00a0February"),
]


def test_days_are_named_in_the_centres_zone(page: Page, agent: AgentDouble) -> None:
    show(agent, "2026-11-23T06:59", office_hours())
    expect(page.locator(".topbar-time")).to_have_text("06:59")
    script = """async (instants) => {
      const { day_at, time_at } = await import("/kiosk/when.js");
      return instants.map((at_ms) => [time_at(at_ms), day_at("vi", at_ms), day_at("en", at_ms)]);
    }"""
    said = page.evaluate(script, [instant(at) for at, *_ in DAYS])
    assert said == [[at[11:].removeprefix("0"), *words] for at, *words in DAYS]


HOUR_MS = 3_600_000


def random_halls() -> Iterator[dict[str, Any]]:
    """A header, fields with openings in order, and an instant, often the very edge of one."""
    dice = random.Random(20_261_123)
    for _ in range(300):
        fields = []
        for _ in range(dice.randint(1, 4)):
            edges = sorted(dice.sample(range(20), 2 * dice.randint(0, 3)))
            spans = zip(edges[::2], edges[1::2], strict=True)
            openings = [{"from_ms": a * HOUR_MS, "to_ms": b * HOUR_MS, "reason": None} for a, b in spans]
            fields.append({"openings": openings, "is_served": dice.random() < 0.7, "is_stopped": False})
        header = {"hours": "weekly", "mode": dice.choice(["live"] * 5 + ["test"]), "day_from_ms": 2 * HOUR_MS}
        at_ms = dice.randint(0, 21) * HOUR_MS + dice.choice([-1, 0, 1])
        yield {"header": header, "fields": fields, "at_ms": at_ms}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """The rule in other words: minute sets instead of comparisons."""
    at_ms, header = case["at_ms"], case["header"]
    fields = [field for field in case["fields"] if field["is_served"]] or case["fields"]
    spans = [range(span["from_ms"], span["to_ms"]) for field in fields for span in field["openings"]]
    is_free = header["mode"] == "test" or at_ms < header["day_from_ms"]
    starts = [span.start for span in spans if span.start > at_ms]
    return {"is_open": is_free or any(at_ms in span for span in spans), "next": min(starts, default=None)}


def test_any_hall_opens_and_closes_as_the_rule_says(page: Page) -> None:
    cases = list(random_halls())
    script = """async (cases) => {
      const { closed_at } = await import("/kiosk/hours.js");
      return cases.map(({ header, fields, at_ms }) => {
        const closed = closed_at(header, fields, at_ms);
        return closed && { next: closed.next && closed.next.from_ms };
      });
    }"""
    said = page.evaluate(script, cases)
    told = [None if one["is_open"] else {"next": one["next"]} for one in map(expected, cases)]
    assert said == told
    assert {one is None for one in told} == {True, False}


def hubs_views() -> Iterator[tuple[Plan, dict[str, Any], int]]:
    """The sample centre's plan and view on days of a year with Tết, and an instant of that day, often an edge."""
    dice = random.Random(20_270_206)
    fields = tuple(field for field in PLAN.fields if field.id in ("ho_tich", "cu_tru"))  # one has hours of its own
    for _ in range(100):
        day = (date(2026, 11, 23) + timedelta(days=dice.randrange(380))).isoformat()
        plan = with_public_holidays(replace(PLAN, fields=fields), day)
        view = to_builtins(kiosk_view(Floor(plan=plan, day=day)))
        edges = [
            edge for field in view["fields"] for one in field["openings"] for edge in (one["from_ms"], one["to_ms"])
        ]
        today = [edge for edge in edges if edge < view["header"]["day_from_ms"] + 24 * HOUR_MS]
        at_ms = dice.choice([*today, view["header"]["day_from_ms"] + dice.randrange(24 * HOUR_MS)])
        yield plan, view, at_ms + dice.choice([-1, 0, 1]) * (at_ms in today)


def test_the_page_opens_and_closes_each_field_as_the_hub_does(page: Page) -> None:
    views = list(hubs_views())
    script = """async (cases) => {
      const { is_open_at, opening_after } = await import("/kiosk/hours.js");
      return cases.map(([{ header, fields }, at_ms]) => fields.map(({ openings }) =>
        [is_open_at(header, openings, at_ms), opening_after(openings, at_ms)?.from_ms ?? null]));
    }"""
    said = page.evaluate(script, [[view, at_ms] for _, view, at_ms in views])
    told = [
        [
            [is_open(plan, field.id, at_ms), getattr(opens_next(plan, field.id, at_ms), "from_ms", None)]
            for field in plan.fields
        ]
        for plan, _, at_ms in views
    ]
    assert said == told
    assert {is_open_now for case in told for is_open_now, _ in case} == {True, False}


def test_the_stand_in_tells_what_the_hub_tells() -> None:
    day = "2026-11-22"
    hubs = to_builtins(kiosk_view(Floor(plan=PLAN, day=day)))
    view = {**hall(), "print_requests": []}
    assert view.keys() == hubs.keys()
    assert view["header"].keys() <= hubs["header"].keys()
    assert view["classes"][0].keys() == hubs["classes"][0].keys()
    assert hubs["fields"][0].keys() <= view["fields"][0].keys()
