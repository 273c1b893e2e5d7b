"""Opening hours: when numbers may be drawn without staff, and when the next ones may.

The plan says them in the centre's own time; here they become instants (ms since the epoch, UTC).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from hub.domain.floor import Floor
from hub.domain.numbering import business_day
from hub.domain.plan import Hours, Plan, Session, Span, SpecialDay, Wording

DAYS_AHEAD = 15
"""How many days after a day the next openings are looked for."""

LATER_OPENINGS = 2
"""How many openings after the day itself a view names, so that a screen can say when it goes on."""

PATIENCE_MS = 4 * 3_600_000
"""How long after midnight a day may go on: a ticket that a clerk forgot to finish in the evening must not keep the next
morning from opening, nor may a hall that is never quiet stay in one day for ever."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE_MS = 60_000

Interval = tuple[int, int]
"""From and to (ms since the epoch, UTC); the end does not belong to it."""


class Opening(Struct, frozen=True):
    """An interval in which numbers may be drawn.

    ``reason`` is the name of the first holiday or special day since the opening before it, its own day included: why it
    opens only then, or at all.
    """

    from_ms: int
    to_ms: int
    reason: Wording | None = None


def sessions(plan: Plan, field_id: str, day: str) -> tuple[Interval, ...]:
    """When a field's numbers may be drawn on a day (ISO), in order; without hours of the plan the whole day long."""
    on = date.fromisoformat(day)
    if isinstance(plan.hours, str):
        return ((_instant(on, "00:00", plan.zone), _instant(on, "24:00", plan.zone)),)
    cut_ms = plan.hours.stop_before_min * MINUTE_MS
    return tuple(
        (_instant(on, span.from_, plan.zone), _instant(on, span.to, plan.zone) - cut_ms)
        for span in sorted(_spans(plan.hours, field_id, on), key=lambda span: span.from_)
    )


def is_open(plan: Plan, field_id: str, at_ms: int) -> bool:
    """Whether a field's numbers may be drawn without staff at an instant."""
    today = sessions(plan, field_id, business_day(at_ms, plan.zone))
    return any(from_ms <= at_ms < to_ms for from_ms, to_ms in today)


def next_openings(plan: Plan, field_id: str, day: str, most_later: int) -> tuple[Opening, ...]:
    """All openings of a day (ISO) and up to ``most_later`` after it, within 15 days; none for hours of ``always``."""
    if isinstance(plan.hours, str):
        return ()
    found: list[Opening] = []
    reason: Wording | None = None
    first = date.fromisoformat(day)
    for on in _days_from(first):
        own_name = _name_of(plan.hours, field_id, on)
        for from_ms, to_ms in sessions(plan, field_id, on.isoformat()):
            found.append(Opening(from_ms, to_ms, reason or own_name))
            reason = None
            most_later -= on > first
            if most_later == 0:
                return tuple(found)
        reason = reason or (own_name if _ends_early(plan.hours, field_id, on) else None)
    return tuple(found)


def openings_by_field(plan: Plan, day: str) -> dict[str, tuple[Opening, ...]]:
    """What a view says of every field: all openings of a day (ISO) and the two after it."""
    own = _fields_with_hours_of_their_own(plan)
    common = next((field.id for field in plan.fields if field.id not in own), "")
    of_most = next_openings(plan, common, day, LATER_OPENINGS) if common else ()
    return {
        field.id: next_openings(plan, field.id, day, LATER_OPENINGS) if field.id in own else of_most
        for field in plan.fields
    }


def openings_of_hall(by_field: Mapping[str, Iterable[Opening]]) -> tuple[Opening, ...]:
    """When the numbers of any field may be drawn, from :func:`openings_by_field`: each interval once, in order."""
    found: dict[Interval, Opening] = {}
    for openings in by_field.values():
        for opening in openings:
            found.setdefault((opening.from_ms, opening.to_ms), opening)
    return tuple(found[interval] for interval in sorted(found))


def _fields_with_hours_of_their_own(plan: Plan) -> set[str]:
    if isinstance(plan.hours, str):
        return set()
    return {*plan.hours.fields, *(name for special in plan.hours.special_days for name in special.fields)}


def name_of_day(plan: Plan, field_id: str, day: str) -> Wording | None:
    """The name of the special day or holiday that a day (ISO) is for a field."""
    return None if isinstance(plan.hours, str) else _name_of(plan.hours, field_id, date.fromisoformat(day))


def opens_next(plan: Plan, field_id: str, at_ms: int) -> Opening | None:
    """The first opening after an instant, within 15 days."""
    ahead = next_openings(plan, field_id, business_day(at_ms, plan.zone), 1)
    return next((opening for opening in ahead if opening.from_ms > at_ms), None)


def is_overdue(floor: Floor, now_ms: int) -> bool:
    """Whether the open day should have made way for the next one by now, so that nothing more belongs to it."""
    return floor.day is not None and now_ms >= overdue_ms(floor.day, floor.the_plan.zone)


def overdue_ms(day: str, zone: str) -> int:
    """From when on nothing more belongs to a day (ISO)."""
    return _instant(date.fromisoformat(day), "24:00", zone) + PATIENCE_MS


def starts_ms(day: str, zone: str) -> int:
    """The first instant of a day (ISO) in a zone."""
    return _instant(date.fromisoformat(day), "00:00", zone)


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=later) for later in range(DAYS_AHEAD + 1))


def _spans(hours: Hours, field_id: str, on: date) -> tuple[Span | Session, ...]:
    """A date's own hours win over a holiday, and a holiday over those of the week."""
    special = _special_day(hours, field_id, on)
    if special is not None:
        return special.sessions
    if _holiday(hours, on) is not None:
        return ()
    return _weekly(hours, field_id, on)


def _weekly(hours: Hours, field_id: str, on: date) -> tuple[Session, ...]:
    weekly = hours.fields.get(field_id, hours.weekly)
    return tuple(session for session in weekly if WEEKDAYS[on.weekday()] in session.days)


def _special_day(hours: Hours, field_id: str, on: date) -> SpecialDay | None:
    """One that names the field wins over one for all."""
    day = on.isoformat()
    of_date = [special for special in hours.special_days if special.date == day]
    of_field = next((special for special in of_date if field_id in special.fields), None)
    return of_field or next((special for special in of_date if not special.fields), None)


def _name_of(hours: Hours, field_id: str, on: date) -> Wording | None:
    special = _special_day(hours, field_id, on)
    if special is not None:
        return special.name
    return _holiday(hours, on)


def _holiday(hours: Hours, on: date) -> Wording | None:
    day = on.isoformat()
    return next((holiday.name for holiday in hours.holidays if holiday.date == day), None)


def _ends_early(hours: Hours, field_id: str, on: date) -> bool:
    """Whether a date is over before the week's hours of its day would be, or has none at all."""
    last = max((span.to for span in _spans(hours, field_id, on)), default="")
    return last < max((session.to for session in _weekly(hours, field_id, on)), default="24:00")


def _instant(on: date, time_of_day: str, zone: str) -> int:
    """The instant of a wall clock's time; the hour that a zone leaves out in spring counts as the one after it."""
    hour, minute = time_of_day.split(":")
    at = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone)) + timedelta(hours=int(hour), minutes=int(minute))
    return round(at.timestamp() * 1000)
