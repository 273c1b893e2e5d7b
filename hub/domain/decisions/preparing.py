"""What a clerk decides about the order at a counter: its work profile, and choosing the next one while serving."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.calling import choose
from hub.domain.decisions.checks import open_counter
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.transitions import State


def prepare(floor: Floor, command: c.PrepareNext, now_ms: int) -> list[e.Event]:
    """Choose whom the policy puts first, while this counter still serves somebody else.

    Raises Refused: no_day_open, unknown_counter, preparing_switched_off, counter_closed, already_prepared,
    counter_has_no_ticket, ticket_not_serving, queue_empty.
    """
    counter = floor.counter(command.counter)
    if floor.the_plan.counter_rules.prepare_next == "no":
        raise Refused("preparing_switched_off")
    _require_serving(floor, open_counter(floor, counter.number))
    choice = choose(floor, counter, now_ms)
    if choice is None:
        raise Refused("queue_empty", counter=counter.number)
    ticket = choice.ticket
    prepared = e.TicketPrepared(
        ticket=ticket.id,
        service=ticket.service.number,
        counter=counter.number,
        rule=choice.rule,
        candidates=choice.candidates,
        plan_version=floor.plan_version,
        as_class=choice.as_class,
    )
    return [*waiting_again(ticket), prepared]


def _require_serving(floor: Floor, counter: Counter) -> None:
    if counter.prepared is not None:
        raise Refused("already_prepared", counter=counter.number, label=floor.tickets[counter.prepared].label)
    if counter.ticket is None:
        raise Refused("counter_has_no_ticket", counter=counter.number)
    ticket = floor.tickets[counter.ticket]
    if ticket.state is not State.SERVING:
        raise Refused("ticket_not_serving", label=ticket.label)


def waiting_again(ticket: Ticket) -> list[e.Event]:
    """What lets a ticket be called that was missed: it waits again, in the same request."""
    if ticket.state is not State.MISSED:
        return []
    return [e.TicketCalledBack(ticket=ticket.id, service=ticket.service.number)]


def drop(floor: Floor, command: c.DropPrepared, now_ms: int) -> list[e.Event]:
    """Let whoever was chosen to come next wait as before.

    Raises Refused: no_day_open, unknown_counter, nobody_prepared.
    """
    dropped = unprepared(floor, floor.counter(command.counter))
    if not dropped:
        raise Refused("nobody_prepared", counter=command.counter)
    return dropped


def unprepared(floor: Floor, counter: Counter) -> list[e.Event]:
    """What lets the ticket that was prepared at a counter wait again; nothing when there is none."""
    return waiting_as_before(floor.tickets[counter.prepared]) if counter.prepared else []


def waiting_as_before(ticket: Ticket) -> list[e.Event]:
    """The same of a ticket that may have been prepared."""
    if ticket.state is not State.PREPARED:
        return []
    service = ticket.service
    return [e.PreparationDropped(ticket=ticket.id, service=service.number, counter=service.counter or 0)]


def use_profile(floor: Floor, command: c.UseProfile, now_ms: int) -> list[e.Event]:
    """Let a work profile of the plan count at a counter today; an empty one gives back what counts without a choice.

    Raises Refused: no_day_open, unknown_counter, unknown_profile, nothing_changed.
    """
    counter = floor.counter(command.counter)
    if command.profile and command.profile not in {profile.id for profile in floor.the_plan.profiles}:
        raise Refused("unknown_profile", profile=command.profile)
    if command.profile == counter.profile:
        raise Refused("nothing_changed")
    return [e.ProfileChosen(counter=counter.number, profile=command.profile)]
