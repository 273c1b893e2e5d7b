"""Who is called next: the calling policy as pure functions over the floor.

Earliest first across all fields of a counter; priority classes before ordinary tickets, higher rank first; but of one
field at most N priority tickets in a row are called while an ordinary one waits there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from hub.domain.floor import Counter, Floor, Ticket

LAST_PLACE = (1 << 62, 0)
"""Behind everybody: the place of who comes now."""

CallRule = Literal["earliest", "class_first", "ordinary_owed"]


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call and the rule that put it first."""

    ticket: Ticket
    rule: CallRule


def may_come(counter: Counter, ticket: Ticket) -> bool:
    """Whether a waiting ticket may be called to a counter by the policy."""
    bound_to = ticket.service.to_counter
    return bound_to == counter.number or (bound_to is None and ticket.service.field in counter.fields)


def waiting_for(floor: Floor, counter: Counter) -> dict[str, list[Ticket]]:
    """The tickets that the policy may call to a counter, by field, first come first."""
    return coming_to(counter, queues(floor))


def queues(floor: Floor) -> dict[str, list[Ticket]]:
    """Everybody who waits, by field, first come first."""
    return {field: floor.waiting_in(field) for field in floor.waiting}


def coming_to(counter: Counter, waiting: Mapping[str, list[Ticket]]) -> dict[str, list[Ticket]]:
    """Those of the queues whom the policy may call to a counter."""
    found = {field: [t for t in tickets if may_come(counter, t)] for field, tickets in waiting.items()}
    return {field: tickets for field, tickets in found.items() if tickets}


def pick_next(floor: Floor, counter: Counter) -> Choice | None:
    """The policy's choice for a counter, or None when nobody waits for it."""
    return first_of(floor, waiting_for(floor, counter))


def first_of(floor: Floor, waiting: Mapping[str, list[Ticket]]) -> Choice | None:
    """The policy's choice among those who wait for a counter, by field; None when nobody does.

    Of each field one ticket stands for the others; an ordinary ticket whose turn is owed counts as much as the highest
    class, so that a stream of priority tickets in another field cannot pass it for ever.
    """
    best: tuple[tuple[int, int, int], Choice] | None = None
    highest = max((entry.rank for entry in floor.the_plan.classes), default=0)
    for field, tickets in waiting.items():
        choice = _first_of_field(floor, field, tickets)
        weight = highest if choice.rule == "ordinary_owed" else floor.the_plan.rank(choice.ticket.ticket_class)
        key = (-weight, *choice.ticket.place)
        if best is None or key < best[0]:
            best = (key, choice)
    return best[1] if best else None


def _first_of_field(floor: Floor, field: str, tickets: list[Ticket]) -> Choice:
    priority, ordinary = _split(floor, tickets)
    if ordinary and floor.priority_in_a_row(field) >= floor.the_plan.policy.most_priority_in_a_row:
        return Choice(ordinary[0], "ordinary_owed")
    return Choice(priority[0], "class_first") if priority else Choice(ordinary[0], "earliest")


def _split(floor: Floor, tickets: Iterable[Ticket]) -> tuple[list[Ticket], list[Ticket]]:
    """Priority tickets (rank, then place) and ordinary ones (place)."""
    rank = floor.the_plan.rank
    ordered = sorted(tickets, key=lambda ticket: (-rank(ticket.ticket_class), ticket.place))
    cut = sum(not floor.is_ordinary(ticket) for ticket in ordered)
    return ordered[:cut], ordered[cut:]


def in_a_row_after(floor: Floor, called: Ticket) -> int:
    """The count of priority calls in a row in the ticket's field once it has been called, to whichever counter.

    An ordinary ticket that waits for another counter counts too: else that counter would never owe it a turn.
    """
    if floor.is_ordinary(called):
        return 0
    field = called.service.field
    if not any(floor.is_ordinary(ticket) for ticket in floor.waiting_in(field) if ticket is not called):
        return 0
    return floor.priority_in_a_row(field) + 1


def people_ahead(floor: Floor, field: str, ticket_class: str, place: tuple[int, int] = LAST_PLACE) -> int:
    """How many of a field would be called before a ticket of this class at this place, if nobody came any more."""
    priority, ordinary = _split(floor, floor.waiting_in(field))
    rank = floor.the_plan.rank(ticket_class)
    if rank == 0:
        earlier = sum(ticket.place < place for ticket in ordinary)
        return earlier + _priority_between(floor, field, earlier, len(priority))
    mine = (-rank, place)
    before = sum((-floor.the_plan.rank(ticket.ticket_class), ticket.place) < mine for ticket in priority)
    return before + _ordinary_between(floor, field, before, len(ordinary))


def people_ahead_of(floor: Floor, ticket: Ticket) -> int:
    """How many would be called in its field before a waiting ticket, if nobody came any more."""
    return people_ahead(floor, ticket.service.field, ticket.ticket_class, ticket.place)


def _ordinary_between(floor: Floor, field: str, before: int, ordinary: int) -> int:
    """How many ordinary tickets are called before the priority ticket that has ``before`` priority tickets ahead."""
    return min(ordinary, (before + _used_up(floor, field)) // floor.the_plan.policy.most_priority_in_a_row)


def _priority_between(floor: Floor, field: str, before: int, priority: int) -> int:
    """How many priority tickets are called before the ordinary ticket that has ``before`` ordinary tickets ahead."""
    most = floor.the_plan.policy.most_priority_in_a_row
    return min(priority, (before + 1) * most - _used_up(floor, field))


def _used_up(floor: Floor, field: str) -> int:
    """How many of the allowed priority calls in a row have been made."""
    return min(floor.priority_in_a_row(field), floor.the_plan.policy.most_priority_in_a_row)
