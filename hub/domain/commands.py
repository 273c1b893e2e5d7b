"""What can be asked of the office: one struct a command, validated where it enters.

Commands that name a counter act on the ticket which that counter holds. Every command may be refused
(:class:`hub.domain.errors.Refused`) and then changes nothing.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hub.domain.plan import Hours, Plan

CounterNumber = Annotated[int, Meta(ge=1, le=99)]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,31}\Z")]
TicketId = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}-[A-Z0-9-]{1,16}\Z")]
Label = Annotated[str, Meta(pattern=r"^[A-Z0-9-]{1,16}\Z")]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
DeviceName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}\Z")]
RequestKey = Annotated[str, Meta(pattern=r"^[!-~]{1,128}\Z")]
ErasableText = Annotated[str, Meta(min_length=1, max_length=500, extra={"erasable": 1})]
"""Free text of a person: kept beside the journal, never in it, so that it can be erased."""


class _Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command"):
    """The common form: frozen, keyword only, unknown keys refused, tagged by its own name."""


class OpenDay(_Command, frozen=True, tag=True):
    """Open a business day under ``plan``, closing the former one; ``confirmed_by`` says why the clock is trusted."""

    day: Day
    plan: Plan
    confirmed_by: Literal["nobody", "clock", "person"] = "nobody"


class CloseDay(_Command, frozen=True, tag=True):
    """End the day: those still waiting expire, open services end with it, counters close."""


class ReopenDay(_Command, frozen=True, tag=True):
    """Let the last day go on until it is over: same plan, same numbers, and who still waited waits again."""


class AdoptHours(_Command, frozen=True, tag=True):
    """Let other hours count from now on, without waiting for the next day. Only the hub itself asks for it."""

    hours: Literal["always"] | Hours


class SetMode(_Command, frozen=True, tag=True):
    """Change between real numbers and those of the test series; test tickets still open expire with the test."""

    mode: Literal["live", "test"]


class OpenCounter(_Command, frozen=True, tag=True):
    """Open a closed counter, or go on after a pause."""

    counter: CounterNumber


class _LeavingCounter(_Command, frozen=True, kw_only=True):
    """``return_reason`` first gives the ticket at hand back to the queue, but only ``return_ticket`` if named."""

    counter: CounterNumber
    return_reason: Code | None = None
    return_ticket: TicketId | None = None


class PauseCounter(_LeavingCounter, frozen=True, kw_only=True, tag=True):
    """Stop calling for a while, with a reason of the plan."""

    reason: Code


class CloseCounter(_LeavingCounter, frozen=True, tag=True):
    """Close a counter."""


class SetCounterFields(_Command, frozen=True, tag=True):
    """Change the fields that a counter serves today."""

    counter: CounterNumber
    fields: Annotated[tuple[Code, ...], Meta(min_length=1, max_length=40)]


class MoveField(_Command, frozen=True, tag=True):
    """Let one counter serve a field instead of another, which may be left without any."""

    field: Code
    from_counter: CounterNumber
    to_counter: CounterNumber


class StopField(_Command, frozen=True, tag=True):
    """Draw no more numbers for a field, with a reason of the plan; who has one is still called."""

    field: Code
    reason: Code


class StartField(_Command, frozen=True, tag=True):
    """Draw numbers for a stopped field again."""

    field: Code


class IssueTicket(_Command, frozen=True, tag=True):
    """Draw the next number of a field. ``granted_by`` says who gives it: a kiosk keeps to the hours and to its classes.

    Staff may have the paper printed by the device ``print_at``; a kiosk prints by itself.
    """

    field: Code
    ticket_class: Code = "ordinary"
    language: Language = "vi"
    files: Annotated[int, Meta(ge=1, le=999)] = 1
    granted_by: Literal["kiosk", "staff"] = "kiosk"
    print_at: DeviceName | None = None


class CallNext(_Command, frozen=True, tag=True):
    """Call whom the policy puts first among the counter's fields."""

    counter: CounterNumber


class FinishAndCallNext(_Command, frozen=True, tag=True):
    """Finish the service and call the next one: both or neither (an empty queue only finishes)."""

    counter: CounterNumber


