"""Checks that several decisions share; each raises Refused or returns what it has found."""

from collections.abc import Iterable

from hub.domain import events as e
from hub.domain.calling import is_stranded_without
from hub.domain.commands import AtHand
from hub.domain.errors import RefusalCode, Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.hours import is_open, is_overdue, opens_next, starts_ms
from hub.domain.numbering import local_time
from hub.domain.plan import Field, Reason
from hub.domain.transitions import State


def open_counter(floor: Floor, number: int) -> Counter:
    """A counter that is open or paused. Raises Refused: no_day_open, unknown_counter, counter_closed."""
    counter = floor.counter(number)
    if counter.state == "closed":
        raise Refused("counter_closed", counter=number)
    return counter


def calling_counter(floor: Floor, number: int) -> Counter:
    """A counter that may call or resume now. Also raises Refused: counter_paused, counter_busy."""
    counter = open_counter(floor, number)
    if counter.state == "paused":
        raise Refused("counter_paused", counter=number)
    require_free(floor, counter)
    return counter


def require_free(floor: Floor, counter: Counter) -> None:
    """Raises Refused: counter_busy, when the counter holds a ticket."""
    if counter.ticket is not None:
        raise Refused("counter_busy", counter=counter.number, label=floor.tickets[counter.ticket].label)


def ticket_at(floor: Floor, command: AtHand, states: Iterable[State], otherwise: RefusalCode) -> Ticket:
    """The ticket that a counter holds in one of ``states``, and that whoever commands has seen there, if they say so.

    Raises Refused: what :func:`open_counter` raises, ticket_changed, counter_has_no_ticket, ``otherwise``.
    """
    counter = open_counter(floor, command.counter)
    if command.seen not in (None, counter.ticket):
        raise Refused("ticket_changed", counter=counter.number)
    if counter.ticket is None:
        raise Refused("counter_has_no_ticket", counter=counter.number)
    ticket = floor.tickets[counter.ticket]
    if ticket.state not in states:
        raise Refused(otherwise, label=ticket.label)
    return ticket


def known_field(floor: Floor, field_id: str) -> Field:
    """A field of the plan. Raises Refused: no_day_open, unknown_field."""
    field = floor.the_plan.field(field_id)
    if field is None:
        raise Refused("unknown_field", field=field_id)
    return field


def served_field(floor: Floor, field_id: str, ticket_class: str) -> Field:
    """A field that some counter serves today, for tickets of a class. Also raises Refused: field_closed."""
    field = known_field(floor, field_id)
    if not is_served(floor, field_id, ticket_class):
        raise Refused("field_closed", field=field.id)
    return field


def is_served(floor: Floor, field_id: str, ticket_class: str) -> bool:
    """Whether some counter of the last day serves a field, for tickets of a class."""
    return not is_stranded_without(floor, floor.counters.values(), field_id, ticket_class)


def require_day_of_issue(floor: Floor, now_ms: int) -> None:
    """Raises Refused: no_day_open, also when tickets would expire at once, because the next day is overdue."""
    if floor.day is None or is_overdue(floor, now_ms):
        raise Refused("no_day_open")


def require_hours(floor: Floor, field_id: str, now_ms: int) -> None:
    """Raises Refused: outside_hours, no_hours_ahead, when a field takes nobody now without staff.

    Hours say nothing while the hall is tested, nor when the clock lies before the day and so must be wrong.
    """
    plan, day = floor.the_plan, floor.day or ""
    if floor.mode == "test" or now_ms < starts_ms(day, plan.zone) or is_open(plan, field_id, now_ms):
        return
    opening = opens_next(plan, field_id, now_ms)
    if opening is None:
        raise Refused("no_hours_ahead", field=field_id)
    opens = local_time(opening.from_ms, plan.zone)
    raise Refused(
        "outside_hours",
        field=field_id,
        opens_ms=opening.from_ms,
        date=f"{opens:%d/%m/%Y}",
        time=f"{opens:%H:%M}",
    )


def known_reason(reasons: Iterable[Reason], code: str) -> None:
    """Raises Refused: reason_unknown, for a reason that the plan does not offer here."""
    if code not in {reason.id for reason in reasons}:
        raise Refused("reason_unknown", reason=code)


def returned(floor: Floor, ticket: Ticket, reason: str, to_counter: int | None = None) -> e.TicketReturned:
    """The event that gives a ticket back to the queue, for one counter or for any that serves its field.

    Raises Refused: reason_unknown, field_closed.
    """
    known_reason(floor.the_plan.reasons.return_to_queue, reason)
    service = ticket.service
    served_field(floor, service.field, ticket.ticket_class)
    return e.TicketReturned(
        ticket=ticket.id,
        service=service.number,
        counter=service.counter or 0,
        reason=reason,
        to_counter=to_counter,
    )
