"""A counter as time: what it was doing, from the opening of the day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hub.domain import events as e
from hub.domain.calling import may_come
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.transitions import State

SERVING, WALKING, IDLE, IDLE_WITH_PEOPLE, PAUSED, CLOSED = (
    *("serving", "walking", "idle", "idle_with_people"),
    *("paused", "closed"),
)

POSTS = (SERVING, WALKING, IDLE, IDLE_WITH_PEOPLE, PAUSED, CLOSED)
"""What a counter can be doing while the day is open: at each instant one of these.

It serves; somebody is on the way to it; it is open and free, while nobody waits for it or while somebody does whom it
could call; it has a break; it is closed.
"""


class Post(NamedTuple):
    """What a counter is doing in which mode, who is there, and why it pauses."""

    what: str
    mode: str
    clerk: str = ""
    reason: str = ""


@dataclass(slots=True)
class CounterTime:
    """What a counter has been doing since an instant of the day's steady time, and somebody who waits for it."""

    post: Post
    since_ms: int
    waits_for_it: Ticket | None = None


def post_of(floor: Floor, counter: Counter, is_awaited: bool) -> Post:
    """What a counter is doing now; ``is_awaited``: somebody waits whom it could call.

    While it holds a ticket its time is that of the ticket's service, and of whoever called or serves there.
    """
    clerk = counter.clerk or ""
    if counter.state == "paused":
        return Post(PAUSED, floor.mode, clerk, counter.pause_reason or "")
    if counter.state == "closed":
        return Post(CLOSED, floor.mode)
    if counter.ticket is None:
        return Post(IDLE_WITH_PEOPLE if is_awaited else IDLE, floor.mode, clerk)
    ticket = floor.tickets[counter.ticket]
    return Post(SERVING if ticket.state is State.SERVING else WALKING, ticket.mode, ticket.service.clerk or "")


def awaited_by(floor: Floor, counter: Counter, known: CounterTime | None, event: e.Event) -> Ticket | None:
    """Somebody who waits for a free counter after ``event``, if anybody does; ``known`` is how it was before.

    Looks through the whole queue only when it was not free, when whoever waited has gone, or when the hall itself may
    have changed: what happens to a ticket makes nobody wait here but that ticket.
    """
    former = known.waits_for_it if known else None
    if former is not None and _waits_for(floor, counter, former):
        return former
    ticket = floor.tickets.get(getattr(event, "ticket", ""))
    was_idle = known is not None and known.post.what == IDLE
    if was_idle and ticket is not None and not _may_change_clerk(floor, event):
        return ticket if _waits_for(floor, counter, ticket) else None
    return next((found for found in _nearest_first(floor, counter) if _waits_for(floor, counter, found)), None)


def _may_change_clerk(floor: Floor, event: e.Event) -> bool:
    """Whoever does something with a ticket is the counter's clerk, and tickets may be kept for one of them."""
    return isinstance(event, e.CounterTicketEvent) and floor.the_plan.policy.held_return == "same_clerk"


def _nearest_first(floor: Floor, counter: Counter) -> Iterator[Ticket]:
    """Who might wait for a counter: those of its fields, then whoever of others was sent to it."""
    for field in counter.fields:
        yield from floor.waiting.get(field, {}).values()
    for tickets in floor.waiting.values():
        yield from (ticket for ticket in tickets.values() if ticket.service.to_counter == counter.number)


def _waits_for(floor: Floor, counter: Counter, ticket: Ticket) -> bool:
    return ticket.state is State.WAITING and ticket.mode == floor.mode and may_come(floor, counter, ticket)
