"""Any hours at any minute, compared with a reading that knows minutes of days and nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain.hours import WEEKDAYS, is_open, next_openings, opens_next
from hub.domain.plan import HolidayDate, Hours, Session, Span, SpecialDay
from tests.domain.hall import MINUTE_MS, PLAN, words

DAY_MINUTES = 24 * 60
MONDAY_MS = 1_796_576_400_000
"""2026-12-07, 00:00 in Hồ Chí Minh City, a Monday."""

FIELDS = ("civil", "land")
DATES = tuple(f"2026-12-{day:02}" for day in range(7, 17))


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Up to two spans of a day in minutes, one after the other."""
    ends = sorted(draw(st.sets(st.integers(0, DAY_MINUTES // 30), min_size=4, max_size=4)))
    return [(30 * ends[0], 30 * ends[1]), (30 * ends[2], 30 * ends[3])][: draw(st.integers(0, 2))]


WEEK = st.lists(st.tuples(st.sampled_from(WEEKDAYS), spans()), unique_by=lambda entry: entry[0], max_size=7)
SPECIALS = st.dictionaries(st.tuples(st.sampled_from(DATES), st.sampled_from(["", *FIELDS])), spans(), max_size=5)
HOLIDAYS = st.sets(st.sampled_from(DATES), max_size=3)


def sessions(week: list[tuple[str, list[tuple[int, int]]]]) -> tuple[Session, ...]:
    return tuple(Session((day,), clock(first), clock(last)) for day, own in week for first, last in own)


def as_hours(week, land, specials, holidays, cut) -> Hours:
    return Hours(
        weekly=sessions(week),
        fields={} if land is None else {"land": sessions(land)},
        special_days=tuple(
            SpecialDay(date, words(date), tuple(Span(clock(a), clock(b)) for a, b in own), (field,) if field else ())
            for (date, field), own in specials.items()
        ),
        holidays=tuple(HolidayDate(date, words(date)) for date in holidays),
        stop_before_min=cut,
    )


def spans_of(field, day, week, land, specials, holidays) -> list[tuple[int, int]]:
    """The spans of a day, counted from that Monday: the first that applies of field's date, date, holiday, week."""
    date = DATES[day] if day < len(DATES) else ""
    for key in ((date, field), (date, "")):
        if key in specials:
            return specials[key]
    if date in holidays:
        return []
    return dict(land if land is not None and field == "land" else week).get(WEEKDAYS[day % 7], [])


@given(
    week=WEEK,
    land=st.none() | WEEK,
    specials=SPECIALS,
    holidays=HOLIDAYS,
    cut=st.sampled_from([0, 0, 15]),
    field=st.sampled_from(FIELDS),
    minute=st.integers(0, len(DATES) * DAY_MINUTES - 1),
)
def test_hours_mean_what_they_say(week, land, specials, holidays, cut, field, minute) -> None:
    hall = replace(PLAN, hours=as_hours(week, land, specials, holidays, cut))
    openings = [
        (day * DAY_MINUTES + first, day * DAY_MINUTES + last - cut)
        for day in range(minute // DAY_MINUTES, minute // DAY_MINUTES + 16)
        for first, last in spans_of(field, day, week, land, specials, holidays)
    ]
    at_ms = MONDAY_MS + minute * MINUTE_MS
    assert is_open(hall, field, at_ms) is any(first <= minute < last for first, last in openings)
    then = opens_next(hall, field, at_ms)
    expected = next((first for first, _ in openings if first > minute), None)
    assert (then and (then.from_ms - MONDAY_MS) // MINUTE_MS) == expected
    today = DATES[minute // DAY_MINUTES]
    told = [(opening.from_ms, opening.to_ms) for opening in next_openings(hall, field, today, 99)]
    assert told == [(MONDAY_MS + first * MINUTE_MS, MONDAY_MS + last * MINUTE_MS) for first, last in openings]
