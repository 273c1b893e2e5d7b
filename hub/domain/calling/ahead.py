"""How many are called before somebody: the order of one field played to the end, if nobody came any more."""

from collections.abc import Iterator, Mapping

from hub.domain.calling.classes import Classes, Place
from hub.domain.calling.turns import turns_after, turns_among, turns_of
from hub.domain.floor import Floor, Ticket, Turns

LAST_PLACE = (1 << 62, 0)
"""Behind everybody: the place of who comes now."""


def people_ahead(floor: Floor, field: str, ticket_class: str, now_ms: int) -> int:
    """How many of a field would be called before somebody of a class who comes now (ms since the epoch, UTC).

    Nobody else is thought to come and time to stand still.
    """
    classes = Classes.of(floor.the_plan, now_ms)
    places = _places(floor, floor.mode, field, classes)
    places.setdefault(classes.after(ticket_class, 0), []).append(LAST_PLACE)
    return _before(classes, places, turns_of(floor, floor.mode, field), LAST_PLACE)


def people_ahead_of(floor: Floor, ticket: Ticket, now_ms: int) -> int:
    """How many of its field and mode would be called before a waiting ticket, likewise."""
    field, classes = ticket.service.field, Classes.of(floor.the_plan, now_ms)
    places = _places(floor, ticket.mode, field, classes)
    return _before(classes, places, turns_of(floor, ticket.mode, field), ticket.place)


def _places(floor: Floor, mode: str, field: str, classes: Classes) -> dict[str, list[Place]]:
    """The places of all who wait in a field in a mode, by the class that they count as, first come first."""
    places: dict[str, list[Place]] = {}
    there = (ticket for ticket in floor.waiting.get(field, {}).values() if ticket.mode == mode)
    for ticket in sorted(there, key=lambda ticket: ticket.place):
        places.setdefault(classes.of_ticket(ticket), []).append(ticket.place)
    return places


def _before(classes: Classes, places: Mapping[str, list[Place]], turns: Turns, mine: Place) -> int:
    order = in_order(classes, places, turns)
    return next(count for count, place in enumerate(order) if place == mine)


def in_order(classes: Classes, places: Mapping[str, list[Place]], turns: Turns) -> Iterator[Place]:
    """The places of a field's tickets (by class, first come first) in the order of their calls."""
    queues = {name: iter(queue) for name, queue in places.items()}
    heads = {name: next(queue) for name, queue in queues.items()}
    while heads:
        called = classes.named(heads, turns_among(classes, turns, heads)).ticket_class
        yield heads.pop(called)
        following = next(queues[called], None)
        if following is not None:
            heads[called] = following
        turns = turns_after(classes, turns, called, heads)
