"""Finding numbers by their digits, for whoever has no letters to type: several series may have the same digits."""

import re
from collections.abc import Iterator

from msgspec import Struct

from hub.domain.calling import may_come
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.transitions import State
from hub.domain.views.cards import calls_are_blind
from hub.domain.views.parts import MOST_ROWS

_DIGITS = re.compile(r"[0-9]+\Z")

CALLABLE = (State.WAITING, State.MISSED)
"""States in which a number can be called out of order."""


class FoundNumber(Struct, frozen=True):
    """A ticket that may be called by its number; ``field`` is the id of its field, empty where clerks call blindly."""

    ticket: str
    label: str
    state: str
    field: str


class FoundNumbers(Struct, frozen=True):
    """Up to 20 tickets whose numbers have the same digits."""

    numbers: tuple[FoundNumber, ...]


def numbers_of(floor: Floor, digits: int, counter: int | None) -> FoundNumbers:
    """The waiting and missed tickets whose number is ``digits``, whatever its letters and leading zeros.

    Those who may come to ``counter`` are first, then whoever came first. Raises Refused: no_day_open, unknown_counter.
    """
    at = floor.counter(counter) if counter is not None else None
    if floor.day is None:
        raise Refused("no_day_open")
    found = [t for t in _callable(floor) if _number(t) == digits]
    found.sort(key=lambda ticket: (at is None or not may_come(floor, at, ticket), ticket.place))
    return FoundNumbers(tuple(_told(floor, ticket) for ticket in found[:MOST_ROWS]))


def _callable(floor: Floor) -> Iterator[Ticket]:
    return (ticket for ticket in floor.tickets.values() if ticket.state in CALLABLE and ticket.mode == floor.mode)


def _number(ticket: Ticket) -> int | None:
    """What stands large on the paper: of a former day's number that was carried over, without its day."""
    digits = _DIGITS.search(ticket.carried_from or ticket.label)
    return int(digits[0]) if digits else None


def _told(floor: Floor, ticket: Ticket) -> FoundNumber:
    field = "" if calls_are_blind(floor.plan) else ticket.service.field
    return FoundNumber(ticket.id, ticket.label, ticket.state, field)
