"""Numbers and days: labels, ticket ids and the business day of an instant."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.domain.floor import Floor
from hub.domain.offline import typed_offline_label
from hub.domain.plan import Series
from hub.domain.snapshots import LeftTicket

_TYPED = re.compile(r"(?P<series>[A-Z]{0,2})-?(?P<number>[0-9]{1,9})")


def next_number(floor: Floor, series: str) -> int:
    """The number after the last one drawn today in a series; a series never wraps within a day."""
    return floor.last_numbers.get(series, floor.the_plan.series.first - 1) + 1


def label(series: str, number: int, form: Series) -> str:
    """What people read: ``A001``, and ``A1000`` after ``A999``."""
    hyphen = "-" if form.hyphen == "hyphen" and series else ""
    return f"{series}{hyphen}{number:0{form.digits}d}"


def typed_label(text: str, form: Series) -> str:
    """The label that somebody means who types ``a5``, ``A 005``, ``a-5`` or ``a-k2-7``; other text is left as it is."""
    typed = _TYPED.fullmatch("".join(text.split()).upper())
    if typed is None:
        return typed_offline_label(text) or text
    return label(typed["series"], int(typed["number"]), form)


def carried_label(left: LeftTicket) -> str:
    """The number on a paper of a former day and the day of the month on which it was drawn: ``A105-22``."""
    return f"{left.label}-{left.ticket[8:10]}"


def ticket_id(day: str, ticket_label: str) -> str:
    """Day and label: ``2026-11-22-A001`` names one ticket for ever."""
    return f"{day}-{ticket_label}"


def business_day(at_ms: int, zone: str) -> str:
    """The calendar day (ISO) of an instant (ms since the epoch, UTC) in the centre's zone."""
    return local_time(at_ms, zone).date().isoformat()


def following_day(day: str) -> str:
    """The day (ISO) after a day."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def local_time(at_ms: int, zone: str) -> datetime:
    """What the clocks of a zone show at an instant (ms since the epoch, UTC)."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(zone))


def is_a_day(text: str) -> bool:
    """Whether a text of the form YYYY-MM-DD names a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
