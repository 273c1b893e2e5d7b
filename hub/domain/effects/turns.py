"""What preparing the next one does to the floor: the turn is taken before the call."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.calling import count_turn, give_back_turn
from hub.domain.effects.moves import clerk_at, known, move, wait
from hub.domain.floor import Floor


def _prepared(floor: Floor, event: e.TicketPrepared, entry: e.Entry) -> None:
    """The hall is not told, and as far as the citizen's time goes it still waits."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    counter.taken = count_turn(floor, counter, ticket, entry.at_ms)
    move(floor, ticket, event)
    counter.clerk, counter.prepared = clerk_at(counter, entry.actor), ticket.id
    service = ticket.service
    service.counter, service.rule, service.as_class = counter.number, event.rule, event.as_class


def _dropped(floor: Floor, event: e.PreparationDropped, entry: e.Entry) -> None:
    """The turn that it took is given back: whoever chooses and drops shall turn nothing by it."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    move(floor, ticket, event)
    give_back_turn(floor, counter)
    counter.prepared, ticket.service.counter = None, None
    wait(floor, ticket)


def _profile_chosen(floor: Floor, event: e.ProfileChosen, entry: e.Entry) -> None:
    floor.counters[event.counter].profile = event.profile


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketPrepared: _prepared,
    e.PreparationDropped: _dropped,
    e.ProfileChosen: _profile_chosen,
}
