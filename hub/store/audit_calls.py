"""Every call and preparation of a day decided again: by the hall as it was then, under the plan of that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.calling import Choice, Classes, candidates, choose, counted_as, pick_next
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor
from hub.domain.transitions import IllegalMove
from hub.store.journal import at_text

Chosen = e.TicketCalled | e.TicketPrepared
"""Rows that say whom somebody chose."""


class AgainstTheRules(Exception):
    """A row that the rules do not allow at its place."""

    def __init__(self, entry: e.Entry, fault: Exception) -> None:
        super().__init__(f"row {entry.seq}: against the rules ({type(fault).__name__}: {fault}); not read on")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of its choice beside the ticket."""

    rule: str
    candidates: int
    plan_version: int
    as_class: str

    def differences(self, again: "Told") -> Iterator[str]:
        """What the second decision says otherwise, in words."""
        for name in self.__slots__:
            told, found = getattr(self, name), getattr(again, name)
            if told != found:
                yield f"{name} {told or 'none'}, decided again {found or 'none'}"


@dataclass(frozen=True, slots=True)
class Redecided:
    """A row beside the second decision: the label that the policy chose (empty: nobody), and what the row should say.

    ``again`` is None when the policy chose another ticket, or when the row is of a version that did not tell more.
    """

    entry: e.Entry
    event: Chosen
    label: str
    wanted: str
    again: Told | None

    @property
    def is_by_policy(self) -> bool:
        """Whether the policy chose the same ticket."""
        return self.label == self.wanted

    @property
    def differences(self) -> list[str]:
        """What the row says otherwise than the rules do of the same ticket."""
        event = self.event
        told = Told(event.rule, event.candidates, event.plan_version, event.as_class)
        return list(told.differences(self.again)) if self.again else []


def play(floor: Floor, request: list[e.Entry]) -> list[Redecided]:
    """Apply a request's rows; what they chose is judged by the hall as it was before the first, as the hub decides.

    A missed number that is called out of order first waits again, in the row before its call: it must not be taken for
    one whose turn it was. Raises AgainstTheRules.
    """
    found = []
    for entry in request:
        if isinstance(entry.event, e.TicketCalled | e.TicketPrepared):
            with _named(entry):
                found.append(_decided_again(floor, entry, entry.event))
    for entry in request:
        with _named(entry):
            apply_event(floor, entry)
    return found


@contextmanager
def _named(entry: e.Entry) -> Iterator[None]:
    """Turn what the rules raise into the row that broke them."""
    try:
        yield
    except (IllegalMove, Refused, LookupError, AttributeError) as fault:
        raise AgainstTheRules(entry, fault) from fault


def _decided_again(floor: Floor, entry: e.Entry, event: Chosen) -> Redecided:
    """A prepared ticket was chosen when it was prepared: its call has only to be that of this very ticket."""
    counter = floor.counter(event.counter)
    decide = choose if isinstance(event, e.TicketPrepared) else pick_next
    choice = decide(floor, counter, entry.at_ms)
    label = floor.tickets[event.ticket].label
    wanted = choice.ticket.label if choice else ""
    return Redecided(entry, event, label, wanted, _again(floor, counter, entry, choice))


def _again(floor: Floor, counter: Counter, entry: e.Entry, choice: Choice | None) -> Told | None:
    event = entry.event
    assert isinstance(event, e.TicketCalled | e.TicketPrepared)
    if event.plan_version == 0:
        return None
    if event.rule == "by_number":
        ticket, among = floor.tickets[event.ticket], len(candidates(floor, counter, entry.at_ms))
        as_class = counted_as(Classes.of(floor.the_plan, entry.at_ms), ticket)
        return Told("by_number", among, floor.plan_version, as_class)
    if choice is None or choice.ticket.id != event.ticket:
        return None
    return Told(choice.rule, choice.candidates, floor.plan_version, choice.as_class)


def account_of_calls(found: list[Redecided]) -> Iterator[tuple[str, bool]]:
    """Lines for people, each with whether all is well with it: how many, and each that the policy would not have made.

    A call by number has a reason; whatever else differs is unexplained.
    """
    for name, kind in (("calls", e.TicketCalled), ("preparations", e.TicketPrepared)):
        those = [one for one in found if isinstance(one.event, kind)]
        if those or kind is e.TicketCalled:
            others = sum(not one.is_by_policy for one in those)
            yield f"{name}: {len(those)}, by the policy {len(those) - others}, otherwise {others}", True
    for one in found:
        yield from _findings(one)


def _findings(one: Redecided) -> Iterator[tuple[str, bool]]:
    event, what = one.event, "" if isinstance(one.event, e.TicketCalled) else "prepared "
    place = f"  row {one.entry.seq}, {at_text(one.entry.at_ms)}, counter {event.counter}: {what}{one.label}"
    reason = event.reason if isinstance(event, e.TicketCalled) and event.rule == "by_number" else None
    if not one.is_by_policy:
        yield f"{place} instead of {one.wanted or 'nobody'}: {reason or 'unexplained'}", reason is not None
    for difference in one.differences:
        yield f"{place}: {difference}: unexplained", False
