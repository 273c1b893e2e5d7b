"""What the hall is told of calls, and how long it is kept."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from hub.domain.events import Entry, TicketCalled, TicketRecalled
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
    """Those of the last minute, in each hall the last five, and of the five called last the newest.

    Each by its own time: where a clock was set, they do not stand in its order.
    """
    calls = floor.announcements
    former = {call.id for call in calls if abs(now_ms - call.at_ms) > ANNOUNCED_FOR_MS}
    if not former:
        return calls
    halls = {counter.number: counter.hall for counter in floor.the_plan.counters}
    by_hall: dict[str, list[Announcement]] = {}
    for call in calls:
        by_hall.setdefault(halls.get(call.counter, ""), []).append(call)
    kept = {call_id for in_hall in by_hall.values() for call_id in _last_of(in_hall)}
    return [call for call in calls if call.id in kept or call.id not in former]


def _last_of(calls: list[Announcement]) -> set[int]:
    newest_of_each = sorted({call.label: call.id for call in calls}.values())
    return {*newest_of_each[-LEAST_ANNOUNCEMENTS:], *(call.id for call in calls[-LEAST_ANNOUNCEMENTS:])}


class Announced(Struct, frozen=True):
    """A call or recall of a day as it stands in the journal: ``id`` is its row, ``at_ms`` its instant (UTC).

    ``is_overtaken``: the counter called on, or the number was called elsewhere, so soon that walls leave it out.
    """

    id: int
    at_ms: int
    label: str
    counter: int
    is_overtaken: bool = False


def announced_in(rows: Iterable[Entry]) -> list[Announced]:
    """Every call and recall among a day's rows, oldest first."""
    found: list[Announced] = []
    for entry in rows:
        if isinstance(entry.event, TicketCalled | TicketRecalled):
            label = entry.event.ticket.removeprefix(f"{entry.day}-")
            call = Announced(entry.seq, entry.at_ms, label, entry.event.counter)
            _overtake(found, call)
            found.append(call)
    return found


def _overtake(former: list[Announced], call: Announced) -> None:
    """Mark those of the last minute that are no longer true since this call."""
    for place in range(len(former) - 1, -1, -1):
        one = former[place]
        if call.at_ms - one.at_ms >= ANNOUNCED_FOR_MS:
            return
        if (one.label == call.label) != (one.counter == call.counter):
            former[place] = replace(one, is_overtaken=True)


class ToldCall(Struct, frozen=True):
    """That a screen showed a call: the announcement's id and instant, the screen (its grant, name and place then), when
    (ms since the epoch, UTC), and the languages in which it was spoken to its end, with spaces between.
    """

    call: int
    call_ms: int
    wall: int
    screen: str
    place: str
    shown_ms: int
    spoken: str

    @property
    def is_of_wall(self) -> bool:
        """Whether a wall showed it, and not only the tablet in front of the counter."""
        return self.screen.partition(":")[0] == "wall"
