"""A second opinion on who is called next, told by events alone and thought out another way than the rules.

The rules sort and count as they go; the oracle keeps a plain list of who waits and a history of calls, looks back in it
for what was called in a row, and lets tickets step aside one reason after the other until one is left.
"""

from dataclasses import dataclass, field

from hub.domain import events as e
from hub.domain.plan import Plan
from tests.domain.hall import PLAN


@dataclass
class Person:
    """Somebody with a number: where they belong and whether they wait."""

    ticket: str
    field: str
    rank: int
    came: int
    place: int
    mode: str
    is_waiting: bool = True
    only_at: int | None = None


@dataclass(frozen=True)
class Call:
    """A call of the past: its mode and field, whether with priority, and whether an ordinary ticket was left."""

    mode: str
    field: str
    with_priority: bool
    left_ordinary: bool


@dataclass
class Oracle:
    """Listens to events; says whom a counter should call and why."""

    plan: Plan = PLAN
    mode: str = "live"
    people: dict[str, Person] = field(default_factory=dict)
    serves: dict[int, tuple[str, ...]] = field(default_factory=dict)
    history: list[Call] = field(default_factory=list)

    def expected(self, counter: int) -> tuple[str, str] | None:
        """Ticket and rule of the call that a counter should make now, or None when nobody is there for it."""
        hopeful = [person for person in self._waiting() if self._may_go(person, counter)]
        owed = {person.field for person in hopeful if not person.rank and self._is_used_up(person.field)}
        hopeful = [person for person in hopeful if not (person.field in owed and person.rank)]
        best = max((entry.rank for entry in self.plan.classes), default=0)
        weights = {person.ticket: best if person.field in owed else person.rank for person in hopeful}
        heaviest = [person for person in hopeful if weights[person.ticket] == max(weights.values())]
        for person in heaviest:
            if all(other is person or comes_before(person, other) for other in heaviest):
                return person.ticket, self._rule(person, owed)
        return None

    def breaks_the_limit(self, call: e.TicketCalled) -> bool:
        """Whether a call by the policy is one priority call too many while an ordinary ticket could have come."""
        person = self.people[call.ticket]
        others = (other for other in self._waiting() if other.field == person.field and not other.rank)
        is_owed = any(self._may_go(other, call.counter) for other in others)
        return bool(person.rank and is_owed and self._is_used_up(person.field))

    def hear(self, event: e.Event) -> None:
        """Take in what has happened."""
        match event:
            case e.DayOpened():
                self.plan, self.mode = event.plan, "live"
                self.people.clear()
                self.history.clear()
                self.serves = {counter.counter: counter.fields for counter in event.counters}
            case e.ModeSet():
                self.mode = event.mode
                self.history = [call for call in self.history if call.mode == "live"]
            case e.CounterFieldsSet():
                self.serves[event.counter] = event.fields
            case e.CounterClosed():
                self._unbind(event.counter)
            case e.TicketIssued() | e.TicketJoined():
                self._comes(event)
            case e.TicketCalled():
                self._is_called(event)
            case e.TicketTransferred():
                person = self.people[event.ticket]
                person.field, person.only_at, person.is_waiting = event.to_field, event.to_counter, True
            case e.TicketCalledBack() | e.TicketReturned() | e.TicketReinstated():
                self._waits_again(event)
            case e.TicketCancelled() | e.TicketExpired() | e.TicketServedOffline():
                self.people[event.ticket].is_waiting = False

    def _comes(self, event: e.TicketIssued | e.TicketJoined) -> None:
        rank = {entry.id: entry.rank for entry in self.plan.classes}.get(event.ticket_class, 0)
        place = len(self.people)
        self.people[event.ticket] = Person(event.ticket, event.field, rank, event.arrived_ms, place, event.mode)

    def _waits_again(self, event: e.TicketCalledBack | e.TicketReturned | e.TicketReinstated) -> None:
        person = self.people[event.ticket]
        person.is_waiting = True
        if isinstance(event, e.TicketReturned):
            person.only_at = event.to_counter

    def _is_called(self, event: e.TicketCalled) -> None:
        person = self.people[event.ticket]
        person.is_waiting = False
        left = any(other.field == person.field and not other.rank for other in self._waiting())
        self.history.append(Call(self.mode, person.field, person.rank > 0, left))

    def _unbind(self, counter: int) -> None:
        for person in self.people.values():
            if person.only_at == counter:
                person.only_at = None

    def _waiting(self) -> list[Person]:
        return [person for person in self.people.values() if person.is_waiting and person.mode == self.mode]

    def _may_go(self, person: Person, counter: int) -> bool:
        return person.only_at == counter if person.only_at else person.field in self.serves.get(counter, ())

    def _is_used_up(self, name: str) -> bool:
        """Whether the last N calls of a field were all with priority while an ordinary ticket was left waiting."""
        most = self.plan.policy.most_priority_in_a_row
        last = [call for call in self.history if (call.mode, call.field) == (self.mode, name)][-most:]
        return len(last) == most and all(call.with_priority and call.left_ordinary for call in last)

    def _rule(self, person: Person, owed: set[str]) -> str:
        if person.rank:
            return "class_first"
        return "ordinary_owed" if person.field in owed else "earliest"


def comes_before(one: Person, other: Person) -> bool:
    """Whether one has the earlier place of two."""
    return one.came < other.came or (one.came == other.came and one.place < other.place)