class CallNumber(_Command, frozen=True, tag=True):
    """Call a given waiting or missed number out of order, with a reason of the plan."""

    counter: CounterNumber
    label: Label
    reason: Code


class Recall(_Command, frozen=True, tag=True):
    """Announce the called ticket once more."""

    counter: CounterNumber


class StartService(_Command, frozen=True, tag=True):
    """The called citizen has come."""

    counter: CounterNumber


class FinishService(_Command, frozen=True, tag=True):
    """The service is done; the rating window opens."""

    counter: CounterNumber


class MarkMissed(_Command, frozen=True, tag=True):
    """The called citizen has not come."""

    counter: CounterNumber


class CallBack(_Command, frozen=True, tag=True):
    """Put a missed ticket back among the waiting, at its own arrival time."""

    ticket: TicketId


class Hold(_Command, frozen=True, tag=True):
    """Set the counter's ticket aside, for instance while papers are copied."""

    counter: CounterNumber
    note: ErasableText | None = None


class Resume(_Command, frozen=True, tag=True):
    """Go on with a held ticket at a free counter."""

    counter: CounterNumber
    ticket: TicketId


class Transfer(_Command, frozen=True, tag=True):
    """Send the counter's ticket to another field or to one counter; number and arrival time stay."""

    counter: CounterNumber
    to_field: Code | None = None
    to_counter: CounterNumber | None = None
    note: ErasableText | None = None


class ReturnToQueue(_Command, frozen=True, tag=True):
    """Give the counter's ticket back to the queue, at its own arrival time, with a reason of the plan."""

    counter: CounterNumber
    reason: Code


class ReleaseTicket(_Command, frozen=True, tag=True):
    """Give a ticket that is stuck at a counter or on hold back to the queue, with a reason as for ReturnToQueue."""

    ticket: TicketId
    reason: Code


class CancelTicket(_Command, frozen=True, tag=True):
    """Take a ticket out of the queue, with a reason of the plan or of the kiosk; a called one only from its counter."""

    ticket: TicketId
    reason: Code
    counter: CounterNumber | None = None


class RateTicket(_Command, frozen=True, tag=True):
    """The citizen's rating of a finished service, from the panel of the counter that finished it."""

    counter: CounterNumber
    ticket: TicketId
    service: Annotated[int, Meta(ge=1, le=99)]
    score: Annotated[int, Meta(ge=1, le=9)]


class RequestPrint(_Command, frozen=True, tag=True):
    """Have a ticket's paper printed by a device; it is marked as a reprint when the ticket had one before."""

    ticket: TicketId
    device: DeviceName


class ReportPrint(_Command, frozen=True, tag=True):
    """How a print job ended: ``failed`` means that not one byte was sent."""

    ticket: TicketId
    job: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
    result: Literal["confirmed", "failed", "unknown"]


class ReportDevice(_Command, frozen=True, tag=True):
    """A device's new status, sent once a change."""

    device: DeviceName
    link: Literal["online", "offline", "unknown"]
    paper: Literal["ok", "low", "out", "unknown"]
    cover: Literal["closed", "open", "unknown"]


class AbandonRequest(_Command, frozen=True, tag=True):
    """The sender gave up the request that it sent under ``key``: it shall lead to no ticket, now or later.

    Decided by :mod:`hub.service.writer`, which alone knows what was answered to which key.
    """

    key: RequestKey


HallCommand = (
    OpenDay
    | CloseDay
    | ReopenDay
    | AdoptHours
    | SetMode
    | OpenCounter
    | PauseCounter
    | CloseCounter
    | SetCounterFields
    | MoveField
    | StopField
    | StartField
    | IssueTicket
    | CallNext
    | FinishAndCallNext
    | CallNumber
    | Recall
    | StartService
    | FinishService
    | MarkMissed
    | CallBack
    | Hold
    | Resume
    | Transfer
    | ReturnToQueue
    | ReleaseTicket
    | CancelTicket
    | RateTicket
    | RequestPrint
    | ReportPrint
    | ReportDevice
)
"""What the rules of the hall decide (:func:`hub.domain.decide.decide`)."""

Command = HallCommand | AbandonRequest

OF_THE_HUB: frozenset[type[Command]] = frozenset({AdoptHours})
"""Commands that nobody else may give: they have no path and no row in the table of access."""
