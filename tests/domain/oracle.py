"""A second opinion on who is called next, told by journal rows alone and thought out another way than the rules.

The rules sort and count as they go. The oracle keeps a plain list of people and a history of calls: it looks back in
that for what was called in a row or in a round, and lets people step aside, one sentence of docs/calling-order.md after
the other, until one is left. It shares no code with the rules, only the plan and the names of what happened.
"""

from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hub.domain import events as e
from hub.domain.plan import ORDINARY, Plan
from tests.domain.hall import PLAN

MINUTE_MS = 60_000
BOXES = ("desk:", "hall:", "hub")
"""How the names of machines begin: what they do at a counter, its clerk does."""


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
    calls: int = 0
    last_call: int = 0
    missed_at: int = 0
    calls_then: int = 0

    @property
    def place(self) -> tuple[int, int]:
        return (self.came, self.drawn)


@dataclass
class Desk:
    """A counter: what it serves and who sits there."""

    number: int
    fields: tuple[str, ...]
    chosen: str = ""
    clerk: str | None = None


@dataclass(frozen=True)
class Turn:
    """A call or a preparation of the past: whose turn it was, and who was left.

    ``ordinary_left`` are the fields in which an ordinary ticket was left waiting, ``ordinary_at_hand`` those of them
    whose ordinary tickets the same counter might have called, ``classes`` who waited in the field, the called included.
    """

    mode: str
    field: str
    as_class: str
    has_priority: bool
    ordinary_left: frozenset[str]
    ordinary_at_hand: frozenset[str]
    classes: frozenset[str]


@dataclass
class Oracle:
    """Listens to the journal. What follows from it for a counter, :mod:`tests.domain.oracle_choice` says."""

    plan: Plan = PLAN
    mode: str = "live"
    people: dict[str, Person] = field(default_factory=dict)
    desks: dict[int, Desk] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    called_in: Tally[tuple[str, str]] = field(default_factory=Tally)

    def hear(self, entry: e.Entry) -> None:
        """Take in what has happened."""
        event = entry.event
        name = type(event).__name__
        if name in AT_ITS_COUNTER:
            self._somebody_works_at(event.counter, entry.actor)  # type: ignore[union-attr]
        if (happens := HAPPENS.get(name)) is not None:
            happens(self, event, entry)
        if name in DOES:
            self.people[event.ticket].does = DOES[name]  # type: ignore[union-attr]

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
        waited_min = (at_ms - person.began) / MINUTE_MS
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
        return desk not in theirs and any(self._takes(other, person) for other in theirs)

    def _somebody_works_at(self, counter: int, actor: str) -> None:
        desk = self.desks[counter]
        if not (actor.startswith(BOXES) and desk.clerk):
            desk.clerk = actor

    def takes_a_turn(self, person: Person, counter: int | None, at_ms: int) -> None:
        """Write into the history that somebody is called, or prepared, to a counter."""
        others = [other for other in self.waiting() if other is not person]
        ordinary = [other for other in others if self.is_ordinary(other, at_ms)]
        in_field = [other for other in others if other.field == person.field]
        as_class = self.counts_as(person, at_ms)
        self.turns.append(
            Turn(
                self.mode,
                person.field,
                as_class,
                has_priority=self.rank(as_class) > 0,
                ordinary_left=frozenset(other.field for other in ordinary),
                ordinary_at_hand=frozenset(
                    other.field for other in ordinary if counter and self.may_go(other, counter)
                ),
                classes=frozenset(self.counts_as(other, at_ms) for other in [person, *in_field]),
            )
        )


def _day_opened(oracle: Oracle, event: e.DayOpened, entry: e.Entry) -> None:
    oracle.plan, oracle.mode = event.plan, "live"
    oracle.people.clear()
    oracle.turns.clear()
    oracle.called_in.clear()
    oracle.desks = {one.counter: Desk(one.counter, one.fields) for one in event.counters}


def _mode_set(oracle: Oracle, event: e.ModeSet, entry: e.Entry) -> None:
    oracle.mode = event.mode
    oracle.turns = [turn for turn in oracle.turns if turn.mode == "live"]


def _plan_adopted(oracle: Oracle, event: e.PlanAdopted, entry: e.Entry) -> None:
    """At once or not: what a counter serves stays as it is today, unless the plan changes that very counter."""
    if event.when != "now":
        return
    former, oracle.plan = oracle.plan, event.plan
    if (former.policy, former.classes) != (oracle.plan.policy, oracle.plan.classes):
        oracle.turns.clear()
    before, desks = {one.number: one.fields for one in former.counters}, oracle.desks
    oracle.desks = {one.number: desks.get(one.number) or Desk(one.number, one.fields) for one in oracle.plan.counters}
    for planned in oracle.plan.counters:
        desk = oracle.desks[planned.number]
        if before.get(planned.number) != planned.fields:
            desk.fields = planned.fields
        if desk.chosen not in [profile.id for profile in oracle.plan.profiles]:
            desk.chosen = ""


