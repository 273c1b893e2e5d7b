"""What can be asked about a ticket, wherever it is: drawing it, its papers, its rating, its end."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.domain.commands.form import (
    Code,
    CommandForm,
    CounterNumber,
    DeviceName,
    ForgottenText,
    Instant,
    Language,
    RequestKey,
    TicketId,
)
from hub.domain.plan import Channel

KIOSK_REASONS = frozenset({"print_failed", "kiosk_cancelled", "request_abandoned"})
"""Reasons for which a kiosk takes back a ticket that it could not hand out; nobody else may give them."""

BY_CITIZEN = "by_citizen"
"""The reason of whoever gives up their number by its link; nobody else may give it."""


class IssueTicket(CommandForm, frozen=True, tag=True):
    """Draw the next number of a field. ``granted_by`` says who gives it: a kiosk keeps to the hours and to its classes.

    Staff may have the paper printed by the device ``print_at``; a kiosk prints by itself. ``channel`` says whether it
    is for somebody in the hall, or drawn by staff for somebody elsewhere. ``person`` tells persons apart for as long as
    the day lasts (:mod:`hub.service.person_limits`): the digest of a card, or a telephone number. ``further_fields``
    are those to which the visit goes after the first one, as they were chosen; the plan's chains are added to them.
    """

    field: Code
    ticket_class: Code = "ordinary"
    language: Language = "vi"
    files: Annotated[int, Meta(ge=1, le=999)] = 1
    granted_by: Literal["kiosk", "staff"] = "kiosk"
    print_at: DeviceName | None = None
    further_fields: Annotated[tuple[Code, ...], Meta(max_length=4)] = ()
    channel: Channel = "walk_in"
    person: ForgottenText | None = None


class CallBack(CommandForm, frozen=True, tag=True):
    """Put a missed ticket back among the waiting, at its own arrival time."""

    ticket: TicketId


class ReleaseTicket(CommandForm, frozen=True, tag=True):
    """Give a ticket that is stuck at a counter or on hold back to the queue, with a reason as for ReturnToQueue."""

    ticket: TicketId
    reason: Code


class CancelTicket(CommandForm, frozen=True, tag=True):
    """Take a ticket out of the queue, with a reason of the plan, the kiosk or who holds it.

    A called one only from its counter.
    """

    ticket: TicketId
    reason: Code
    counter: CounterNumber | None = None


class DeferTicket(CommandForm, frozen=True, tag=True):
    """Let so many others of the same field and class by, because whoever holds the ticket asks for it."""

    ticket: TicketId
    behind: Annotated[int, Meta(ge=1, le=20)]


class RateTicket(CommandForm, frozen=True, tag=True):
    """The citizen's rating of a finished service, from the panel of the counter that finished it or from their phone.

    A panel that keeps what is pressed while its line is down tells when that was: ``pressed_ms`` by the hub's clock.
    Whoever changes their mind, or says why afterwards, names the score that this one stands ``instead_of``, so that two
    who press at once never replace each other. ``reasons`` are codes of the plan.
    """

    counter: CounterNumber
    ticket: TicketId
    service: Annotated[int, Meta(ge=1, le=99)]
    score: Annotated[int, Meta(ge=1, le=9)]
    pressed_ms: Instant | None = None
    instead_of: Annotated[int, Meta(ge=1, le=9)] | None = None
    reasons: Annotated[tuple[Code, ...], Meta(max_length=8)] = ()
    channel: Literal["panel", "phone"] = "panel"


class RequestPrint(CommandForm, frozen=True, tag=True):
    """Have a ticket's paper printed by a device; it is marked as a reprint when the ticket had one before."""

    ticket: TicketId
    device: DeviceName


class ReportPrint(CommandForm, frozen=True, tag=True):
    """How a print job ended: ``failed`` means that not one byte was sent."""

    ticket: TicketId
    job: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
    result: Literal["confirmed", "failed", "unknown"]


class AbandonRequest(CommandForm, frozen=True, tag=True):
    """The sender gave up the request that it sent under ``key``: it shall lead to no ticket, now or later.

    Decided by :mod:`hub.service.writer`, which alone knows what was answered to which key.
    """

    key: RequestKey
