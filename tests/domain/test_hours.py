"""When numbers may be drawn without staff: the week, lunch, a field's own hours, holidays, special days."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decide import decide
from hub.domain.errors import Refused
from hub.domain.hours import Opening, is_open, next_openings, openings_by_field, opens_next, sessions
from hub.domain.plan import HolidayDate, Hours, Session, Span, SpecialDay, Wording
from hub.domain.views import kiosk_view, wall_view
from tests.domain.hall import MINUTE_MS, PLAN, day_opened, given, words

ZONE = ZoneInfo(PLAN.zone)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
HOURS = Hours(
    weekly=(
        Session(WORKDAYS, "13:30", "17:00"),
        Session(WORKDAYS, "07:30", "11:30"),
        Session(("sat",), "07:30", "11:30"),
    ),
    fields={"land": (Session(("tue", "thu"), "08:00", "10:00"),)},
    holidays=(HolidayDate("2026-12-03", words("holiday")), HolidayDate("2026-12-04", words("holiday in lieu"))),
    special_days=(
        SpecialDay("2026-11-28", words("full Saturday"), (Span("13:30", "17:00"), Span("07:30", "11:30"))),
        SpecialDay("2026-11-30", words("morning only"), (Span("07:30", "11:30"),)),
        SpecialDay("2026-12-01", words("counting land"), fields=("land",)),
        SpecialDay("2026-12-04", words("called in"), (Span("09:00", "10:00"),)),
    ),
)
HALL = replace(PLAN, hours=HOURS)


def at(text: str) -> int:
    """The instant of a wall clock in the hall: ``2026-11-23 07:30``."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def read(opening: Opening | None) -> str:
    """An opening as the hall's clock shows it, and the name of what it waited for."""
    assert opening is not None
    from_, to = (datetime.fromtimestamp(ms / 1000, ZONE) for ms in (opening.from_ms, opening.to_ms))
    return f"{from_:%a %d %H:%M}–{to:%H:%M} {opening.reason.vi if opening.reason else ''}".rstrip()


def hall_on(day: str, hours: Hours = HOURS) -> e.DayOpened:
    return day_opened(day, replace(PLAN, hours=hours))


@pytest.mark.parametrize(
    ("when", "field", "expected"),
    [
        ("2026-11-23 07:29", "civil", False),
        ("2026-11-23 07:30", "civil", True),
        ("2026-11-23 11:29", "civil", True),
        ("2026-11-23 11:30", "civil", False),
        ("2026-11-23 13:29", "civil", False),
        ("2026-11-23 13:30", "civil", True),
        ("2026-11-23 17:00", "civil", False),
        ("2026-11-22 09:00", "civil", False),
        ("2026-11-21 09:00", "civil", True),
        ("2026-11-21 14:00", "civil", False),
        ("2026-11-28 14:00", "civil", True),
        ("2026-11-30 14:00", "civil", False),
        ("2026-12-03 09:00", "civil", False),
        ("2026-12-04 09:00", "civil", True),
        ("2026-12-04 10:00", "civil", False),
        ("2026-11-23 09:00", "land", False),
        ("2026-11-24 09:00", "land", True),
        ("2026-11-24 10:00", "land", False),
        ("2026-11-28 14:00", "land", True),
        ("2026-12-01 09:00", "land", False),
        ("2026-12-01 09:00", "civil", True),
        ("2026-12-03 09:00", "land", False),
    ],
)
def test_a_minute_belongs_to_the_hours_or_not(when: str, field: str, expected: bool) -> None:
    assert is_open(HALL, field, at(when)) is expected


def test_a_special_day_of_a_field_wins_over_one_of_all() -> None:
    both = (
        SpecialDay("2026-11-24", words("all closed")),
        SpecialDay("2026-11-24", words("land open"), (Span("07:00", "24:00"),), ("land",)),
    )
    hall = replace(PLAN, hours=replace(HOURS, special_days=both))
    assert sessions(hall, "civil", "2026-11-24") == ()
    assert sessions(hall, "land", "2026-11-24") == ((at("2026-11-24 07:00"), at("2026-11-25 00:00")),)


def test_drawing_stops_before_the_end() -> None:
    hall = replace(PLAN, hours=replace(HOURS, stop_before_min=20))
    assert is_open(hall, "civil", at("2026-11-23 11:10") - 1)
    assert not is_open(hall, "civil", at("2026-11-23 11:10"))
    assert read(opens_next(hall, "civil", at("2026-11-23 11:10"))) == "Mon 23 13:30–16:40"


def test_a_hall_without_hours_is_open_at_any_time_and_names_no_openings() -> None:
    assert sessions(PLAN, "civil", "2026-11-22") == ((at("2026-11-22 00:00"), at("2026-11-23 00:00")),)
    assert all(is_open(PLAN, "civil", at("2026-11-22 00:00") + hour * 60 * MINUTE_MS) for hour in range(48))
    assert next_openings(PLAN, "civil", "2026-11-22", 2) == ()


