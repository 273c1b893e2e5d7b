"""Whether this kiosk may draw a number of its own while the hub is away: rules on values, by the hub's last view."""

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from kiosk_app.hall import Hall, HallField

ORDINARY = "ordinary"
"""The class of a ticket without priority."""

MINUTE_MS = 60_000

DISK_FAILED = "disk_failed"
"""This kiosk's disk takes no writes, and paper moves only for what is on it."""


class Standing(Struct, frozen=True):
    """How this kiosk stands without the hub.

    ``tag`` names its own series (None: it has no name that could); ``now_ms`` is the hub's clock (None: nobody knows);
    ``waiting`` counts its numbers that the hub has yet to hear of; ``away_ms`` is how long the hub was not heard;
    ``disk_is_sound`` says whether this kiosk's disk takes writes.
    """

    tag: str | None
    now_ms: int | None
    waiting: int
    away_ms: int
    disk_is_sound: bool


def refused_now(hall: Hall | None, standing: Standing) -> str:
    """Why no number at all may be drawn now, as a code; empty when some may.

    ``disk_failed``: this kiosk's disk takes nothing; ``hub_unreachable``: not allowed by the plan or by the kiosk's
    name, or the hub was never heard; ``offline_limit``: enough numbers, or time enough; ``offline_no_time``: nobody
    knows what day it is; ``offline_day_closed``: no day is open, or it is not today's.
    """
    if not standing.disk_is_sound:
        return DISK_FAILED
    if hall is None or hall.offline is None or not hall.offline.is_allowed or standing.tag is None:
        return "hub_unreachable"
    if standing.now_ms is None:
        return "offline_no_time"
    if not hall.header.day or _date(standing.now_ms, hall.header.zone) != hall.header.day:
        return "offline_day_closed"
    is_long = standing.away_ms >= hall.offline.most_minutes * MINUTE_MS
    return "offline_limit" if is_long or standing.waiting >= hall.offline.most_tickets else ""


def refused_wish(hall: Hall, field_id: str, ticket_class: str, now_ms: int, unheard: int = 0) -> str:
    """Why a number of a field and a class may not be drawn, as a code; empty when it may.

    Codes: ``offline_field_closed``, ``offline_full``, ``offline_class``. What was true when the hub was last heard
    counts; ``unheard`` are the numbers that were drawn here since. Other kiosks draw as well, so a quota may be passed
    by as many as they are.
    """
    field = hall.field(field_id)
    if field is None or not field.is_served or field.is_stopped or not _is_open(hall, field, now_ms):
        return "offline_field_closed"
    left = field.left_at(now_ms)
    if left is not None and unheard >= left:
        return "offline_full"
    is_granted = ticket_class == ORDINARY or any(entry.id == ticket_class for entry in hall.classes)
    return "" if is_granted else "offline_class"


def _is_open(hall: Hall, field: HallField, now_ms: int) -> bool:
    """Hours say nothing in a test."""
    if hall.header.hours == "always" or hall.header.mode == "test":
        return True
    return any(opening.from_ms <= now_ms < opening.to_ms for opening in field.openings)


def _date(at_ms: int, zone: str) -> str:
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone)).date().isoformat()
