"""What users of a queue are promised, each looked at before every call: first come first served, and within bounds.

These say nothing about how a ticket is found; the oracle does. Each would catch an oracle that was wrong in the same
way as the rules.
"""

from collections import Counter as Tally

from tests.domain.oracle import MINUTE_MS, Oracle, Person
from tests.domain.oracle_choice import Moment
from tests.domain.second_opinion import Turn

BY_CLASSES = ("earliest", "class_first", "ordinary_owed", "preferred", "ratio")


def first_come_first_served(oracle: Oracle, turn: Turn, at_ms: int) -> None:
    """Of two who wait in one field, of one class and counting as one class, the earlier is called first.

    Both may be called at this counter, neither was missed, and no rule above the classes made the choice. It is so at
    every counter and under every policy.
    """
    called = oracle.people[turn.ticket]
    if turn.rule not in BY_CLASSES or called.does == "is missed":
        return
    for other in oracle.waiting():
        if oracle.may_go(other, turn.counter) and is_alike(oracle, called, other, at_ms):
            assert called.place <= other.place, f"{called.ticket} before {other.ticket}, who came earlier"


def is_alike(oracle: Oracle, one: Person, other: Person, at_ms: int) -> bool:
    """Whether two differ in nothing but their time of arrival."""
    same_class = one.own_class == other.own_class and oracle.counts_as(one, at_ms) == oracle.counts_as(other, at_ms)
    return one.field == other.field and same_class


def nobody_waits_beyond_the_limit(oracle: Oracle, turn: Turn, at_ms: int) -> None:
    """While somebody whom the counter may call has waited beyond the limit, nobody else is called there.

    But for a ticket that is kept for the very clerk.
    """
    limit_ms = oracle.plan.policy.call_first_after_min * MINUTE_MS
    there = [person for person in oracle.waiting() if oracle.may_go(person, turn.counter)]
    late = [person for person in there if at_ms - person.counts_from >= limit_ms]
    if limit_ms and late and turn.rule not in ("held_first", "by_number"):
        assert oracle.people[turn.ticket] in late, f"{turn.ticket} is called while {late[0].ticket} has waited too long"


def a_reserved_counter_calls_its_classes_alone(oracle: Oracle, turn: Turn, at_ms: int) -> None:
    """Unless somebody was sent there."""
    planned, person = oracle.plan.counter(turn.counter), oracle.people[turn.ticket]
    if planned and planned.reserved_for and person.only_at is None and turn.rule != "by_number":
        assert person.own_class in planned.reserved_for


def the_missed_are_called_within_their_limits(oracle: Oracle, turn: Turn, at_ms: int) -> None:
    """As often as the plan says, and not too soon."""
    person, rules = oracle.people[turn.ticket], oracle.plan.policy.missed
    if person.does == "is missed" and turn.rule != "by_number":
        assert rules.come_back != "never"
        assert rules.most_calls == 0 or person.calls < rules.most_calls
        assert not rules.least_s_between or at_ms - person.last_call >= rules.least_s_between * 1000


class Overtaking:
    """Nobody without priority is overtaken more than N times in a row, at whichever counters and from whichever fields.

    It counts, for each ordinary ticket, those with priority who came later and were called where it might have been; a
    call without priority in its field ends the row. A counter that prefers classes or weighs fields may go on at once,
    and so may the rules above the classes: they are counted, and held to nothing. A preparation that is dropped again
    overtook nobody, unless a later call counted on it.
    """

    def __init__(self) -> None:
        self.overtaken: Tally[tuple[str, int]] = Tally()
        self.changed: dict[int, list[tuple[str, tuple[str, int], int]]] = {}
        """By turn: in which field whose count was changed by how much."""
        self.most = 0
        self._turns_seen = 0

    def __call__(self, oracle: Oracle, turn: Turn, at_ms: int) -> None:
        """See :data:`tests.domain.second_opinion.Watch`."""
        if len(oracle.turns) < self._turns_seen:
            self.overtaken.clear()
            self.changed.clear()
        self._turns_seen = len(oracle.turns) + 1
        self._take_back(oracle)
        changed = self.changed[len(oracle.turns)] = []
        called = oracle.people[turn.ticket]
        if oracle.is_ordinary(called, at_ms):
            for person in oracle.people.values():
                if person.field == called.field:
                    self._add(changed, person, -self.overtaken[person.ticket, person.began])
            return
        for name in {person.field for person in oracle.waiting()}:
            self._count(oracle, turn, name, at_ms)

    def _take_back(self, oracle: Oracle) -> None:
        for number, given in enumerate(oracle.turns):
            kept = self.changed.get(number, [])
            for name, key, by in kept:
                self.overtaken[key] -= by if name in given.given_back else 0
            self.changed[number] = [one for one in kept if one[0] not in given.given_back]

    def _add(self, changed: list[tuple[str, tuple[str, int], int]], person: Person, by: int) -> None:
        key = (person.ticket, person.began)
        self.overtaken[key] += by
        changed.append((person.field, key, by))

    def _count(self, oracle: Oracle, turn: Turn, name: str, at_ms: int) -> None:
        there = [person for person in oracle.waiting() if person.field == name and oracle.is_ordinary(person, at_ms)]
        there = [person for person in there if oracle.may_go(person, turn.counter)]
        place = oracle.people[turn.ticket].place
        for person in there:
            self._add(self.changed[len(oracle.turns)], person, int(person.place < place))
        first = min(there, key=lambda person: person.place, default=None)
        if first is None or first.place >= place or not self._is_held_to_it(oracle, turn, at_ms):
            return
        rows = self.overtaken[first.ticket, first.began]
        self.most = max(self.most, rows)
        assert rows <= oracle.plan.policy.most_priority_in_a_row, f"{first.ticket} is overtaken {rows} times in a row"

    def _is_held_to_it(self, oracle: Oracle, turn: Turn, at_ms: int) -> bool:
        is_weighed = Moment(oracle, turn.counter, at_ms).profile() is not None
        return oracle.plan.policy.classes == "at_most" and turn.rule == "class_first" and not is_weighed


PROMISES = (
    first_come_first_served,
    nobody_waits_beyond_the_limit,
    a_reserved_counter_calls_its_classes_alone,
    the_missed_are_called_within_their_limits,
)
