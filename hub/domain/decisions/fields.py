"""Which counters serve a field, and whether numbers are drawn for it."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import is_stranded_without, takes_class
from hub.domain.decisions.checks import known_field, known_reason
from hub.domain.decisions.closing import settled
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.transitions import State


def set_fields(floor: Floor, command: c.SetCounterFields, now_ms: int) -> list[e.Event]:
    """Change what a counter serves, in the plan's order of fields.

    Raises Refused: no_day_open, unknown_counter, unknown_field, nothing_changed, people_wait_for_field.
    """
    counter = floor.counter(command.counter)
    wanted = {known_field(floor, field_id).id for field_id in command.fields}
    if set(counter.fields) == wanted:
        raise Refused("nothing_changed")
    for field_id in set(counter.fields) - wanted:
        _require_nobody_stranded(floor, field_id, counter.number)
    return [_fields_set(floor, counter, wanted)]


def _require_nobody_stranded(floor: Floor, field_id: str, leaving: int, taking: Counter | None = None) -> None:
    """Who is at a counter or set aside counts, too: their tickets could not be given back any more.

    ``taking`` is the counter that will serve the field instead, if there is one.
    """
    left = [counter for counter in floor.counters.values() if counter.number != leaving]
    there = [ticket for ticket in floor.tickets.values() if _needs(ticket, field_id)]
    if taking is not None:
        there = [ticket for ticket in there if not takes_class(floor, taking, ticket.ticket_class)]
    stranded = [ticket for ticket in there if is_stranded_without(floor, left, field_id, ticket.ticket_class)]
    if stranded:
        raise Refused("people_wait_for_field", field=field_id, waiting=len(stranded))


def _needs(ticket: Ticket, field_id: str) -> bool:
    """Whether somebody must be able to wait in a field, now or later.

    The missed come back only when staff find a counter for them; where they go then, they go by themselves.
    """
    is_there = ticket.service.field == field_id and ticket.state is not State.MISSED
    return ticket.is_open and (is_there or field_id in ticket.errands)


def _fields_set(floor: Floor, counter: Counter, wanted: set[str]) -> e.CounterFieldsSet:
    fields = tuple(field.id for field in floor.the_plan.fields if field.id in wanted)
    return e.CounterFieldsSet(counter=counter.number, fields=fields)


def move(floor: Floor, command: c.MoveField, now_ms: int) -> list[e.Event]:
    """Let one counter serve a field instead of another. Who waits in it now waits for the other counter.

    Whoever was sent to the former counter in person is still called there, until it closes.
    Raises Refused: no_day_open, unknown_field, unknown_counter, nothing_changed, field_not_at_counter,
    people_wait_for_field.
    """
    field = known_field(floor, command.field)
    giving, taking = floor.counter(command.from_counter), floor.counter(command.to_counter)
    if giving is taking:
        raise Refused("nothing_changed")
    if field.id not in giving.fields:
        raise Refused("field_not_at_counter", field=field.id, counter=giving.number)
    _require_nobody_stranded(floor, field.id, giving.number, taking)
    given_up = _fields_set(floor, giving, set(giving.fields) - {field.id})
    if field.id in taking.fields:
        return [given_up]
    return [_fields_set(floor, taking, {*taking.fields, field.id}), given_up]


def stop(floor: Floor, command: c.StopField, now_ms: int) -> list[e.Event]:
    """Draw no more numbers for a field; who has one is still called, and staff may still send people there.

    Unless it is said that those who wait are moved, or that it ends for them.
    Raises Refused: no_day_open, unknown_field, nothing_changed, reason_unknown, transfer_target_missing, field_stopped,
    field_closed.
    """
    field = known_field(floor, command.field)
    if field.id in floor.stopped:
        raise Refused("nothing_changed")
    known_reason(floor.the_plan.reasons.stop_field, command.reason)
    people = settled(floor, command, floor.waiting_in(field.id), floor.counters.values())
    return [e.FieldStopped(field=field.id, reason=command.reason), *people]


def start(floor: Floor, command: c.StartField, now_ms: int) -> list[e.Event]:
    """Draw numbers for a stopped field again. Raises Refused: no_day_open, unknown_field, nothing_changed."""
    field = known_field(floor, command.field)
    if field.id not in floor.stopped:
        raise Refused("nothing_changed")
    return [e.FieldStarted(field=field.id)]
