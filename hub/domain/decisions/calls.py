"""What a clerk does with tickets: call, start, finish, miss, hold, transfer, return."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import (
    Classes,
    candidates,
    counted_as,
    is_spent,
    is_stranded_without,
    pick_next,
    seconds_to_wait,
)
from hub.domain.decisions.checks import calling_counter, known_reason, open_counter, returned, served_field, ticket_at
from hub.domain.decisions.preparing import waiting_again
from hub.domain.decisions.visits import awaited_states, chain_events, finished, started_at_once
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.numbering import ticket_id
from hub.domain.transitions import AT_COUNTER, State


def call_next(floor: Floor, command: c.CallNext, now_ms: int) -> list[e.Event]:
    """Call whom the policy puts first.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, queue_empty.
    """
    counter = calling_counter(floor, command.counter)
    calls = _next_call(floor, counter, now_ms)
    if not calls:
        raise Refused("queue_empty", counter=counter.number)
    return calls


def _next_call(floor: Floor, counter: Counter, now_ms: int) -> list[e.Event]:
    choice = pick_next(floor, counter, now_ms)
    if choice is None:
        return []
    ticket = choice.ticket
    called = e.TicketCalled(
        ticket=ticket.id,
        service=ticket.service.number,
        counter=counter.number,
        rule=choice.rule,
        plan_version=floor.plan_version,
        candidates=choice.candidates,
        as_class=choice.as_class,
    )
    return [*waiting_again(ticket), *started_at_once(floor, called)]


def finish_and_call_next(floor: Floor, command: c.FinishAndCallNext, now_ms: int) -> list[e.Event]:
    """Finish, and call the next one if somebody waits.

    Whoever goes on to another errand is not called again by this: the call is decided as the hall stands before it.
    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    ticket_not_serving, outcome_needed, outcome_unknown, quantity_needed, quantity_not_asked.
    """
    return [finished(floor, command), *_next_call(floor, floor.counter(command.counter), now_ms)]


def call_number(floor: Floor, command: c.CallNumber, now_ms: int) -> list[e.Event]:
    """Call a waiting or missed number out of order; how often it was called, and when, does not matter.

    Or the one that was prepared here, whose turn was counted then.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, reason_unknown,
    unknown_ticket, ticket_not_waiting, number_bound_elsewhere, number_in_other_mode.
    """
    counter = calling_counter(floor, command.counter)
    known_reason(floor.the_plan.reasons.call_number, command.reason)
    ticket = _callable_number(floor, counter, command.label)
    called = e.TicketCalled(
        ticket=ticket.id,
        service=ticket.service.number,
        counter=counter.number,
        rule="by_number",
        reason=command.reason,
        plan_version=floor.plan_version,
        candidates=len(candidates(floor, counter, now_ms)),
        as_class=counted_as(Classes.of(floor.the_plan, now_ms), ticket),
    )
    return [*waiting_again(ticket), *started_at_once(floor, called)]


def _callable_number(floor: Floor, counter: Counter, label: str) -> Ticket:
    ticket = floor.ticket(ticket_id(floor.day or "", label))
    if ticket.state not in (State.WAITING, State.MISSED) and counter.prepared != ticket.id:
        raise Refused("ticket_not_waiting", label=label)
    if ticket.mode != floor.mode:
        raise Refused("number_in_other_mode", label=label)
    bound_to = ticket.service.to_counter
    if bound_to not in (None, counter.number):
        raise Refused("number_bound_elsewhere", label=label, counter=bound_to or 0)
    return ticket


def recall(floor: Floor, command: c.Recall, now_ms: int) -> list[e.Event]:
    """Announce the called ticket again, as often as the plan lets anybody be announced.

    Where services start with the call, one that has started is announced, too.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    ticket_not_called, called_often_enough, called_too_soon.
    """
    ticket = ticket_at(floor, command, awaited_states(floor), "ticket_not_called")
    rules = floor.the_plan.policy.missed
    if is_spent(rules, ticket.service):
        raise Refused("called_often_enough", label=ticket.label, most=rules.most_calls)
    if seconds := seconds_to_wait(rules, ticket.service, now_ms):
        raise Refused("called_too_soon", label=ticket.label, seconds=seconds)
    return [e.TicketRecalled(ticket=ticket.id, service=ticket.service.number, counter=command.counter)]


def start(floor: Floor, command: c.StartService, now_ms: int) -> list[e.Event]:
    """The citizen has come.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    ticket_not_called.
    """
    ticket = ticket_at(floor, command, [State.CALLED], "ticket_not_called")
    return [e.ServiceStarted(ticket=ticket.id, service=ticket.service.number, counter=command.counter)]


def note_visit(floor: Floor, command: c.SetVisitNote, now_ms: int) -> list[e.Event]:
    """Write down, or strike out, what every clerk who gets this visit shall know.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    at_counter = {"service": ticket.service.number, "counter": command.counter}
    return [e.VisitNoted(ticket=ticket.id, **at_counter, replaces=ticket.note_seq)]


