"""What has happened to a ticket."""

from typing import Literal

from hub.domain.events.form import CounterTicketEvent, EventForm, TicketEvent


class TicketIssued(TicketEvent, frozen=True, tag=True):
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


class TicketCalledBack(TicketEvent, frozen=True, tag=True):
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


class TicketCancelled(TicketEvent, frozen=True, tag=True):
    """A ticket left the queue."""

    reason: str


class TicketExpired(TicketEvent, frozen=True, tag=True):
    """A ticket was still open when its day (or its test) ended."""


class TicketReinstated(TicketEvent, frozen=True, tag=True):
    """A ticket that ended with its day waits again, because the day was reopened."""


class ServiceEndedByDay(CounterTicketEvent, frozen=True, tag=True):
    """A service was still going on when its day (or its test) ended."""


class TicketRated(CounterTicketEvent, frozen=True, tag=True):
    """A finished service was rated, ``score`` from 1 (worst) up; ``pressed_ms`` when, if that was told with it."""

    score: int
    pressed_ms: int | None = None


class PrintRequested(TicketEvent, frozen=True, tag=True):
    """A device shall print a ticket's paper; ``job`` is the label and how many papers the ticket has had with it."""

    job: str
    device: str
    is_reprint: Literal["no", "yes"] = "no"


class PrintEnded(EventForm, frozen=True, tag=True):
    """A print job of a ticket ended."""

    ticket: str
    job: str
    result: Literal["confirmed", "failed", "unknown"]
