"""Whom somebody lets by who asks for a later place."""

from collections.abc import Iterator
from itertools import islice

from hub.domain.floor import Floor, Ticket

MOST_DEFERRALS = 2
"""So often a visit may move back: who comes and goes all day would leave nobody sure of their place."""


def those_behind(floor: Floor, ticket: Ticket) -> list[Ticket]:
    """Those behind a waiting ticket whom it can let by, the next one first: of its field, its mode and its own class.

    Of these, every policy calls the earlier place first; where classes differ, a later place would promise nothing.
    """
    return sorted(_behind(floor, ticket), key=lambda other: other.place)


def count_behind(floor: Floor, ticket: Ticket, most: int) -> int:
    """How many there are of these, counted up to ``most``."""
    return sum(1 for _ in islice(_behind(floor, ticket), most))


def _behind(floor: Floor, ticket: Ticket) -> Iterator[Ticket]:
    place = ticket.place
    for other in floor.waiting.get(ticket.service.field, {}).values():
        is_alike = (other.mode, other.ticket_class) == (ticket.mode, ticket.ticket_class)
        if is_alike and other.place > place:
            yield other