def test_hours_follow_the_summer_time_of_other_zones() -> None:
    berlin = replace(PLAN, zone="Europe/Berlin", hours=Hours(weekly=(Session(("sun",), "02:30", "04:00"),)))
    (spring,) = sessions(berlin, "civil", "2027-03-28")
    (autumn,) = sessions(berlin, "civil", "2027-10-31")
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (30 * MINUTE_MS, 150 * MINUTE_MS)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2026-11-24",
            ["Tue 24 07:30–11:30", "Tue 24 13:30–17:00", "Wed 25 07:30–11:30", "Wed 25 13:30–17:00"],
        ),
        ("2026-11-22", ["Mon 23 07:30–11:30", "Mon 23 13:30–17:00"]),
        (
            "2026-11-27",
            [
                "Fri 27 07:30–11:30",
                "Fri 27 13:30–17:00",
                "Sat 28 07:30–11:30 full Saturday",
                "Sat 28 13:30–17:00 full Saturday",
            ],
        ),
        ("2026-11-29", ["Mon 30 07:30–11:30 morning only", "Tue 01 07:30–11:30 morning only"]),
        (
            "2026-12-02",
            ["Wed 02 07:30–11:30", "Wed 02 13:30–17:00", "Fri 04 09:00–10:00 holiday", "Sat 05 07:30–11:30 called in"],
        ),
    ],
)
def test_the_day_and_the_two_openings_after_it(day: str, expected: list[str]) -> None:
    assert [read(opening) for opening in next_openings(HALL, "civil", day, 2)] == expected


def test_a_long_special_day_is_no_reason_for_the_night_after_it() -> None:
    ahead = [read(opening) for opening in next_openings(HALL, "civil", "2026-11-28", 1)]
    assert ahead[2] == "Mon 30 07:30–11:30 morning only"
    plain = replace(PLAN, hours=replace(HOURS, special_days=HOURS.special_days[:1]))
    assert read(next_openings(plain, "civil", "2026-11-28", 1)[2]) == "Mon 30 07:30–11:30"


def test_openings_are_looked_for_fifteen_days_ahead() -> None:
    once = Hours(weekly=(), special_days=(SpecialDay("2026-12-07", words("once"), (Span("08:00", "09:00"),)),))
    hall = replace(PLAN, hours=once)
    assert [read(opening) for opening in next_openings(hall, "civil", "2026-11-22", 2)] == ["Mon 07 08:00–09:00 once"]
    assert next_openings(hall, "civil", "2026-11-21", 2) == ()


def test_the_next_opening_is_the_first_minute_that_is_open() -> None:
    first = at("2026-11-23 00:00")
    for field in ("civil", "land"):
        minutes = [is_open(HALL, field, first + minute * MINUTE_MS) for minute in range(13 * 24 * 60)]
        for minute in range(0, 10 * 24 * 60, 30):
            now_ms = first + minute * MINUTE_MS
            opening = opens_next(HALL, field, now_ms)
            assert opening is not None
            closed = next(later for later in range(minute, len(minutes)) if not minutes[later])
            begins = next(later for later in range(closed, len(minutes)) if minutes[later])
            assert opening.from_ms == first + begins * MINUTE_MS


def test_views_of_all_fields_say_what_each_field_alone_would() -> None:
    for day in ("2026-11-24", "2026-11-27", "2026-11-30", "2026-12-02"):
        alone = {field.id: next_openings(HALL, field.id, day, 2) for field in HALL.fields}
        assert openings_by_field(HALL, day) == alone
        shown = kiosk_view(given(hall_on(day)))
        assert {field.id: field.openings for field in shown.fields} == alone
        assert (shown.header.hours, shown.header.day_from_ms) == ("weekly", at(f"{day} 00:00"))
        assert shown.header.day_until_ms == at(f"{day} 00:00") + 28 * 60 * MINUTE_MS
        of_any = {(opening.from_ms, opening.to_ms) for openings in alone.values() for opening in openings}
        of_hall = wall_view(given(hall_on(day))).openings
        assert [(opening.from_ms, opening.to_ms) for opening in of_hall] == sorted(of_any)
    always = kiosk_view(given(day_opened()))
    assert (always.header.hours, {field.openings for field in always.fields}) == ("always", {()})


def issue(floor_events: tuple[e.Event, ...], when: str, granted_by: str = "kiosk") -> list[e.Event]:
    return decide(given(*floor_events), c.IssueTicket(field="civil", granted_by=granted_by), at(when))


def test_a_kiosk_is_told_when_the_hall_opens_again() -> None:
    with pytest.raises(Refused) as refused:
        issue((hall_on("2026-11-28"),), "2026-11-28 17:00")
    assert refused.value.code == "outside_hours"
    assert refused.value.params == {
        "date": "30/11/2026",
        "field": "civil",
        "opens_ms": at("2026-11-30 07:30"),
        "time": "07:30",
    }


def test_staff_draw_numbers_at_any_hour() -> None:
    assert issue((hall_on("2026-11-29"),), "2026-11-29 22:00", granted_by="staff")


def test_hours_do_not_count_while_the_hall_is_tested() -> None:
    assert issue((hall_on("2026-11-29"), e.ModeSet(mode="test")), "2026-11-29 22:00")


def test_hours_do_not_count_when_the_clock_lies_before_the_day() -> None:
    assert issue((hall_on("2026-11-23"),), "1970-01-01 22:00")
    assert issue((hall_on("2026-11-23"),), "2026-11-22 23:59")
    with pytest.raises(Refused, match="outside_hours"):
        issue((hall_on("2026-11-23"),), "2026-11-23 00:00")


@pytest.mark.parametrize("granted_by", ["kiosk", "staff"])
def test_a_day_that_is_overdue_gives_numbers_to_nobody(granted_by: str) -> None:
    assert issue((day_opened("2026-11-22"),), "2026-11-23 03:59", granted_by)
    with pytest.raises(Refused, match="no_day_open"):
        issue((day_opened("2026-11-22"),), "2026-11-23 04:00", granted_by)


def test_a_plan_with_hours_is_replayed_as_it_was() -> None:
    opened = hall_on("2026-11-23")
    assert msgspec.json.decode(msgspec.json.encode(opened, order="sorted"), type=e.DayOpened) == opened
    assert isinstance(opened.plan.hours, Hours)
    assert opened.plan.hours.special_days[0].name == Wording("full Saturday", "full Saturday")