def _counter_opened(oracle: Oracle, event: e.CounterOpened, entry: e.Entry) -> None:
    oracle.desks[event.counter].clerk = entry.actor


def _counter_closed(oracle: Oracle, event: e.CounterClosed, entry: e.Entry) -> None:
    oracle.desks[event.counter].clerk = None
    for person in oracle.people.values():
        if person.only_at == event.counter:
            person.only_at = None


def _counter_fields_set(oracle: Oracle, event: e.CounterFieldsSet, entry: e.Entry) -> None:
    oracle.desks[event.counter].fields = event.fields


def _profile_chosen(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    oracle.desks[event.counter].chosen = event.profile


def _comes(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    came = event.arrived_ms
    oracle.people[event.ticket] = Person(
        ticket=event.ticket,
        field=event.field,
        own_class=event.ticket_class,
        came=came,
        drawn=len(oracle.people),
        mode=getattr(event, "mode", "live"),
        began=came,
        is_from_former_day=type(event).__name__ == "TicketCarriedOver",
    )


def _called(oracle: Oracle, event: e.TicketCalled, entry: e.Entry) -> None:
    """Whoever was prepared had their turn then."""
    person = oracle.people[event.ticket]
    if event.rule != "prepared":
        oracle.takes_a_turn(person, event.counter, entry.at_ms)
    oracle.called_in[oracle.mode, person.field] += 1
    person.only_by = None
    _announced(oracle, event, entry)


def _prepared(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    oracle.takes_a_turn(oracle.people[event.ticket], event.counter, entry.at_ms)


def _announced(oracle: Oracle, event: e.CounterTicketEvent, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.calls, person.last_call = person.calls + 1, entry.at_ms


def _missed(oracle: Oracle, event: e.TicketMissed, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.missed_at, person.calls_then = entry.at_ms, oracle.called_in[person.mode, person.field]


def _held(oracle: Oracle, event: e.TicketHeld, entry: e.Entry) -> None:
    oracle.people[event.ticket].held_by = oracle.desks[event.counter].clerk


def _returned(oracle: Oracle, event: e.TicketReturned, entry: e.Entry) -> None:
    """From being held it goes back to the same clerk first, if the plan says so."""
    person = oracle.people[event.ticket]
    person.only_at = event.to_counter
    if person.does == "is held" and oracle.plan.policy.held_return == "same_clerk":
        person.only_by = person.held_by


def _goes_on(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    """The next service of the visit begins."""
    person = oracle.people[event.ticket]
    person.field, person.only_at = event.to_field, getattr(event, "to_counter", None)
    person.began, person.only_by, person.calls = entry.at_ms, None, 0


def _moved(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.field, person.only_at = event.to_field, None


def _reinstated(oracle: Oracle, event: e.TicketReinstated, entry: e.Entry) -> None:
    """The counter to which somebody was sent has closed with the day."""
    oracle.people[event.ticket].only_at = None


HAPPENS: dict[str, Callable[[Oracle, Any, e.Entry], None]] = {
    "DayOpened": _day_opened,
    "ModeSet": _mode_set,
    "PlanAdopted": _plan_adopted,
    "CounterOpened": _counter_opened,
    "CounterClosed": _counter_closed,
    "CounterFieldsSet": _counter_fields_set,
    "ProfileChosen": _profile_chosen,
    "TicketIssued": _comes,
    "TicketJoined": _comes,
    "TicketCarriedOver": _comes,
    "TicketCalled": _called,
    "TicketPrepared": _prepared,
    "TicketRecalled": _announced,
    "TicketMissed": _missed,
    "TicketHeld": _held,
    "TicketReturned": _returned,
    "TicketTransferred": _goes_on,
    "ErrandFinished": _goes_on,
    "ErrandServedOffline": _goes_on,
    "TicketMoved": _moved,
    "TicketReinstated": _reinstated,
}
AT_ITS_COUNTER = frozenset(
    {
        *("TicketCalled", "TicketRecalled", "ServiceStarted", "ServiceFinished", "TicketMissed", "TicketHeld"),
        *("ServiceResumed", "TicketTransferred", "ErrandFinished", "ErrandAdded", "ErrandDropped", "TicketPrepared"),
    }
)
"""What a clerk does at a counter; whoever does it is its clerk."""
DOES = {
    **dict.fromkeys(("TicketCalled", "ServiceStarted", "ServiceResumed"), "is at a counter"),
    **dict.fromkeys(("TicketTransferred", "TicketReturned", "TicketCalledBack", "TicketReinstated"), "waits"),
    **dict.fromkeys(("ErrandFinished", "ErrandServedOffline", "PreparationDropped"), "waits"),
    **dict.fromkeys(("ServiceFinished", "TicketCancelled", "TicketExpired", "ServiceEndedByDay"), "has gone"),
    "TicketServedOffline": "has gone",
    "TicketMissed": "is missed",
    "TicketHeld": "is held",
    "TicketPrepared": "is prepared",
}
"""What somebody does after each of these."""
