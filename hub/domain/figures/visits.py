"""A visit as time: one span after the other from the first number to the end, with what it was and whose it was."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from hub.domain.events import TicketRated
from hub.domain.floor import Ticket
from hub.domain.transitions import AT_COUNTER, OVER, State

WAITING, WALKING, SERVICE, HELD, MISSED = "waiting", "walking", "service", "held", "missed"
UNTIMED, DAY_CLOSED = "untimed", "day_closed"

KINDS = (WAITING, WALKING, SERVICE, HELD, MISSED, UNTIMED, DAY_CLOSED)
"""What a span of a visit can be.

Waiting for a call; walking: called until the service began or the call came to nothing; service; held; missed: after a
call in vain; untimed: while the hub was away and somebody was served; the day closed: until it was reopened.
"""

_KIND_OF = {State.CALLED: WALKING, State.SERVING: SERVICE, State.HELD: HELD, State.MISSED: MISSED}

AT_WORK = frozenset({WALKING, SERVICE})
"""Spans in which a counter is there for nobody else."""


class Whereabouts(NamedTuple):
    """What a visit is doing: the kind of its span, of which service, in which field, at whose counter.

    Of no counter and of nobody (0 and "") is whatever does not go on at a counter.
    """

    kind: str
    service: int
    field: str
    counter: int = 0
    clerk: str = ""


class Span(NamedTuple):
    """So many ms of a visit."""

    where: Whereabouts
    ms: int


@dataclass(slots=True)
class Visit:
    """A visit's spans so far; ``where`` it is now since ``since_ms``. Instants are the day's steady time, in ms.

    ``ended_ms`` is None while it goes on. ``fate`` is what became of it, ``ratings`` the last one of each service.
    """

    label: str
    mode: str
    ticket_class: str
    arrived_ms: int
    where: Whereabouts
    since_ms: int
    spans: list[Span] = field(default_factory=list)
    ended_ms: int | None = None
    fate: str = ""
    called: set[int] = field(default_factory=set)
    ratings: dict[int, TicketRated] = field(default_factory=dict)

    def go_on(self, where: Whereabouts) -> None:
        """Take back that the last span ended: since then it has been doing what it does ``where`` it is again."""
        self.where = where

    def turn(self, where: Whereabouts, at_ms: int, kind: str = "") -> Span:
        """End the span that goes on (as ``kind``, if another than it began) and begin the next; gives the one ended."""
        done = Span(self.where._replace(kind=kind or self.where.kind), at_ms - self.since_ms)
        self.spans.append(done)
        self.where, self.since_ms = where, at_ms
        return done

    def took_ms(self, service: int, kind: str = "") -> int:
        """How long a service has taken so far, in all or in the spans of a kind."""
        return sum(ms for where, ms in self.spans if where.service == service and kind in ("", where.kind))

    def times(self, service: int | None = None) -> dict[str, int]:
        """The ms of each kind so far, of one service or of the whole visit."""
        found: Counter[str] = Counter()
        for span in self.spans:
            if service in (None, span.where.service):
                found[span.where.kind] += span.ms
        return dict(found)


def whereabouts(ticket: Ticket) -> Whereabouts:
    """What a ticket of the floor is doing; what is over is so until its day is reopened."""
    service = ticket.service
    kind = DAY_CLOSED if ticket.state in OVER else _KIND_OF.get(ticket.state, WAITING)
    if ticket.state not in (*AT_COUNTER, State.HELD):
        return Whereabouts(kind, service.number, service.field)
    return Whereabouts(kind, service.number, service.field, service.counter or 0, service.clerk or "")
