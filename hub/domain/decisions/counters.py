"""Opening, pausing and closing counters."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import known_reason, open_counter, require_free, returned
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor


def open_(floor: Floor, command: c.OpenCounter, now_ms: int) -> list[e.Event]:
    """Open a counter, or go on after a pause. Raises Refused: no_day_open, unknown_counter, counter_open_already."""
    counter = floor.counter(command.counter)
    if counter.state == "open":
        raise Refused("counter_open_already", counter=counter.number)
    return [e.CounterOpened(counter=counter.number)]


def pause(floor: Floor, command: c.PauseCounter, now_ms: int) -> list[e.Event]:
    """Pause a counter; a ticket at hand must be given back with it.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, reason_unknown, counter_busy,
    field_closed.
    """
    counter = open_counter(floor, command.counter)
    if counter.state == "paused":
        raise Refused("counter_paused", counter=counter.number)
    known_reason(floor.the_plan.reasons.pause, command.reason)
    freeing = _freeing(floor, counter, command)
    return [*freeing, e.CounterPaused(counter=counter.number, reason=command.reason)]


def close(floor: Floor, command: c.CloseCounter, now_ms: int) -> list[e.Event]:
    """Close a counter; a ticket at hand must be given back with it.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_busy, reason_unknown, field_closed.
    """
    counter = open_counter(floor, command.counter)
    freeing = _freeing(floor, counter, command)
    return [*freeing, e.CounterClosed(counter=counter.number)]


def _freeing(floor: Floor, counter: Counter, command: c.PauseCounter | c.CloseCounter) -> list[e.Event]:
    """What makes a counter free: nothing when it is, else its ticket's return, which must be asked for.

    Who saw another ticket there did not see that its clerk is at work.
    """
    if counter.ticket is None:
        return []
    if command.return_reason is None or command.return_ticket not in (None, counter.ticket):
        require_free(floor, counter)
    return [returned(floor, floor.tickets[counter.ticket], command.return_reason or "")]
