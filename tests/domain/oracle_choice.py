"""What follows from the history for a counter: whom it should call, by which rule, out of how many."""

from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hub.domain.plan import Profile
from tests.domain.oracle import MINUTE_MS, Oracle, Person, Turn


@dataclass(frozen=True)
class Choice:
    """Whom a counter should call; ``as_class`` only when that is not the ticket's own."""

    ticket: str
    rule: str
    candidates: int
    as_class: str = ""


@dataclass(frozen=True)
class Hopeful:
    """Somebody whom a counter may call, and the place that counts for them now."""

    person: Person
    place: tuple[int, int, int]

    @property
    def is_back(self) -> bool:
        """Whether they were missed."""
        return self.person.does == "is missed"


class Moment:
    """The hall as one counter sees it at one time (ms since the epoch, UTC)."""

    def __init__(self, oracle: Oracle, counter: int, at_ms: int) -> None:
        self.oracle, self.counter, self.at_ms = oracle, counter, at_ms
        self.policy = oracle.plan.policy

    def choice(self) -> Choice | None:
        """Whom the counter should call now, or None when nobody is there for it."""
        hopeful = self.hopeful()
        if not hopeful:
            return None
        chosen, rule = self._above_all(hopeful) or self._among_classes(hopeful)
        as_class = self.oracle.counts_as(chosen.person, self.at_ms)
        own = chosen.person.own_class
        return Choice(chosen.person.ticket, rule, len(hopeful), "" if as_class == own else as_class)

    def hopeful(self) -> list[Hopeful]:
        """Everybody whom the counter may call now."""
        people = [person for person in self.oracle.there() if self.oracle.may_go(person, self.counter)]
        found = [Hopeful(person, person.place) for person in people if person.does == "waits"]
        back = [person for person in people if person.does == "is missed" and self._may_be_called_again(person)]
        found += [Hopeful(person, self._place_of_missed(person)) for person in back if self._is_due(person)]
        return found or [Hopeful(person, self._place_of_missed(person)) for person in back]

    def _may_be_called_again(self, person: Person) -> bool:
        rules = self.policy.missed
        is_allowed = rules.most_calls == 0 or person.calls < rules.most_calls
        return rules.come_back != "never" and is_allowed and self._has_paused(person)

    def _has_paused(self, person: Person) -> bool:
        pause_ms = self.policy.missed.least_s_between * 1000
        return pause_ms == 0 or self.at_ms - person.last_call >= pause_ms

    def _is_due(self, person: Person) -> bool:
        """After enough others, or behind all who may be called here and were there when they were missed."""
        if self.policy.missed.come_back == "after_others":
            return len(person.has_seen) >= self.policy.missed.others
        waiting = [other for other in self.oracle.waiting() if self.oracle.may_go(other, self.counter)]
        return all(other.came >= person.missed_at for other in waiting)

    def _place_of_missed(self, person: Person) -> tuple[int, int, int]:
        is_behind = self.policy.missed.come_back == "at_end"
        return (person.missed_at, person.drawn, 0) if is_behind else person.place

    def _above_all(self, hopeful: list[Hopeful]) -> tuple[Hopeful, str] | None:
        """The rules that stand above the classes."""
        clerk = self.oracle.desks[self.counter].clerk
        groups = {
            "held_first": [one for one in hopeful if one.person.only_by and one.person.only_by == clerk],
            "waited_too_long": [one for one in hopeful if self.is_over_the_limit(one)],
            "carried_first": [one for one in hopeful if one.person.is_from_former_day and not one.is_back],
        }
        return next(((earliest(group), rule) for rule, group in groups.items() if group), None)

    def is_over_the_limit(self, one: Hopeful) -> bool:
        limit = self.policy.call_first_after_min * MINUTE_MS
        return limit > 0 and not one.is_back and self.at_ms - one.person.counts_from >= limit

    def _among_classes(self, hopeful: list[Hopeful]) -> tuple[Hopeful, str]:
        planned = self.oracle.plan.counter(self.counter)
        there = [one for one in hopeful if not one.is_back]
        liked = [one for one in there if planned and self.class_of(one) in planned.prefers]
        heaviest = self._heaviest(liked or hopeful)
        named = [self.named([one for one in heaviest if one.person.field == name]) for name in fields_of(heaviest)]
        standing = max(standing for _, _, standing in named)
        chosen = earliest([one for one, _, one_standing in named if one_standing == standing])
        rule = next(rule for one, rule, _ in named if one is chosen)
        return chosen, "preferred" if liked else rule

    def _heaviest(self, hopeful: list[Hopeful]) -> list[Hopeful]:
        profile = self.profile()
        if profile is None:
            return hopeful
        weights = {entry.field: entry.weight for entry in profile.weights}
        most = max(weights.get(name, 1) for name in fields_of(hopeful))
        return [one for one in hopeful if weights.get(one.person.field, 1) == most]

    def profile(self) -> Profile | None:
        """The work profile in force at the counter."""
        desk, plan = self.oracle.desks[self.counter], self.oracle.plan
        of_clerks = {entry.clerk: entry.profile for entry in plan.clerks}
        planned = plan.counter(self.counter)
        own = planned.profile if planned else ""
        name = desk.chosen or of_clerks.get(desk.clerk or "", "") or own
        return next((profile for profile in plan.profiles if profile.id == name), None)

    def class_of(self, one: Hopeful) -> str:
        return self.oracle.counts_as(one.person, self.at_ms)

    def rank_of(self, one: Hopeful) -> int:
        return self.oracle.rank(self.class_of(one))

    def named(self, group: list[Hopeful]) -> tuple[Hopeful, str, int]:
        """Whom a field puts forward, by which rule, and how high they stand beside those of other fields."""
        if self.policy.classes == "arrival":
            return earliest(group), "earliest", 0
        if self.policy.classes == "ratio":
            return self._of_the_round(group), "ratio", 0
        ordinary = [one for one in group if self.rank_of(one) == 0]
        if ordinary and self.policy.classes == "at_most" and self._owes(group[0].person.field):
            return earliest(ordinary), "ordinary_owed", max([self.oracle.rank(c.id) for c in self.oracle.plan.classes])
        highest = max(self.rank_of(one) for one in group)
        chosen = earliest([one for one in group if self.rank_of(one) == highest])
        return chosen, "class_first" if highest else "earliest", highest

    def _owes(self, name: str) -> bool:
        return self.in_a_row(name) >= self.policy.most_priority_in_a_row

    def in_a_row(self, name: str) -> int:
        """Looks back from now: how many calls with priority in a row an ordinary ticket of the field has seen."""
        count = 0
        for turn in reversed(self._turns_of(name)):
            if turn.field == name and not (turn.has_priority and name in turn.ordinary_left):
                break
            count += 1
        return count

    def _turns_of(self, name: str) -> list[Turn]:
        """Those of the past that count in a field."""
        return [turn for turn in self.oracle.turns if turn.mode == self.oracle.mode and turn.counts_in(name)]

    def _of_the_round(self, group: list[Hopeful]) -> Hopeful:
        """When nobody here has a turn left: a new round, unless somebody who goes elsewhere keeps it from beginning."""
        name = group[0].person.field
        had, here = self.round_of(name), set(map(self.class_of, group))
        elsewhere = {self.oracle.counts_as(one, self.at_ms) for one in self.oracle.waiting() if one.field == name}
        with_people = [share for share in self.policy.ratio if share.ticket_class in here]
        left = [share for share in self.policy.ratio if had[share.ticket_class] < share.calls]
        if not any(share.ticket_class in here | elsewhere for share in left):
            turn = with_people[0]
        elif any(share in left for share in with_people):
            turn = next(share for share in with_people if share in left)
        else:
            fewest = min(had[share.ticket_class] // share.calls for share in with_people)
            turn = next(share for share in with_people if had[share.ticket_class] // share.calls == fewest)
        return earliest([one for one in group if self.class_of(one) == turn.ticket_class])

    def round_of(self, name: str) -> Tally[str]:
        """The calls of each class in a field's current round, told again from the beginning."""
        shares = {share.ticket_class: share.calls for share in self.policy.ratio}
        had: Tally[str] = Tally()
        for turn in self._turns_of(name):
            if all(had[one] >= shares.get(one, 0) for one in turn.classes):
                had.clear()
            had[turn.as_class] += 1
        return had


def people_before(oracle: Oracle, ticket: str, at_ms: int) -> int:
    """How many of its field would be called before a ticket, those carried over first and then by the classes alone, if
    nobody came and time stood still.

    It plays on, with a hall of that one field.
    """
    person = oracle.people[ticket]
    played = replace(oracle, people=dict(oracle.people), turns=list(oracle.turns))
    moment = Moment(played, 0, at_ms)
    for count in range(len(played.people)):
        there = [one for one in played.waiting() if one.field == person.field]
        former = [Hopeful(one, one.place) for one in there if one.is_from_former_day]
        called = (earliest(former) if former else moment.named([Hopeful(one, one.place) for one in there])[0]).person
        if called is person:
            return count
        played.takes_a_turn(called, None, at_ms)
        del played.people[called.ticket]
    raise AssertionError(f"{ticket} does not wait")


def earliest(group: Iterable[Hopeful]) -> Hopeful:
    """The one before whom nobody came."""
    ordered = list(group)
    return next(one for one in ordered if all(one is other or one.place < other.place for other in ordered))


def fields_of(group: Iterable[Hopeful]) -> list[str]:
    """The fields that people wait in, each once."""
    return sorted({one.person.field for one in group})


def expected(oracle: Oracle, counter: int, at_ms: int) -> Choice | None:
    """Whom a counter should call at a time."""
    return Moment(oracle, counter, at_ms).choice()
