"""What preparing the next one does to the floor: the turn is taken before the call."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.calling import count_turn
from hub.domain.effects.moves import clerk_at, known, move, wait
from hub.domain.floor import Floor


def _prepared(floor: Floor, event: e.TicketPrepared, entry: e.Entry) -> None:
    """The hall is not told, and as far as the citizen's time goes it still waits."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    count_turn(floor, counter, ticket, entry.at_ms)
    move(floor, ticket, event)
    counter.clerk, counter.prepared = clerk_at(counter, entry.actor), ticket.id
    service = ticket.service
    service.counter, service.rule, service.as_class = counter.number, event.rule, event.as_class


def _dropped(floor: Floor, event: e.PreparationDropped, entry: e.Entry) -> None:
    """The turn that it took stays taken: whoever chooses and drops shall gain nothing by it."""
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    floor.counters[event.counter].prepared, ticket.service.counter = None, None
    wait(floor, ticket)


def _profile_chosen(floor: Floor, event: e.ProfileChosen, entry: e.Entry) -> None:
    floor.counters[event.counter].profile = event.profile


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketPrepared: _prepared,
    e.PreparationDropped: _dropped,
    e.ProfileChosen: _profile_chosen,
}