def hold(floor: Floor, command: c.Hold, now_ms: int) -> list[e.Event]:
    """Set the ticket aside.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    return [e.TicketHeld(ticket=ticket.id, service=ticket.service.number, counter=command.counter)]


def resume(floor: Floor, command: c.Resume, now_ms: int) -> list[e.Event]:
    """Go on with a held ticket at a free counter.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, unknown_ticket,
    ticket_not_held.
    """
    counter = calling_counter(floor, command.counter)
    ticket = floor.ticket(command.ticket)
    if ticket.state is not State.HELD:
        raise Refused("ticket_not_held", label=ticket.label)
    return [e.ServiceResumed(ticket=ticket.id, service=ticket.service.number, counter=counter.number)]


def return_to_queue(floor: Floor, command: c.ReturnToQueue, now_ms: int) -> list[e.Event]:
    """Give the ticket back, as long as some counter serves its field. Who was sent to one counter still goes there.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket, reason_unknown,
    field_closed.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    return [returned(floor, ticket, command.reason, ticket.service.to_counter)]


def release(floor: Floor, command: c.ReleaseTicket, now_ms: int) -> list[e.Event]:
    """Give back a ticket that is called, served or held, wherever that is, as long as some counter serves its field.

    Who was sent to one counter may go to any: whoever releases a ticket does so because its clerk is gone.

    Raises Refused: no_day_open, unknown_ticket, ticket_not_releasable, reason_unknown, field_closed.
    """
    ticket = floor.ticket(command.ticket)
    if ticket.state not in (*AT_COUNTER, State.HELD):
        raise Refused("ticket_not_releasable", label=ticket.label)
    return [returned(floor, ticket, command.reason)]


def transfer(floor: Floor, command: c.Transfer, now_ms: int) -> list[e.Event]:
    """Send the ticket to a field or to one counter. The rest of its errands stays, and the field's chain comes with it.

    Raises Refused: no_day_open, unknown_counter, counter_closed, ticket_changed, counter_has_no_ticket,
    transfer_target_missing, unknown_field, field_closed, nothing_changed.
    """
    ticket = ticket_at(floor, command, AT_COUNTER, "counter_has_no_ticket")
    field_id = _target_field(floor, command, ticket)
    return [
        *chain_events(floor, ticket, command.counter, field_id),
        e.TicketTransferred(
            ticket=ticket.id,
            service=ticket.service.number,
            counter=command.counter,
            to_field=field_id,
            to_counter=command.to_counter,
        ),
    ]


def _target_field(floor: Floor, command: c.Transfer, ticket: Ticket) -> str:
    """The field in which the transferred ticket waits: the one asked for, or one that the asked counter serves."""
    if (command.to_field is None) == (command.to_counter is None):
        raise Refused("transfer_target_missing")
    if command.to_field is not None:
        if command.to_field == ticket.service.field:
            raise Refused("nothing_changed")
        return served_field(floor, command.to_field, ticket.ticket_class).id
    target = open_counter(floor, command.to_counter or 0)
    if target.number == command.counter:
        raise Refused("nothing_changed")
    wanted = [ticket.service.field] if ticket.service.field in target.fields else list(target.fields)
    others = floor.counters.values()
    served = [name for name in wanted if not is_stranded_without(floor, others, name, ticket.ticket_class)]
    return served_field(floor, next(iter(served or wanted), ticket.service.field), ticket.ticket_class).id
