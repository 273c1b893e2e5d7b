"""What the hall is told of calls, and how long it is kept."""

from hub.domain.events import Entry
from hub.domain.floor import Announcement, Floor, Ticket

ANNOUNCED_FOR_MS = 60_000
LEAST_ANNOUNCEMENTS = 5


def announce(floor: Floor, ticket: Ticket, entry: Entry) -> None:
    """Add a call or recall, which ``entry`` tells of, to what walls announce."""
    service = ticket.service
    floor.announcements.append(
        Announcement(
            id=entry.seq,
            at_ms=entry.at_ms,
            label=ticket.label,
            counter=service.counter or 0,
            field=service.field,
            language=ticket.language,
            times_called=ticket.times_called,
        )
    )
    floor.announcements = _worth_keeping(floor, entry.at_ms)


def _worth_keeping(floor: Floor, now_ms: int) -> list[Announcement]:
    """Those of the last minute, and in each hall the last five, and of the five tickets called last the newest."""
    by_hall: dict[str, list[Announcement]] = {}
    for call in floor.announcements:
        by_hall.setdefault(floor.the_plan.hall_of(call.counter), []).append(call)
    kept = {call_id for calls in by_hall.values() for call_id in _last_of(calls)}
    return [call for call in floor.announcements if call.id in kept or abs(now_ms - call.at_ms) <= ANNOUNCED_FOR_MS]


def _last_of(calls: list[Announcement]) -> set[int]:
    newest_of_each = sorted({call.label: call.id for call in calls}.values())
    return {*newest_of_each[-LEAST_ANNOUNCEMENTS:], *(call.id for call in calls[-LEAST_ANNOUNCEMENTS:])}
