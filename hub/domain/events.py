"""What has happened, as the journal keeps it: integers and strings only, no person's data, defaults left out.

An event is told to the floor inside its :class:`Entry`, which knows when it happened and who did it. ``VERSION`` of a
class counts the changes of its stored form.
"""

from typing import ClassVar, Literal

from msgspec import Struct

from hub.domain.plan import Hours, Plan
from hub.domain.snapshots import CounterFields, DeviceStatus, LastNumber


class _Event(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind"):
    """The common form. The stored row holds the tag in a column of its own."""

    VERSION: ClassVar[int] = 1


class _TicketEvent(_Event, frozen=True):
    """An event of one service of one ticket."""

    ticket: str
    service: int


class CounterTicketEvent(_TicketEvent, frozen=True):
    """An event of a ticket at a counter."""

    counter: int


class JournalCreated(_Event, frozen=True, tag=True):
    """The first row of every journal: its format, the hub, this file's incarnation and the epoch of its views."""

    format: int
    hub: str
    incarnation: str
    epoch: str


class JournalRestored(_Event, frozen=True, tag=True):
    """This file was restored from a backup that ended with row ``from_seq``: a new incarnation, a new epoch.

    Numbers drawn after the backup may be on paper in the hall. So none up to ``skipped_to`` is drawn on ``day``, the
    backup's last one, and none up to ``skipped_next`` on the next that opens. Which of them is today nobody knows: the
    clock of another machine may be wrong.
    """

    incarnation: str
    epoch: str
    from_seq: int
    day: str
    skipped_to: tuple[LastNumber, ...] = ()
    skipped_next: tuple[LastNumber, ...] = ()


class DayOpened(_Event, frozen=True, tag=True):
    """A snapshot from which the floor can be built without anything older.

    Numbers up to ``last_numbers`` are not drawn again: they may be on paper that a restored journal knows nothing of.
    ``confirmed_by`` says who vouched for the clock; ``carried`` lists tickets brought over.
    """

    day: str
    plan_version: int
    plan: Plan
    counters: tuple[CounterFields, ...]
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"
    devices: tuple[DeviceStatus, ...] = ()
    carried: tuple[str, ...] = ()
    last_numbers: tuple[LastNumber, ...] = ()


class DayClosed(_Event, frozen=True, tag=True):
    """The end of a business day."""

    day: str


class DayReopened(_Event, frozen=True, tag=True):
    """The day that was closed goes on, under the plan and after the numbers it had."""

    day: str


class HoursAdopted(_Event, frozen=True, tag=True):
    """The open day goes on with other hours, and so with a plan of another version."""

    plan_version: int
    hours: Literal["always"] | Hours


class ModeSet(_Event, frozen=True, tag=True):
    """From here on numbers are real (``live``) or come from the test series (``test``)."""

    mode: Literal["live", "test"]


class CounterOpened(_Event, frozen=True, tag=True):
    """A counter opened or went on after a pause."""

    counter: int


class CounterPaused(_Event, frozen=True, tag=True):
    """A counter stopped calling for a while."""

    counter: int
    reason: str


class CounterClosed(_Event, frozen=True, tag=True):
    """A counter closed."""

    counter: int


class CounterFieldsSet(_Event, frozen=True, tag=True):
    """A counter serves other fields from now on."""

    counter: int
    fields: tuple[str, ...]


class FieldStopped(_Event, frozen=True, tag=True):
    """No more numbers are drawn for a field; who has one is still called."""

    field: str
    reason: str


class FieldStarted(_Event, frozen=True, tag=True):
    """Numbers are drawn for a stopped field again."""

    field: str


class TicketIssued(_TicketEvent, frozen=True, tag=True):
    """A number was drawn; service 1 waits in ``field``. ``people_ahead`` is what the ticket says."""

    label: str
    series: str
    number: int
    field: str
    arrived_ms: int
    people_ahead: int
    ticket_class: str = "ordinary"
    language: str = "vi"
    files: int = 1
    mode: Literal["live", "test"] = "live"
    granted_by: Literal["kiosk", "staff"] = "kiosk"


class TicketCalled(CounterTicketEvent, frozen=True, tag=True):
    """A ticket was called to a counter, and by which rule."""

    rule: Literal["earliest", "class_first", "ordinary_owed", "by_number"]
    reason: str | None = None


class TicketRecalled(CounterTicketEvent, frozen=True, tag=True):
    """A called ticket was announced once more."""


class ServiceStarted(CounterTicketEvent, frozen=True, tag=True):
    """The citizen came and is being served."""


class ServiceFinished(CounterTicketEvent, frozen=True, tag=True):
    """The service is done; its rating window opens."""


class TicketMissed(CounterTicketEvent, frozen=True, tag=True):
    """The called citizen did not come."""


class TicketCalledBack(_TicketEvent, frozen=True, tag=True):
    """A missed ticket waits again."""


class TicketHeld(CounterTicketEvent, frozen=True, tag=True):
    """A ticket was set aside."""


class ServiceResumed(CounterTicketEvent, frozen=True, tag=True):
    """A held ticket is served again, perhaps at another counter."""


class TicketTransferred(CounterTicketEvent, frozen=True, tag=True):
    """Service ``service`` ended here; the next one waits in ``to_field``, for ``to_counter`` alone if that is given."""

    to_field: str
    to_counter: int | None = None


class TicketReturned(CounterTicketEvent, frozen=True, tag=True):
    """A ticket went back to the queue, from a counter or from being held; for ``to_counter`` alone, if given."""

    reason: str
    to_counter: int | None = None


class TicketCancelled(_TicketEvent, frozen=True, tag=True):
    """A ticket left the queue."""

    reason: str


class TicketExpired(_TicketEvent, frozen=True, tag=True):
    """A ticket was still open when its day (or its test) ended."""


class TicketReinstated(_TicketEvent, frozen=True, tag=True):
    """A ticket that ended with its day waits again, because the day was reopened."""


class ServiceEndedByDay(CounterTicketEvent, frozen=True, tag=True):
    """A service was still going on when its day (or its test) ended."""


class TicketRated(CounterTicketEvent, frozen=True, tag=True):
    """A finished service was rated, ``score`` from 1 (worst) up."""

    score: int


class PrintRequested(_TicketEvent, frozen=True, tag=True):
    """A device shall print a ticket's paper; ``job`` is the label and how many papers the ticket has had with it."""

    job: str
    device: str
    is_reprint: Literal["no", "yes"] = "no"


class PrintEnded(_Event, frozen=True, tag=True):
    """A print job of a ticket ended."""

    ticket: str
    job: str
    result: Literal["confirmed", "failed", "unknown"]


class DeviceChanged(_Event, frozen=True, tag=True):
    """A device has a new status."""

    device: str
    link: str
    paper: str
    cover: str


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
)


class Entry(Struct, frozen=True):
    """A journal row as the domain sees it: the event, when (ms since the epoch, UTC), on which day, by whom."""

    seq: int
    at_ms: int
    day: str
    actor: str
    event: Event
