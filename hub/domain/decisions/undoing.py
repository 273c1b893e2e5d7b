"""Taking back what a clerk pressed by a slip, as long as nothing has come of it."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.decisions.checks import calling_counter
from hub.domain.decisions.visits import awaited_states
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.transitions import State

UNDO_MS = 5_000
"""So long a press may be taken back: whoever has just slipped sees it at once, and nobody relies on it yet."""


def undo_finish(floor: Floor, command: c.UndoFinish, now_ms: int) -> list[e.Event]:
    """Go on with the service that was finished here last; it was never interrupted.

    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, nothing_to_undo,
    undo_too_late, already_rated.
    """
    ticket = _pressed(floor, command, "finish", now_ms)
    if ticket.service.score is not None:
        raise Refused("already_rated", label=ticket.label)
    return [e.FinishUndone(ticket=ticket.id, service=ticket.service.number, counter=command.counter)]


def undo_missed(floor: Floor, command: c.UndoMissed, now_ms: int) -> list[e.Event]:
    """Whoever was missed here last has come after all: the call stands as it was.

    Where services start with the call, this one starts now.
    Raises Refused: no_day_open, unknown_counter, counter_closed, counter_paused, counter_busy, nothing_to_undo,
    undo_too_late.
    """
    ticket = _pressed(floor, command, "missed", now_ms)
    undone = e.MissUndone(ticket=ticket.id, service=ticket.service.number, counter=command.counter)
    if State.SERVING not in awaited_states(floor):
        return [undone]
    return [undone, e.ServiceStarted(ticket=undone.ticket, service=undone.service, counter=undone.counter)]


def _pressed(floor: Floor, command: c.UndoFinish | c.UndoMissed, kind: str, now_ms: int) -> Ticket:
    """The ticket whose end at this counter is taken back. Raises Refused."""
    counter = calling_counter(floor, command.counter)
    ticket = undoable(floor, counter)
    if ticket is None or counter.undo is None or (ticket.id, counter.undo.kind) != (command.ticket, kind):
        raise Refused("nothing_to_undo", counter=counter.number)
    if now_ms - counter.undo.at_ms > UNDO_MS:
        raise Refused("undo_too_late", label=ticket.label, seconds=UNDO_MS // 1000)
    return ticket


def undoable(floor: Floor, counter: Counter) -> Ticket | None:
    """The ticket that left a counter last, if nothing has happened to it since; how long ago that was does not matter.

    A missed one may have been called elsewhere, and missed there; a test may have begun or ended.
    """
    undo = counter.undo
    if undo is None:
        return None
    ticket = floor.tickets[undo.ticket]
    is_this_miss = ticket.state is State.MISSED and ticket.service.missed_row == undo.row
    stands = ticket.state is State.FINISHED if undo.kind == "finish" else is_this_miss
    return ticket if stands and ticket.mode == floor.mode else None
