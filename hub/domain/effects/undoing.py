"""What taking a press back does to the floor: everything is as it was before it."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import counter_of, known, move, tally
from hub.domain.floor import Floor, Ticket


def _finish_undone(floor: Floor, event: e.FinishUndone, entry: e.Entry) -> None:
    ticket = _back_at_its_counter(floor, event, entry)
    floor.counters[event.counter].rating = None
    floor.counters[event.counter].finished -= 1
    service, counted = ticket.service, tally(floor, ticket)
    service.ending, service.ended_ms, service.outcome, service.quantity = "", None, "", 0
    counted.finished -= 1
    counted.visits_finished -= 1


def _miss_undone(floor: Floor, event: e.MissUndone, entry: e.Entry) -> None:
    service = _back_at_its_counter(floor, event, entry).service
    service.missed_ms, service.missed_row = None, None


def _back_at_its_counter(floor: Floor, event: e.FinishUndone | e.MissUndone, entry: e.Entry) -> Ticket:
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    counter = counter_of(floor, event, entry)
    counter.ticket, counter.free_since_ms, counter.undo = ticket.id, None, None
    return ticket


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.FinishUndone: _finish_undone,
    e.MissUndone: _miss_undone,
}
