"""What events of the time in which the hub was away do to the floor."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import end_service, enter, known, leave_counter, move, tally
from hub.domain.floor import Floor, Paper


def _joined(floor: Floor, event: e.TicketJoined, entry: e.Entry) -> None:
    """How many were ahead nobody counted: the hub was away."""
    enter(floor, event, entry, papers=[Paper("", "", event.arrived_ms)])


def _lapsed(floor: Floor, event: e.OfflineTicketLapsed, entry: e.Entry) -> None:
    """The journal keeps the number; the hall of another day has nothing to do with it."""


def _served(floor: Floor, event: e.TicketServedOffline, entry: e.Entry) -> None:
    """It opens no rating window, because who was served has gone, and makes nobody the counter's clerk."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    service = ticket.service
    service.counter, service.clerk = event.counter, entry.actor
    end_service(ticket, event.served_ms, "served_offline")
    counted = tally(floor, ticket)
    counted.finished += 1
    counted.served_offline += 1
    counter.finished += 1


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketJoined: _joined,
    e.OfflineTicketLapsed: _lapsed,
    e.TicketServedOffline: _served,
}
