"""How many were called before each waiting ticket though they came later, kept while the rows come."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.explaining.choice import Chosen, is_choice, is_of_one_queue, is_passed, why_chosen
from hub.domain.floor import Floor, Ticket


class CalledBefore(Struct, frozen=True):
    """So many were called before somebody though they came later, for a reason that a citizen is told: ``priority``,
    ``long_wait``, ``ratio``, ``ordinary_turn``, ``came_back``, ``former_day``, ``by_number``, or ``counter`` for what
    that counter calls first.
    """

    why: str
    count: int


_PLAIN = {
    "class_first": "priority",
    "class_first_turn": "priority",
    "class_first_aged": "long_wait",
    "class_first_turn_aged": "long_wait",
    "waited_too_long": "long_wait",
    "ratio": "ratio",
    "ordinary_owed": "ordinary_turn",
    "held_first": "came_back",
    "carried_first": "former_day",
    "by_number": "by_number",
}
"""The reasons that have a plain name."""


@dataclass(slots=True)
class Passings:
    """Counts for every ticket of the last day that was opened; a floor of its own follows the rows.

    No number is in them and nobody's class: a citizen asks about themselves. ``floor`` is as it was before the request
    whose rows are in ``request``: by that hall it chose.
    """

    floor: Floor = field(default_factory=Floor)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    request: list[e.Entry] = field(default_factory=list)

    def take(self, entry: e.Entry) -> None:
        """Take the next row."""
        if entry.part == 1:
            self._follow()
        event = entry.event
        if isinstance(event, e.DayOpened):
            self.counts = {}
        if is_choice(event):
            for mine in self._passed_by(event):
                why = why_chosen(self.floor, entry, mine).code
                self.counts.setdefault(mine.id, Counter())[_PLAIN.get(why, "counter")] += 1
        self.request.append(entry)

    def _follow(self) -> None:
        for entry in self.request:
            apply_event(self.floor, entry)
        self.request = []

    def of(self, ticket: str) -> tuple[CalledBefore, ...]:
        """How many were called before a ticket though they came later, by plain reason, most of them first."""
        return tuple(CalledBefore(why, count) for why, count in self.counts.get(ticket, Counter()).most_common())

    def of_all(self) -> dict[str, tuple[CalledBefore, ...]]:
        """The same for every ticket that was passed, by their ids."""
        return {ticket: self.of(ticket) for ticket in self.counts}

    def _passed_by(self, event: Chosen) -> Iterator[Ticket]:
        floor, counter = self.floor, self.floor.counters[event.counter]
        other = floor.tickets[event.ticket]
        for tickets in floor.waiting.values():
            for mine in tickets.values():
                if is_passed(mine, other) and is_of_one_queue(floor, counter, mine, other):
                    yield mine
