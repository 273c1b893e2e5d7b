"""The hours of a centre: what contradicts itself in them, and public holidays as dates."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from holidays import country_holidays
from msgspec.structs import replace

from config.loader import closest
from hub.domain.numbering import is_a_day
from hub.domain.plan import HolidayDate, Hours, Plan, Session, Span, Wording

TET = Wording(vi="Tết Nguyên Đán", en="Lunar New Year")
"""One name for all days of Tết: a closed hall says why it is closed, not which of the days it is."""

Slip = tuple[str, str, str | None]
"""Dotted key, sentence and guess."""


def with_public_holidays(plan: Plan, day: str) -> Plan:
    """The plan with the public holidays of a day's year and of the next one filled in as dates."""
    if isinstance(plan.hours, str) or plan.hours.public_holidays == "none":
        return plan
    year = int(day[:4])
    country = plan.hours.public_holidays
    dates = (*_public_holidays(country, year), *_public_holidays(country, year + 1))
    return replace(plan, hours=replace(plan.hours, holidays=dates))


@cache
def _public_holidays(country: str, year: int) -> tuple[HolidayDate, ...]:
    in_vietnamese, in_english = (country_holidays(country, years=year, language=code) for code in ("vi", "en_US"))
    return tuple(
        HolidayDate(on.isoformat(), _name(in_vietnamese[on], in_english[on])) for on in sorted(in_vietnamese.keys())
    )


def worked_weekends(plan: Plan, first: date, days: int) -> list[date]:
    """Saturdays and Sundays from a date on that the country works to make up for a day off, and the plan does not."""
    if isinstance(plan.hours, str) or plan.hours.public_holidays == "none":
        return []
    last = first + timedelta(days=days - 1)
    worked = country_holidays(plan.hours.public_holidays, years=range(first.year, last.year + 1)).weekend_workdays
    own = {special.date for special in plan.hours.special_days}
    return sorted(on for on in worked if first <= on <= last and on.isoformat() not in own)


def _name(vi: str, en: str) -> Wording:
    return TET if "Lunar New Year" in en else Wording(vi=vi, en=en)


def hours_slips(hours: Hours, fields: Sequence[str]) -> Iterator[Slip]:
    """What in the hours contradicts itself, or names a field that is none of ``fields``."""
    if hours.holidays:
        yield "hours.holidays", "is filled in by the hub; name days of your own in special_days", None
    yield from _weekly_slips("hours.weekly", hours.weekly, hours.stop_before_min)
    for name, weekly in hours.fields.items():
        yield from _unknown_fields(f"hours.fields.{name}", [name], fields)
        yield from _weekly_slips(f"hours.fields.{name}", weekly, hours.stop_before_min)
    yield from _special_day_slips(hours, fields)


def _weekly_slips(key: str, weekly: Sequence[Session], cut_min: int) -> Iterator[Slip]:
    yield from _span_slips(key, weekly, cut_min)
    for day in dict.fromkeys(day for session in weekly for day in session.days):
        yield from _overlaps(key, [session for session in weekly for name in session.days if name == day], f" on {day}")


def _special_day_slips(hours: Hours, fields: Sequence[str]) -> Iterator[Slip]:
    seen: set[tuple[str, str]] = set()
    for special in hours.special_days:
        key = f"hours.special_days[{special.date}]"
        if not is_a_day(special.date):
            yield f"{key}.date", f"the calendar has no day «{special.date}»", None
        yield from _unknown_fields(f"{key}.fields", special.fields, fields)
        yield from _span_slips(f"{key}.sessions", special.sessions, hours.stop_before_min)
        yield from _overlaps(f"{key}.sessions", special.sessions)
        for name in special.fields or ("",):
            if (special.date, name) in seen:
                yield key, "this day is given twice" + (f" for «{name}»" if name else ""), None
            seen.add((special.date, name))


def _unknown_fields(key: str, names: Iterable[str], known: Sequence[str]) -> Iterator[Slip]:
    for name in names:
        if name not in known:
            yield key, f"there is no field «{name}»", closest(name, known)


def _span_slips(key: str, spans: Sequence[Span | Session], cut_min: int) -> Iterator[Slip]:
    for place, span in enumerate(spans, 1):
        if span.to <= span.from_:
            yield f"{key}[#{place}].to", f"{span.to} is not later than {span.from_}", None
        elif _minutes(span.to) - _minutes(span.from_) <= cut_min:
            yield "hours.stop_before_min", f"{cut_min} minutes leave nothing of {_words(span)} in {key}", None


def _overlaps(key: str, spans: Iterable[Span | Session], where: str = "") -> Iterator[Slip]:
    for earlier, later in pairwise(sorted(spans, key=lambda span: span.from_)):
        if later.from_ < earlier.to:
            yield key, f"{_words(earlier)} and {_words(later)} overlap{where}", None


def _minutes(time_of_day: str) -> int:
    hour, minute = time_of_day.split(":")
    return int(hour) * 60 + int(minute)


def _words(span: Span | Session) -> str:
    return f"{span.from_}–{span.to}"
