"""What has happened, as the journal keeps it: integers and strings only, no person's data, defaults left out.

An event is told to the floor inside its :class:`Entry`, which knows when it happened and who did it. ``VERSION`` of a
class counts the changes of its stored form.
"""

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
    HoursAdopted,
    JournalCreated,
    JournalRestored,
    ModeSet,
)
from hub.domain.events.offline import OfflineTicketLapsed, TicketJoined, TicketServedOffline
from hub.domain.events.tickets import (
    PrintEnded,
    PrintRequested,
    ServiceEndedByDay,
    ServiceFinished,
    ServiceResumed,
    ServiceStarted,
    TicketCalled,
    TicketCalledBack,
    TicketCancelled,
    TicketExpired,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketRated,
    TicketRecalled,
    TicketReinstated,
    TicketReturned,
    TicketTransferred,
)

Event = (
    JournalCreated
    | JournalRestored
    | DayOpened
    | DayClosed
    | DayReopened
    | HoursAdopted
    | ModeSet
    | CounterOpened
    | CounterPaused
    | CounterClosed
    | CounterFieldsSet
    | FieldStopped
    | FieldStarted
    | TicketIssued
    | TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
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
)


class Entry(Struct, frozen=True):
    """A journal row as the domain sees it: the event, when (ms since the epoch, UTC), on which day, by whom."""

    seq: int
    at_ms: int
    day: str
    actor: str
    event: Event


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
    "Event",
    "FieldStarted",
    "FieldStopped",
    "HoursAdopted",
    "JournalCreated",
    "JournalRestored",
    "ModeSet",
    "OfflineTicketLapsed",
    "PrintEnded",
    "PrintRequested",
    "ServiceEndedByDay",
    "ServiceFinished",
    "ServiceResumed",
    "ServiceStarted",
    "TicketCalled",
    "TicketCalledBack",
    "TicketCancelled",
    "TicketExpired",
    "TicketHeld",
    "TicketIssued",
    "TicketJoined",
    "TicketMissed",
    "TicketRated",
    "TicketRecalled",
    "TicketReinstated",
    "TicketReturned",
    "TicketServedOffline",
    "TicketTransferred",
]
