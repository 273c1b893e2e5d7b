"""What has happened, as the journal keeps it: integers and strings only, no person's data, defaults left out.

An event is told to the floor inside its :class:`Entry`, which knows when it happened and who did it. ``VERSION`` of a
class counts the changes of its stored form.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from hub.domain.events.form import CounterTicketEvent
from hub.domain.events.hall import (
    CounterClosed,
    CounterFieldsSet,
    CounterOpened,
    CounterPaused,
    DayClosed,
    DayOpened,
    DayReopened,
    DeviceChanged,
    FieldStarted,
    FieldStopped,
    HelpCalled,
    HelpEnded,
    JournalCreated,
    JournalRestored,
    ModeSet,
    PlanAdopted,
    ProfileChosen,
)
from hub.domain.events.offline import ErrandServedOffline, OfflineTicketLapsed, TicketJoined, TicketServedOffline
from hub.domain.events.tickets import (
    ErrandAdded,
    ErrandDropped,
    ErrandFinished,
    FinishUndone,
    MissUndone,
    PreparationDropped,
    PrintEnded,
    PrintRequested,
    ServiceEndedByDay,
    ServiceFinished,
    ServiceResumed,
    ServiceStarted,
    TicketCalled,
    TicketCalledBack,
    TicketCancelled,
    TicketCarriedOver,
    TicketDeferred,
    TicketExpired,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketMoved,
    TicketPrepared,
    TicketRated,
    TicketRecalled,
    TicketReinstated,
    TicketReturned,
    TicketTransferred,
    VisitNoted,
)

Event = (
    JournalCreated
    | JournalRestored
    | DayOpened
    | DayClosed
    | DayReopened
    | PlanAdopted
    | ModeSet
    | CounterOpened
    | CounterPaused
    | CounterClosed
    | CounterFieldsSet
    | HelpCalled
    | HelpEnded
    | ProfileChosen
    | FieldStopped
    | FieldStarted
    | TicketIssued
    | TicketCalled
    | TicketPrepared
    | PreparationDropped
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | ErrandFinished
    | ErrandAdded
    | ErrandDropped
    | TicketMissed
    | TicketCalledBack
    | TicketHeld
    | ServiceResumed
    | TicketTransferred
    | TicketReturned
    | TicketCancelled
    | TicketExpired
    | TicketReinstated
    | ServiceEndedByDay
    | TicketRated
    | PrintRequested
    | PrintEnded
    | DeviceChanged
    | TicketJoined
    | OfflineTicketLapsed
    | TicketServedOffline
    | ErrandServedOffline
    | TicketCarriedOver
    | TicketMoved
    | TicketDeferred
    | FinishUndone
    | MissUndone
    | VisitNoted
)


class Entry(Struct, frozen=True):
    """A journal row as the domain sees it: the event, when (ms since the epoch, UTC), on which day, by whom.

    ``part`` is its place among the rows of its request, from 1.
    """

    seq: int
    at_ms: int
    day: str
    actor: str
    event: Event
    part: int = 1


def replaced_texts(entries: Iterable[Entry]) -> list[int]:
    """The rows whose texts these entries put others in place of: nobody may read them any more."""
    replaced = [entry.event.replaces for entry in entries if isinstance(entry.event, VisitNoted)]
    return [seq for seq in replaced if seq is not None]


def requests_of(rows: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Rows in order, those of one request together: what a request decides, it decides by the hall before its first."""
    request: list[Entry] = []
    for entry in rows:
        if entry.part == 1 and request:
            yield request
            request = []
        request.append(entry)
    if request:
        yield request


__all__ = [
    "CounterClosed",
    "CounterFieldsSet",
    "CounterOpened",
    "CounterPaused",
    "CounterTicketEvent",
    "DayClosed",
    "DayOpened",
    "DayReopened",
    "DeviceChanged",
    "Entry",
    "ErrandAdded",
    "ErrandDropped",
    "ErrandFinished",
    "ErrandServedOffline",
    "Event",
    "FieldStarted",
    "FieldStopped",
    "FinishUndone",
    "HelpCalled",
    "HelpEnded",
    "JournalCreated",
    "JournalRestored",
    "MissUndone",
    "ModeSet",
    "OfflineTicketLapsed",
    "PlanAdopted",
    "PreparationDropped",
    "PrintEnded",
    "PrintRequested",
    "ProfileChosen",
    "ServiceEndedByDay",
    "ServiceFinished",
    "ServiceResumed",
    "ServiceStarted",
    "TicketCalled",
    "TicketCalledBack",
    "TicketCancelled",
    "TicketCarriedOver",
    "TicketDeferred",
    "TicketExpired",
    "TicketHeld",
    "TicketIssued",
    "TicketJoined",
    "TicketMissed",
    "TicketMoved",
    "TicketPrepared",
    "TicketRated",
    "TicketRecalled",
    "TicketReinstated",
    "TicketReturned",
    "TicketServedOffline",
    "TicketTransferred",
    "VisitNoted",
    "replaced_texts",
    "requests_of",
]
