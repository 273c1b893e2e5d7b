"""What happens to those who wait when a counter, a field or a day closes on them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import is_stranded_without, may_come, serves
from hub.domain.commands.hall import LeavingCounter, SettlingQueue
from hub.domain.decisions.checks import is_served, known_field, known_reason, require_day_of_issue
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.numbering import carried_label, ticket_id
from hub.domain.snapshots import LeftTicket
from hub.domain.transitions import State


def left_by(floor: Floor, counter: Counter, given_back: Iterable[Ticket], is_closing: bool) -> list[Ticket]:
    """Whom a counter leaves when it closes or pauses, first come first: nobody else who is open may call them then.

    ``given_back`` are those whom it gives back with it. Once a counter has closed, nobody is bound to it or kept for
    its clerk any more; whoever was sent to a paused one goes on waiting for it.
    """
    waiting = [t for field_id in floor.waiting for t in floor.waiting_in(field_id) if may_come(floor, counter, t)]
    after = _without(floor, counter, is_closing)
    others = [other for other in after.counters.values() if other.state == "open"]
    people = [*waiting, *given_back]
    left = [t for t in people if not any(_takes(after, other, counter, t) for other in others)]
    return sorted(left, key=lambda ticket: ticket.place)


def _without(floor: Floor, counter: Counter, is_closing: bool) -> Floor:
    """The hall as it is once a counter has closed or paused."""
    then = replace(counter, state="closed", clerk=None) if is_closing else replace(counter, state="paused")
    return replace(floor, counters={**floor.counters, counter.number: then})


def _takes(after: Floor, other: Counter, left: Counter, ticket: Ticket) -> bool:
    """Whether a counter may call a ticket once ``left`` has closed or paused; what it held goes to any of its field."""
    is_bound_here = ticket.service.to_counter == left.number
    if ticket.id == left.ticket or (is_bound_here and after.counters[left.number].state == "closed"):
        return serves(after, other, ticket.service.field, ticket.ticket_class)
    return may_come(after, other, ticket)


def settled_at(floor: Floor, counter: Counter, command: LeavingCounter, given_back: list[Ticket]) -> list[e.Event]:
    """What becomes of those whom a counter leaves. A paused one has left them already.

    Raises Refused: people_wait_here, and as :func:`settled`.
    """
    people = left_by(floor, counter, given_back, isinstance(command, c.CloseCounter))
    is_to_be_told = floor.the_plan.counter_rules.ask_on_closing == "yes" and counter.state == "open"
    if people and is_to_be_told and command.for_waiting is None:
        raise Refused("people_wait_here", counter=counter.number, waiting=len(people), fields=_by_field(floor, people))
    others = [other for other in floor.counters.values() if other is not counter and other.state == "open"]
    return settled(floor, command, people, others)


def settled(floor: Floor, command: SettlingQueue, people: list[Ticket], counters: Iterable[Counter]) -> list[e.Event]:
    """What becomes of those who wait for what closes; who moves goes to where one of ``counters`` serves them.

    Raises Refused: transfer_target_missing, unknown_field, field_stopped, field_closed, nothing_changed,
    reason_unknown.
    """
    if command.for_waiting == "move":
        return [_moved(floor, ticket, command, counters) for ticket in people]
    if command.for_waiting != "end":
        return []
    if people:
        known_reason(floor.the_plan.reasons.cancel, command.end_reason or "")
    return [
        e.TicketCancelled(
            ticket=ticket.id, service=ticket.service.number, reason=command.end_reason or "", because="closing"
        )
        for ticket in people
    ]


def _moved(floor: Floor, ticket: Ticket, command: SettlingQueue, counters: Iterable[Counter]) -> e.TicketMoved:
    """Whom somebody sent to the closing counter may move within the field, to its other counters."""
    if command.move_to is None:
        raise Refused("transfer_target_missing")
    service = ticket.service
    if command.move_to == service.field and service.to_counter is None:
        raise Refused("nothing_changed")
    field = known_field(floor, command.move_to)
    if field.id != service.field and field.id in floor.stopped:
        raise Refused("field_stopped", field=field.id, reason=floor.stopped[field.id])
    if is_stranded_without(floor, counters, field.id, ticket.ticket_class):
        raise Refused("field_closed", field=field.id)
    return e.TicketMoved(ticket=ticket.id, service=service.number, to_field=field.id)


def _by_field(floor: Floor, people: list[Ticket]) -> str:
    """``civil 3, land 2``, in the plan's order."""
    fields = [ticket.service.field for ticket in people]
    return ", ".join(f"{field.id} {fields.count(field.id)}" for field in floor.the_plan.fields if field.id in fields)


def cut_off(floor: Floor) -> tuple[LeftTicket, ...]:
    """Whom the end of the last day cuts off, or did, first come first; whoever was missed had their chance.

    When nobody drew a number on it, those whom the day before had cut off are still to come: a Sunday lies between.
    """
    live = [ticket for ticket in floor.tickets.values() if ticket.mode == "live"]
    if not live:
        return floor.left_waiting
    return tuple(_left(ticket) for ticket in sorted(live, key=lambda ticket: ticket.place) if _is_cut_off(ticket))


def _is_cut_off(ticket: Ticket) -> bool:
    if ticket.is_open:
        return ticket.state is not State.MISSED
    return ticket.state in (State.EXPIRED, State.ENDED_BY_DAY) and ticket.ended_from not in (None, State.MISSED)


def _left(ticket: Ticket) -> LeftTicket:
    """Whoever is cut off twice goes on with the first paper."""
    on_paper = ticket.carried_from or ticket.id
    return LeftTicket(
        ticket=on_paper,
        label=on_paper[len("2026-11-22-") :],
        field=ticket.service.field,
        ticket_class=ticket.ticket_class,
        language=ticket.language,
        files=ticket.files,
        further=tuple(ticket.errands),
    )


def carry_over(floor: Floor, command: c.CarryOver, now_ms: int) -> list[e.Event]:
    """Let those whom the last day of work cut off wait first today, each once.

    Whose field the plan no longer has or no counter serves stays behind: staff give them a new number, or carry them
    over once a counter serves it.
    Raises Refused: no_day_open, nobody_to_carry.
    """
    require_day_of_issue(floor, now_ms)
    carried = {event.ticket: event for event in _carried(floor)}
    if not carried:
        raise Refused("nobody_to_carry", waiting=len(floor.left_waiting))
    return list(carried.values())


def _carried(floor: Floor) -> Iterator[e.TicketCarriedOver]:
    for left in floor.left_waiting:
        label = carried_label(left)
        new_id = ticket_id(floor.day or "", label)
        if new_id in floor.tickets or not is_served(floor, left.field, left.ticket_class):
            continue
        yield e.TicketCarriedOver(
            ticket=new_id,
            service=1,
            from_ticket=left.ticket,
            label=label,
            field=left.field,
            arrived_ms=floor.opened_ms,
            ticket_class=left.ticket_class,
            language=left.language,
            files=left.files,
            further=tuple(field_id for field_id in left.further if is_served(floor, field_id, left.ticket_class)),
        )
