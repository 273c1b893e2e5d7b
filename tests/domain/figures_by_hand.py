"""A second opinion on a day's times, added up from the journal's rows another way: interval by interval.

Shares nothing with the figures but the events: no floor, no moves, no sums that are kept while rows come.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from hub.domain import events as e

AFTER: dict[str, str] = {
    "TicketIssued": "waiting",
    "TicketJoined": "waiting",
    "TicketCarriedOver": "waiting",
    "TicketCalledBack": "waiting",
    "TicketReturned": "waiting",
    "TicketTransferred": "waiting",
    "TicketMoved": "waiting",
    "TicketReinstated": "waiting",
    "TicketPrepared": "waiting",
    "PreparationDropped": "waiting",
    "ErrandFinished": "waiting",
    "ErrandServedOffline": "waiting",
    "TicketCalled": "walking",
    "ServiceStarted": "service",
    "ServiceResumed": "service",
    "TicketHeld": "held",
    "TicketMissed": "missed",
    "FinishUndone": "service",
    "MissUndone": "walking",
    "ServiceFinished": "over",
    "TicketServedOffline": "over",
    "TicketCancelled": "over",
    "TicketExpired": "over",
    "ServiceEndedByDay": "over",
}
"""What a visit is doing after an event; events that are not here change nothing of it."""

AT_COUNTER = ("walking", "service", "held")


class Piece(NamedTuple):
    """So many ms of a visit, of which kind, in which field, at which counter (0: none)."""

    ticket: str
    kind: str
    field: str
    counter: int
    ms: int


def steady(entries: Sequence[e.Entry]) -> list[int]:
    """The instant of each row when a clock that goes back counts as one that stands still."""
    found = [entries[0].at_ms]
    for before, after in pairwise(entries):
        found.append(found[-1] + max(0, after.at_ms - before.at_ms))
    return found


def pieces(entries: Sequence[e.Entry]) -> Iterator[Piece]:
    """The intervals between the events of each visit; the last one ends with the last row."""
    instants = steady(entries)
    tickets = dict.fromkeys(entry.event.ticket for entry in entries if type(entry.event).__name__ in AFTER)
    for ticket in tickets:
        rows = [(at, entry) for at, entry in zip(instants, entries, strict=True) if _is_of(entry.event, ticket)]
        yield from _of_visit(ticket, rows, instants[-1])


def _is_of(event: e.Event, ticket: str) -> bool:
    return getattr(event, "ticket", "") == ticket and type(event).__name__ in AFTER


def _of_visit(ticket: str, rows: list[tuple[int, e.Entry]], last_ms: int) -> Iterator[Piece]:
    at_ms, first = rows[0]
    is_carried = isinstance(first.event, e.TicketCarriedOver)
    since_ms = at_ms - (0 if is_carried else max(0, first.at_ms - first.event.arrived_ms))
    kind, field, counter = "waiting", first.event.field, 0
    for now_ms, entry in rows[1:]:
        event, ends_ms, was = entry.event, now_ms, "day_closed" if kind == "over" else kind
        if isinstance(event, e.FinishUndone | e.MissUndone):
            kind, counter = AFTER[type(event).__name__], event.counter
            continue
        if isinstance(event, e.TicketMissed):
            was = "walking"
        if isinstance(event, e.TicketServedOffline | e.ErrandServedOffline):
            was = "untimed"
            if event.served_ms is not None:
                ends_ms = max(since_ms, now_ms - max(0, entry.at_ms - event.served_ms))
            elif isinstance(event, e.TicketServedOffline):
                ends_ms = since_ms
        if AFTER[type(event).__name__] != "over" or kind != "over":
            yield Piece(ticket, was, field, counter if kind in AT_COUNTER else 0, ends_ms - since_ms)
            since_ms = ends_ms
        kind, field = AFTER[type(event).__name__], getattr(event, "to_field", field)
        counter = getattr(event, "counter", counter)
    if kind != "over":
        yield Piece(ticket, kind, field, counter if kind in AT_COUNTER else 0, last_ms - since_ms)


def by(told: Sequence[Piece], *names: str) -> Counter[tuple[object, ...]]:
    """The ms of all pieces by some of their properties; what adds up to nothing is left out."""
    found: Counter[tuple[object, ...]] = Counter()
    for piece in told:
        found[tuple(getattr(piece, name) for name in names)] += piece.ms
    return +found
