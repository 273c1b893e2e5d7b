"""A second opinion on who is called next, told by journal rows alone and thought out another way than the rules.

The rules sort and count as they go. The oracle keeps a plain list of people and a history of calls: it looks back in
that for what was called in a row or in a round, and lets people step aside, one sentence of docs/calling-order.md after
the other, until one is left. It shares no code with the rules, only the plan and the names of what happened.
"""

from dataclasses import dataclass, field

from hub.domain.plan import ORDINARY, Plan
from tests.domain.hall import PLAN

MINUTE_MS = 60_000


@dataclass
class Person:
    """Somebody with a number: where they belong, how they came there, what they do now."""

    ticket: str
    field: str
    own_class: str
    came: int
    drawn: int
    mode: str
    began: int
    does: str = "waits"
    only_at: int | None = None
    only_by: str | None = None
    held_by: str | None = None
    is_from_former_day: bool = False
    counts_from: int = 0
    stepped_back_to: tuple[int, int, int] | None = None
    calls: int = 0
    last_call: int = 0
    missed_at: int = 0
    is_served: bool = False
    has_seen: list[str] = field(default_factory=list)
    """Whose services have begun in the field since this one was missed."""

    @property
    def place(self) -> tuple[int, int, int]:
        return self.stepped_back_to or (self.came, self.drawn, 0)

    def begins_to_wait(self, at_ms: int) -> None:
        """For a service of the visit."""
        self.began = self.counts_from = at_ms


@dataclass
class Desk:
    """A counter: what it serves and who sits there."""

    number: int
    fields: tuple[str, ...]
    chosen: str = ""
    clerk: str | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Turn:
    """A call or a preparation of the past: whose turn it was, and who was left.

    ``ordinary_left`` are the fields in which an ordinary ticket was left waiting, ``ordinary_at_hand`` those of them
    whose ordinary tickets the same counter might have called (with ``at_most``), ``classes`` who waited in the field,
    the called included. In the fields of ``given_back`` it is as if it had never been taken.
    """

    ticket: str
    mode: str
    field: str
    as_class: str
    has_priority: bool
    ordinary_left: frozenset[str]
    ordinary_at_hand: frozenset[str]
    classes: frozenset[str]
    given_back: set[str] = field(default_factory=set)

    def counts_in(self, name: str) -> bool:
        """Whether what a field is owed changes with it."""
        is_passed = self.has_priority and name in self.ordinary_at_hand
        return name not in self.given_back and (name == self.field or is_passed)


@dataclass
class Oracle:
    """What :mod:`tests.domain.oracle_ears` heard. What follows for a counter :mod:`tests.domain.oracle_choice` says."""

    plan: Plan = PLAN
    mode: str = "live"
    people: dict[str, Person] = field(default_factory=dict)
    desks: dict[int, Desk] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    def there(self) -> list[Person]:
        """Everybody of the current mode."""
        return [person for person in self.people.values() if person.mode == self.mode]

    def waiting(self) -> list[Person]:
        return [person for person in self.there() if person.does == "waits"]

    def rank(self, class_id: str) -> int:
        """How high a class stands; ordinary 0."""
        return {one.id: one.rank for one in self.plan.classes}.get(class_id, 0)

    def counts_as(self, person: Person, at_ms: int) -> str:
        """The class as which somebody counts at a time."""
        if self.plan.policy.classes == "arrival":
            return ORDINARY
        own = person.own_class if self.rank(person.own_class) else ORDINARY
        waited_min = (at_ms - person.counts_from) / MINUTE_MS
        reached = [rule.counts_as for rule in self.plan.policy.ageing if waited_min >= rule.after_min]
        return max([own, *reached], key=self.rank)

    def is_ordinary(self, person: Person, at_ms: int) -> bool:
        return self.rank(self.counts_as(person, at_ms)) == 0

    def may_go(self, person: Person, counter: int) -> bool:
        """Whether the counter is one for this person: it takes them, and they are kept for nobody else."""
        return self._takes(self.desks[counter], person) and not self._is_kept_from(self.desks[counter], person)

    def _takes(self, desk: Desk, person: Person) -> bool:
        """Sent there; or sent nowhere, served there and let in."""
        if person.only_at:
            return person.only_at == desk.number
        planned = self.plan.counter(desk.number)
        reserved = planned.reserved_for if planned else ()
        return person.field in desk.fields and (not reserved or person.own_class in reserved)

    def _is_kept_from(self, desk: Desk, person: Person) -> bool:
        """Kept for the clerk who held the ticket, as long as that one works where it may be called."""
        theirs = [other for other in self.desks.values() if person.only_by and other.clerk == person.only_by]
        return desk not in theirs and any(other.is_open and self._takes(other, person) for other in theirs)

    def takes_a_turn(self, person: Person, counter: int | None, at_ms: int) -> None:
        """Write into the history that somebody is called, or prepared, to a counter."""
        others = [other for other in self.waiting() if other is not person]
        ordinary = [other for other in others if self.is_ordinary(other, at_ms)]
        in_field = [other for other in others if other.field == person.field]
        as_class, is_counted = self.counts_as(person, at_ms), self.plan.policy.classes == "at_most"
        self.turns.append(
            Turn(
                person.ticket,
                self.mode,
                person.field,
                as_class,
                has_priority=self.rank(as_class) > 0,
                ordinary_left=frozenset(other.field for other in ordinary),
                ordinary_at_hand=frozenset(
                    other.field for other in ordinary if is_counted and counter and self.may_go(other, counter)
                ),
                classes=frozenset(self.counts_as(other, at_ms) for other in [person, *in_field]),
            )
        )

    def gives_a_turn_back(self, ticket: str) -> None:
        """Whoever was prepared is not: it counts no more wherever nobody has had a turn since."""
        turns = [turn for turn in self.turns if turn.mode == self.mode]
        numbers = [number for number, turn in enumerate(turns) if turn.ticket == ticket]
        if numbers:
            its, later = turns[numbers[-1]], turns[numbers[-1] + 1 :]
            untouched = [
                name for name in {its.field, *its.ordinary_at_hand} if not any(t.counts_in(name) for t in later)
            ]
            its.given_back.update(untouched)
