"""What has happened to a ticket."""

from typing import Literal

from hub.domain.events.form import CounterTicketEvent, EventForm, TicketEvent
from hub.domain.plan import CallRule, Channel


class TicketIssued(TicketEvent, frozen=True, tag=True):
    """A number was drawn; service 1 waits in ``field``. ``people_ahead`` is what the ticket says.

    ``further`` are the fields to which the visit goes on, one after the other: chosen ones and those of the chains. It
    counts in the quotas of its field and of ``also_counted``, those of its ``channel``.
    """

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
    further: tuple[str, ...] = ()
    channel: Channel = "walk_in"
    also_counted: tuple[str, ...] = ()


class TicketCarriedOver(TicketEvent, frozen=True, tag=True):
    """Somebody whom a former day cut off waits again, under the number on their paper and that day of the month.

    ``from_ticket`` is the ticket of that day; ``further`` as in :class:`TicketIssued`.
    """

    from_ticket: str
    label: str
    field: str
    arrived_ms: int
    ticket_class: str = "ordinary"
    language: str = "vi"
    files: int = 1
    further: tuple[str, ...] = ()


class TicketMoved(TicketEvent, frozen=True, tag=True):
    """A waiting ticket waits in another field from now on, at the same place: nobody serves its own any more."""

    to_field: str


class TicketCalled(CounterTicketEvent, frozen=True, tag=True):
    """A ticket was called to a counter: by which rule, under which plan, the first of how many whom it could call.

    ``as_class`` is the class that it counted as, if that was not its own; else it is empty.
    """

    rule: CallRule | Literal["by_number"]
    reason: str | None = None
    plan_version: int = 0
    candidates: int = 0
    as_class: str = ""


class TicketPrepared(CounterTicketEvent, frozen=True, tag=True):
    """A ticket was chosen to come next to a counter that still served somebody else; as :class:`TicketCalled`."""

    rule: CallRule
    candidates: int
    plan_version: int
    as_class: str = ""


class PreparationDropped(CounterTicketEvent, frozen=True, tag=True):
    """A ticket that was chosen to come next waits as before."""


class TicketRecalled(CounterTicketEvent, frozen=True, tag=True):
    """A called ticket was announced once more."""


class ServiceStarted(CounterTicketEvent, frozen=True, tag=True):
    """The citizen came and is being served."""


class ServiceFinished(CounterTicketEvent, frozen=True, tag=True):
    """The last service of a visit is done; its rating window opens.

    ``outcome`` is a code of the plan and ``quantity`` how many pieces were done; empty and 0 when nobody said.
    """

    outcome: str = ""
    quantity: int = 0


class ErrandFinished(CounterTicketEvent, frozen=True, tag=True):
    """A service is done and its rating window opens; the visit goes on: its next service waits in ``to_field``."""

    to_field: str
    outcome: str = ""
    quantity: int = 0


class FinishUndone(CounterTicketEvent, frozen=True, tag=True):
    """A service was finished by a slip and goes on; its rating window closes."""


class ErrandAdded(CounterTicketEvent, frozen=True, tag=True):
    """A visit also goes to ``field``, after everything else that is to come."""

    field: str


class ErrandDropped(CounterTicketEvent, frozen=True, tag=True):
    """A visit does not go to ``field`` any more."""

    field: str


class TicketMissed(CounterTicketEvent, frozen=True, tag=True):
    """The called citizen did not come; ``reason`` is a code of the plan, empty where none is asked for."""

    reason: str = ""


class MissUndone(CounterTicketEvent, frozen=True, tag=True):
    """A called citizen was marked as missed by a slip; the call stands."""


class VisitNoted(CounterTicketEvent, frozen=True, tag=True):
    """A clerk wrote, or struck out, the note of the visit; its words are kept beside the journal.

    It takes the place of the note that came with the row ``replaces``, whose words are erased.
    """

    replaces: int | None = None


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
    """A ticket left the queue, perhaps because its counter or field closed."""

    reason: str
    because: Literal["", "closing"] = ""


class TicketDeferred(TicketEvent, frozen=True, tag=True):
    """Whoever holds a waiting ticket let ``others`` by: its place is right behind that of the ticket ``behind``."""

    behind: str
    others: int


class TicketExpired(TicketEvent, frozen=True, tag=True):
    """A ticket was still open when its day (or its test) ended."""


class TicketReinstated(TicketEvent, frozen=True, tag=True):
    """A ticket that ended with its day waits again, because the day was reopened."""


class ServiceEndedByDay(CounterTicketEvent, frozen=True, tag=True):
    """A service was still going on when its day (or its test) ended."""


class TicketRated(CounterTicketEvent, frozen=True, tag=True):
    """A finished service was rated, ``score`` from 1 (worst) up; ``pressed_ms`` when, if that was told with it.

    A rating that was changed is one rating, the last: ``instead_of`` is the score that it replaces, 0 for the first.
    """

    score: int
    pressed_ms: int | None = None
    instead_of: int = 0
    reasons: tuple[str, ...] = ()
    channel: Literal["panel", "phone"] = "panel"


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
