"""The only list of a ticket's legal moves. Nothing else decides which state follows which."""

from enum import StrEnum

from hub.domain import events as e


class IllegalMove(Exception):
    """An event that the table of moves does not allow: a fault in the rules or a journal that was tampered with."""


class State(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    PREPARED = "prepared"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    ENDED_BY_DAY = "ended_by_day"


MOVES: dict[tuple[State | None, type[e.Event]], State] = {
    (None, e.TicketIssued): State.WAITING,
    (None, e.TicketJoined): State.WAITING,
    (None, e.TicketCarriedOver): State.WAITING,
    (State.WAITING, e.TicketMoved): State.WAITING,
    (State.WAITING, e.TicketDeferred): State.WAITING,
    (State.WAITING, e.TicketCalled): State.CALLED,
    (State.WAITING, e.TicketPrepared): State.PREPARED,
    (State.PREPARED, e.TicketCalled): State.CALLED,
    (State.PREPARED, e.PreparationDropped): State.WAITING,
    (State.CALLED, e.TicketRecalled): State.CALLED,
    (State.SERVING, e.TicketRecalled): State.SERVING,
    (State.CALLED, e.ServiceStarted): State.SERVING,
    (State.SERVING, e.ServiceFinished): State.FINISHED,
    (State.FINISHED, e.FinishUndone): State.SERVING,
    (State.SERVING, e.ErrandFinished): State.WAITING,
    (State.CALLED, e.ErrandAdded): State.CALLED,
    (State.SERVING, e.ErrandAdded): State.SERVING,
    (State.CALLED, e.ErrandDropped): State.CALLED,
    (State.SERVING, e.ErrandDropped): State.SERVING,
    (State.CALLED, e.TicketMissed): State.MISSED,
    (State.SERVING, e.TicketMissed): State.MISSED,
    (State.MISSED, e.MissUndone): State.CALLED,
    (State.CALLED, e.VisitNoted): State.CALLED,
    (State.SERVING, e.VisitNoted): State.SERVING,
    (State.MISSED, e.TicketCalledBack): State.WAITING,
    (State.CALLED, e.TicketHeld): State.HELD,
    (State.SERVING, e.TicketHeld): State.HELD,
    (State.HELD, e.ServiceResumed): State.SERVING,
    (State.CALLED, e.TicketTransferred): State.WAITING,
    (State.SERVING, e.TicketTransferred): State.WAITING,
    (State.CALLED, e.TicketReturned): State.WAITING,
    (State.SERVING, e.TicketReturned): State.WAITING,
    (State.HELD, e.TicketReturned): State.WAITING,
    (State.WAITING, e.TicketCancelled): State.CANCELLED,
    (State.CALLED, e.TicketCancelled): State.CANCELLED,
    (State.SERVING, e.TicketCancelled): State.CANCELLED,
    (State.EXPIRED, e.TicketCancelled): State.CANCELLED,
    (State.WAITING, e.TicketServedOffline): State.FINISHED,
    (State.CALLED, e.TicketServedOffline): State.FINISHED,
    (State.MISSED, e.TicketServedOffline): State.FINISHED,
    (State.WAITING, e.ErrandServedOffline): State.WAITING,
    (State.CALLED, e.ErrandServedOffline): State.WAITING,
    (State.MISSED, e.ErrandServedOffline): State.WAITING,
    (State.WAITING, e.TicketExpired): State.EXPIRED,
    (State.PREPARED, e.TicketExpired): State.EXPIRED,
    (State.CALLED, e.TicketExpired): State.EXPIRED,
    (State.MISSED, e.TicketExpired): State.EXPIRED,
    (State.HELD, e.TicketExpired): State.EXPIRED,
    (State.SERVING, e.ServiceEndedByDay): State.ENDED_BY_DAY,
    (State.EXPIRED, e.TicketReinstated): State.WAITING,
    (State.ENDED_BY_DAY, e.TicketReinstated): State.WAITING,
}

AT_COUNTER = frozenset({State.CALLED, State.SERVING})
"""States in which a counter holds the ticket."""

SET_ASIDE = frozenset({State.HELD, State.MISSED})
"""States in which a ticket neither waits nor stands at a counter, but may come back."""

OVER = frozenset({State.FINISHED, State.CANCELLED, State.EXPIRED, State.ENDED_BY_DAY})
"""States that a ticket does not leave within its day, but for a finish that is taken back within seconds; only a day
that is reopened takes back what its end did, unless a kiosk has said meanwhile that nobody holds the number."""

OPEN = frozenset(State) - OVER
"""States in which something can still happen to a ticket."""


def next_state(state: State | None, event: type[e.Event]) -> State | None:
    """The state that ``event`` leads to from ``state``, or None where the table has no such move."""
    return MOVES.get((state, event))


def state_diagram() -> str:
    """The table as a Mermaid state diagram, one line a move, for ``docs/architecture.md``."""
    lines = ["stateDiagram-v2"]
    for (source, event), target in MOVES.items():
        lines.append(f"    {source or '[*]'} --> {target}: {event.__name__}")
    lines += [f"    {state} --> [*]" for state in State if state in OVER]
    return "\n".join(lines)
