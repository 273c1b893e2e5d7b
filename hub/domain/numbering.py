"""Numbers and days: labels, ticket ids and the business day of an instant."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hub.domain.floor import Floor
from hub.domain.offline import typed_offline_label
from hub.domain.plan import Series
from hub.domain.snapshots import LeftTicket

_TYPED = re.compile(r"(?P<series>[A-Z]{0,2})-?(?P<number>[0-9]{1,9})")
_CARRIED = re.compile(r"(?P<former>.*[0-9])-(?P<day>[0-9]{2})")
_COUNTED = re.compile(r"(.*?)([0-9]+)")
_LEAST_RUN = 3


def next_number(floor: Floor, series: str) -> int:
    """The number after the last one drawn today in a series; a series never wraps within a day."""
    return floor.last_numbers.get(series, floor.the_plan.series.first - 1) + 1


def label(series: str, number: int, form: Series) -> str:
    """What people read: ``A001``, and ``A1000`` after ``A999``."""
    hyphen = "-" if form.hyphen == "hyphen" and series else ""
    return f"{series}{hyphen}{number:0{form.digits}d}"


def typed_label(text: str, form: Series) -> str:
    """The label that somebody means who types ``a5``, ``A 005``, ``a-5`` or ``a-k2-7``; other text is left as it is."""
    return _own_label(text, form) or typed_offline_label(text) or text


def typed_label_of(text: str, form: Series, is_carried: Callable[[str], bool]) -> str:
    """As :func:`typed_label`; ``a5-22`` is ``A005-22`` where ``is_carried`` knows that number, else that of a kiosk."""
    carried = _typed_carried_label(text, form)
    return carried if carried and is_carried(carried) else typed_label(text, form)


def label_meant(floor: Floor, text: str) -> str:
    """What somebody means who types a number of the open day. Raises Refused: no_day_open."""

    def is_carried(carried: str) -> bool:
        ticket = floor.tickets.get(ticket_id(floor.day or "", carried))
        return ticket is not None and ticket.carried_from != ""

    return typed_label_of(text, floor.the_plan.series, is_carried)


def _own_label(text: str, form: Series) -> str | None:
    typed = _TYPED.fullmatch("".join(text.split()).upper())
    return label(typed["series"], int(typed["number"]), form) if typed else None


def _typed_carried_label(text: str, form: Series) -> str | None:
    typed = _CARRIED.fullmatch("".join(text.split()).upper())
    former = typed and (_own_label(typed["former"], form) or typed_offline_label(typed["former"]))
    return f"{former}-{typed['day']}" if typed and former else None


def runs_of(labels: list[str]) -> list[str]:
    """Labels in their order, three and more that follow each other as one: ``M001–M060``."""
    counted = sorted((found[1], int(found[2]), found[0]) for found in map(_COUNTED.fullmatch, labels) if found)
    runs: list[list[tuple[str, int, str]]] = []
    for one in counted:
        follows = runs and runs[-1][-1][:2] == (one[0], one[1] - 1)
        runs[-1].append(one) if follows else runs.append([one])
    return [told for run in runs for told in _told([one[2] for one in run])]


def _told(run: list[str]) -> list[str]:
    return run if len(run) < _LEAST_RUN else [f"{run[0]}–{run[-1]}"]


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
