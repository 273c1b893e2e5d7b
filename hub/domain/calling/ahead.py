"""How many are called before somebody: the order of one field played to the end, if nobody came any more."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from hub.domain.calling.classes import Classes
from hub.domain.calling.turns import turns_after, turns_among, turns_of
from hub.domain.floor import Floor, Place, Ticket, Turns

LAST_PLACE = (1 << 62, 0, 0)
"""Behind everybody: the place of who comes now."""


class Waiting(NamedTuple):
    """Somebody who waits in a field, by the class that they count as."""

    place: Place
    ticket_class: str
    is_carried: bool = False


def people_ahead(floor: Floor, field: str, ticket_class: str, now_ms: int) -> int:
    """How many of a field would be called before somebody of a class who comes now (ms since the epoch, UTC).

    Nobody else is thought to come and time to stand still.
    """
    classes = Classes.of(floor.the_plan, now_ms)
    counted = classes.after(ticket_class, 0)
    before = [t for t in floor.waiting.get(field, {}).values() if t.mode == floor.mode]
    if all(classes.of_ticket(ticket) == counted for ticket in before):
        return len(before)  # within a class every policy calls the earlier place first
    newcomer = Waiting(LAST_PLACE, counted)
    there = [*_waiting(floor, floor.mode, field, classes), newcomer]
    return _before(classes, there, turns_of(floor, floor.mode, field), LAST_PLACE)


def people_ahead_of(floor: Floor, ticket: Ticket, now_ms: int) -> int:
    """How many of its field and mode would be called before a waiting ticket, likewise."""
    field, classes = ticket.service.field, Classes.of(floor.the_plan, now_ms)
    there = _waiting(floor, ticket.mode, field, classes)
    return _before(classes, there, turns_of(floor, ticket.mode, field), ticket.place)


def people_ahead_by_place(floor: Floor, mode: str, field: str, now_ms: int) -> dict[Place, int]:
    """The same for everybody who waits in a field and mode, by their places."""
    classes = Classes.of(floor.the_plan, now_ms)
    order = in_order(classes, _waiting(floor, mode, field, classes), turns_of(floor, mode, field))
    return {place: count for count, place in enumerate(order)}


def first_of(floor: Floor, field: str, most: int, now_ms: int) -> list[Ticket]:
    """The first who wait in a field, ``most`` of them, in that order."""
    classes = Classes.of(floor.the_plan, now_ms)
    by_place = {ticket.place: ticket for ticket in floor.waiting.get(field, {}).values()}
    there = _waiting(floor, floor.mode, field, classes)
    order = in_order(classes, there, turns_of(floor, floor.mode, field))
    return [by_place[place] for place in islice(order, most)]


def _waiting(floor: Floor, mode: str, field: str, classes: Classes) -> list[Waiting]:
    """All who wait in a field in a mode, first come first."""
    there = (ticket for ticket in floor.waiting.get(field, {}).values() if ticket.mode == mode)
    return sorted(Waiting(t.place, classes.of_ticket(t), t.is_carried_first) for t in there)


def _before(classes: Classes, there: list[Waiting], turns: Turns, mine: Place) -> int:
    order = in_order(classes, there, turns)
    return next(count for count, place in enumerate(order) if place == mine)


def in_order(classes: Classes, there: list[Waiting], turns: Turns) -> Iterator[Place]:
    """The places of a field's people (first come first) as they are called: those carried over, then by class."""
    left = Counter(one.ticket_class for one in there)
    for one in there:
        if one.is_carried:
            yield one.place
            left[one.ticket_class] -= 1
            turns = turns_after(classes, turns, one.ticket_class, (+left).keys())
    places: dict[str, list[Place]] = {}
    for one in there:
        if not one.is_carried:
            places.setdefault(one.ticket_class, []).append(one.place)
    yield from _by_classes(classes, places, turns)


def _by_classes(classes: Classes, places: Mapping[str, list[Place]], turns: Turns) -> Iterator[Place]:
    """The places of a field's people (by class, first come first) as the classes share the calls."""
    queues = {name: iter(queue) for name, queue in places.items()}
    heads = {name: next(queue) for name, queue in queues.items()}
    while heads:
        called = classes.named(heads, turns_among(classes, turns, heads)).ticket_class
        yield heads.pop(called)
        following = next(queues[called], None)
        if following is not None:
            heads[called] = following
        turns = turns_after(classes, turns, called, heads)
