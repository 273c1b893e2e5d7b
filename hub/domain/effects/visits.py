"""What events do to the services of a visit: one ends, the next one waits, others are added or dropped."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import (
    counter_of,
    end_rating,
    end_service,
    goes_on,
    known,
    leave_counter,
    move,
    tally,
    undo_of,
)
from hub.domain.floor import Floor, RatingWindow, Service, Ticket


def _finished(floor: Floor, event: e.ServiceFinished, entry: e.Entry) -> None:
    undo = undo_of(floor, event, entry, "finish")
    ticket = _service_finished(floor, event, entry)
    tally(floor, ticket).visits_finished += 1
    floor.counters[event.counter].undo = undo


def _errand_finished(floor: Floor, event: e.ErrandFinished, entry: e.Entry) -> None:
    ticket = _service_finished(floor, event, entry)
    goes_on(floor, ticket, Service(event.service + 1, event.to_field, entry.at_ms))


def _service_finished(floor: Floor, event: e.ServiceFinished | e.ErrandFinished, entry: e.Entry) -> Ticket:
    ticket, counter = known(floor, event.ticket), counter_of(floor, event, entry)
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    end_service(ticket, entry.at_ms, "finished")
    ticket.service.outcome, ticket.service.quantity = event.outcome, event.quantity
    tally(floor, ticket).finished += 1
    end_rating(floor, counter, entry)
    counter.rating = RatingWindow(ticket.id, event.service, entry.at_ms)
    counter.finished += 1
    return ticket


def _errand_added(floor: Floor, event: e.ErrandAdded, entry: e.Entry) -> None:
    """Behind everything else: what was to come earlier in this field comes then."""
    ticket = known(floor, event.ticket)
    counter_of(floor, event, entry)
    move(floor, ticket, event)
    ticket.errands = [*(field for field in ticket.errands if field != event.field), event.field]


def _errand_dropped(floor: Floor, event: e.ErrandDropped, entry: e.Entry) -> None:
    ticket = known(floor, event.ticket)
    counter_of(floor, event, entry)
    move(floor, ticket, event)
    ticket.errands.remove(event.field)


def _served_offline(floor: Floor, event: e.TicketServedOffline, entry: e.Entry) -> None:
    ticket = _recorded(floor, event, entry)
    counted = tally(floor, ticket)
    counted.visits_finished += 1
    counted.served_offline += 1


def _errand_served_offline(floor: Floor, event: e.ErrandServedOffline, entry: e.Entry) -> None:
    ticket = _recorded(floor, event, entry)
    goes_on(floor, ticket, Service(event.service + 1, event.to_field, entry.at_ms))


def _recorded(floor: Floor, event: e.TicketServedOffline | e.ErrandServedOffline, entry: e.Entry) -> Ticket:
    """It opens no rating window, because who was served has gone, and makes nobody the counter's clerk."""
    ticket, counter = known(floor, event.ticket), floor.counters[event.counter]
    move(floor, ticket, event)
    leave_counter(floor, ticket, entry)
    service = ticket.service
    service.counter, service.clerk = event.counter, entry.actor
    end_service(ticket, event.served_ms, "served_offline")
    tally(floor, ticket).finished += 1
    counter.finished += 1
    return ticket


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.ServiceFinished: _finished,
    e.ErrandFinished: _errand_finished,
    e.ErrandAdded: _errand_added,
    e.ErrandDropped: _errand_dropped,
    e.TicketServedOffline: _served_offline,
    e.ErrandServedOffline: _errand_served_offline,
}
