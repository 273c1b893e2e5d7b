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
    floor.announcements = _worth_keeping(floor.announcements, entry.at_ms)


def _worth_keeping(calls: list[Announcement], now_ms: int) -> list[Announcement]:
    """Those of the last minute, the last five, and of the five tickets called last the newest of each."""
    newest_of_each = sorted({call.label: call.id for call in calls}.values())
    kept = {*newest_of_each[-LEAST_ANNOUNCEMENTS:], *(call.id for call in calls[-LEAST_ANNOUNCEMENTS:])}
    return [call for call in calls if call.id in kept or abs(now_ms - call.at_ms) <= ANNOUNCED_FOR_MS]
