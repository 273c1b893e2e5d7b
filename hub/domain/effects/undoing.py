"""What taking a press back does to the floor: everything is as it was before it.

But for papers: one that was asked for and not printed yet when the visit ended nobody waits for any more.
"""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import counter_of, known, move, tally
from hub.domain.floor import Counter, Floor, RatingWindow, Service, Ticket, Undo
from hub.domain.transitions import IllegalMove


def _finish_undone(floor: Floor, event: e.FinishUndone, entry: e.Entry) -> None:
    counter = floor.counters[event.counter]
    _rating_as_it_was(floor, counter, _pressed_at(counter))
    ticket = _back_at_its_counter(floor, event, entry)
    counter.finished -= 1
    service, counted = ticket.service, tally(floor, ticket)
    service.ending, service.ended_ms, service.outcome, service.quantity = "", None, "", 0
    counted.finished -= 1
    counted.visits_finished -= 1


def _rating_as_it_was(floor: Floor, counter: Counter, undo: Undo) -> None:
    """Who was there before may rate again, or change what they gave; their panel may have told it meanwhile."""
    counter.rating, counter.given = undo.rating, undo.given
    if counter.rating is not None:
        former = _rated(floor, counter.rating)
        former.rating_ended_ms = None
        if former.score is not None:
            counter.rating, counter.given = None, counter.rating
    if counter.given is not None:
        counter.last_rated = floor.tickets[counter.given.ticket].label
        counter.last_score = _rated(floor, counter.given).score


def _pressed_at(counter: Counter) -> Undo:
    """Raises IllegalMove: something else has happened at the counter since."""
    if counter.undo is None:
        raise IllegalMove(f"nothing was pressed at counter {counter.number} that could be taken back")
    return counter.undo


def _rated(floor: Floor, window: RatingWindow) -> Service:
    return floor.tickets[window.ticket].services[window.service - 1]


def _miss_undone(floor: Floor, event: e.MissUndone, entry: e.Entry) -> None:
    undo = _pressed_at(floor.counters[event.counter])
    service = _back_at_its_counter(floor, event, entry).service
    service.missed_ms, service.missed_row = undo.missed_ms, undo.missed_row


def _back_at_its_counter(floor: Floor, event: e.FinishUndone | e.MissUndone, entry: e.Entry) -> Ticket:
    ticket = known(floor, event.ticket)
    move(floor, ticket, event)
    counter = counter_of(floor, event, entry)
    counter.left_by = _pressed_at(counter).left_by
    counter.ticket, counter.free_since_ms, counter.undo = ticket.id, None, None
    return ticket


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.FinishUndone: _finish_undone,
    e.MissUndone: _miss_undone,
}
