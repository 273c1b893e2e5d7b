"""Opening, pausing and closing counters."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import known_reason, open_counter, require_free, returned
from hub.domain.decisions.closing import settled_at
from hub.domain.decisions.preparing import unprepared
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket


def open_(floor: Floor, command: c.OpenCounter, now_ms: int) -> list[e.Event]:
    """Open a counter, or go on after a pause. Raises Refused: no_day_open, unknown_counter, counter_open_already."""
    counter = floor.counter(command.counter)
    if counter.state == "open":
        raise Refused("counter_open_already", counter=counter.number)
    return [e.CounterOpened(counter=counter.number)]


def pause(floor: Floor, command: c.PauseCounter, now_ms: int) -> list[e.Event]:
    """Pause a counter; a ticket at hand must be given back with it.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, reason_unknown, counter_busy,
    field_closed, people_wait_here, transfer_target_missing, unknown_field, field_stopped, nothing_changed.
    """
    counter = open_counter(floor, command.counter)
    if counter.state == "paused":
        raise Refused("counter_paused", counter=counter.number)
    known_reason(floor.the_plan.reasons.pause, command.reason)
    freeing = _freeing(floor, counter, command)
    settled = settled_at(floor, counter, command, _given_back(floor, counter))
    return [*freeing, *settled, e.CounterPaused(counter=counter.number, reason=command.reason)]


def close(floor: Floor, command: c.CloseCounter, now_ms: int) -> list[e.Event]:
    """Close a counter; a ticket at hand must be given back with it.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_busy, reason_unknown, field_closed,
    people_wait_here, transfer_target_missing, unknown_field, field_stopped, nothing_changed.
    """
    counter = open_counter(floor, command.counter)
    freeing = _freeing(floor, counter, command)
    settled = settled_at(floor, counter, command, _given_back(floor, counter))
    return [*freeing, *settled, e.CounterClosed(counter=counter.number)]


def _given_back(floor: Floor, counter: Counter) -> list[Ticket]:
    """Who waits again once a counter is free: the ticket at hand, and the one that it prepared."""
    return [floor.tickets[ticket] for ticket in (counter.ticket, counter.prepared) if ticket is not None]


def _freeing(floor: Floor, counter: Counter, command: c.PauseCounter | c.CloseCounter) -> list[e.Event]:
    """What makes a counter free: nothing when it is, else its ticket's return, which must be asked for.

    Whoever was prepared there waits again.
    Who saw another ticket there did not see that its clerk is at work.
    """
    dropped = unprepared(floor, counter)
    if counter.ticket is None:
        return dropped
    if command.return_reason is None or command.return_ticket not in (None, counter.ticket):
        require_free(floor, counter)
    return [*dropped, returned(floor, floor.tickets[counter.ticket], command.return_reason or "")]
