"""Fifteen months of a hall, over two new years, Tết twice and a leap day: it opens, closes and says when, each day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from config.centre import SAMPLE, Installation, load_installation
from config.hours import with_public_holidays
from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.hours import Opening
from hub.domain.plan import Hours, Plan, Span, SpecialDay, Wording
from hub.domain.views import kiosk_view
from hub.service.housekeeping import Configured, Housekeeping
from tests.calendar import oracle
from tests.service.kit import FakeClock, Hall

FIRST, LAST = date(2026, 11, 22), date(2028, 3, 1)
TIMES = (
    (0, 0),
    (3, 59),
    (7, 29),
    (7, 30),
    (11, 29),
    (11, 30),
    (13, 29),
    (13, 30),
    (16, 29),
    (16, 30),
    (16, 59),
    (17, 0),
)
"""Just before and at each time at which something changes on some day of the week."""

FIELDS = ("ho_tich", "cu_tru")
WHOLE_DAY = (Span("07:30", "11:30"), Span("13:30", "17:00"))


def centre() -> Installation:
    """The sample centre with a Saturday to work and a day to count its stock."""
    sample = load_installation(SAMPLE, {"printer_port": 9100})
    assert isinstance(sample.plan.hours, Hours)
    special = (
        SpecialDay(oracle.FULL_SATURDAY, Wording("Làm bù", "In lieu"), WHOLE_DAY),
        SpecialDay("2026-12-30", Wording("Kiểm kê", "Counting the stock")),
    )
    return replace(sample, plan=replace(sample.plan, hours=replace(sample.plan.hours, special_days=special)))


@dataclass
class Seen:
    """What a field's kiosk showed and was told at an instant."""

    field: str
    now_ms: int
    openings: tuple[Opening, ...]
    answer: e.TicketIssued | Refused


@dataclass
class Year:
    """What happened in a hall whose hub ticks just before and at each time of every day."""

    seen: list[Seen] = field(default_factory=list)
    by_hand: dict[int, e.TicketIssued | Refused] = field(default_factory=dict)
    entries: list[e.Entry] = field(default_factory=list)

    @property
    def openings(self) -> list[tuple[e.DayOpened, int]]:
        """Each day's opening and when it happened."""
        return [(event, entry.at_ms) for entry in self.entries if isinstance(event := entry.event, e.DayOpened)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    hall = Hall(tmp_path_factory.mktemp("year") / "hub.db", FakeClock(oracle.at(FIRST.isoformat(), 0)))
    configured = Configured(centre().plan, with_public_holidays)
    keeper = Housekeeping(hall.office, configured, lambda: False, lambda: hall.clock.at_ms)
    year = Year()
    for day in days():
        for hour, minute in TIMES:
            now_ms = hall.clock.at_ms = oracle.at(day, hour, minute)
            keeper.tick(now_ms)
            if (hour, minute) == TIMES[0]:
                openings = {field.id: field.openings for field in kiosk_view(hall.office.floor).fields}
            for name in FIELDS:
                year.seen.append(Seen(name, now_ms, openings[name], draw(hall.office.floor, name, "kiosk", now_ms)))
            year.by_hand[now_ms] = draw(hall.office.floor, "huong_dan", "staff", now_ms)
        hall.do(c.IssueTicket(field="ho_tich", granted_by="staff"))
    year.entries = hall.heard.entries
    hall.close()
    return year


def days() -> Iterator[str]:
    for later in range((LAST - FIRST).days + 1):
        yield (FIRST + timedelta(days=later)).isoformat()


def draw(floor: Floor, field_id: str, granted_by: str, now_ms: int) -> e.TicketIssued | Refused:
    """What somebody who asks for a number now would get."""
    try:
        (event,) = decide(floor, c.IssueTicket(field=field_id, granted_by=granted_by), now_ms)
    except Refused as refused:
        return refused
    assert isinstance(event, e.TicketIssued)
    return event


def test_each_day_of_the_calendar_opens_once_and_in_order(year: Year) -> None:
    opened = [(event.day, at_ms) for event, at_ms in year.openings]
    assert opened == [(day, oracle.at(day, 0)) for day in days()]
    assert {"2027-02-06", "2027-12-31", "2028-02-29"} <= dict(opened).keys()


def test_the_kiosk_gives_numbers_within_the_hours_alone(year: Year) -> None:
    for seen in year.seen:
        assert isinstance(seen.answer, e.TicketIssued) is oracle.is_open(seen.field, seen.now_ms)


def test_whoever_comes_too_late_is_told_when_to_come_again(year: Year) -> None:
    refused = {(seen.field, seen.now_ms): seen.answer for seen in year.seen if isinstance(seen.answer, Refused)}
    assert len(refused) > len(year.seen) / 2
    for (name, now_ms), answer in refused.items():
        assert (answer.code, answer.params["opens_ms"]) == ("outside_hours", oracle.opens_next(name, now_ms))


def test_the_view_of_the_morning_is_right_all_day(year: Year) -> None:
    for seen in year.seen:
        is_open = any(opening.from_ms <= seen.now_ms < opening.to_ms for opening in seen.openings)
        opens_next = next((opening.from_ms for opening in seen.openings if opening.from_ms > seen.now_ms), None)
        assert is_open is oracle.is_open(seen.field, seen.now_ms)
        assert opens_next == oracle.opens_next(seen.field, seen.now_ms)


def test_staff_draw_numbers_at_any_hour_for_the_day_of_the_calendar(year: Year) -> None:
    for now_ms, answer in year.by_hand.items():
        assert isinstance(answer, e.TicketIssued)
        assert answer.ticket == f"{oracle.day_of(now_ms)}-R001"


def test_the_number_of_the_evening_before_is_over_in_the_morning(year: Year) -> None:
    kinds = [type(entry.event).__name__ for entry in year.entries]
    a_day = ["DayOpened", "TicketIssued", "TicketExpired", "DayClosed"]
    assert kinds == ["PlanAdopted", *a_day * len(list(days()))][:-2]
    assert {entry.event.label for entry in year.entries if isinstance(entry.event, e.TicketIssued)} == {"A001"}


def test_a_day_opens_with_the_holidays_of_its_year_and_the_next_and_no_new_version(year: Year) -> None:
    for event, _ in year.openings:
        assert event.plan_version == 1
        assert {on[:4] for on in holidays(event.plan)} == {event.day[:4], str(int(event.day[:4]) + 1)}


def holidays(plan: Plan) -> list[str]:
    assert isinstance(plan.hours, Hours)
    return [holiday.date for holiday in plan.hours.holidays]
