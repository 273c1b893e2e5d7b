"""How the oracle hears the journal: what each event does to the people, the counters and the history."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from tests.domain.oracle import Desk, Oracle, Person

BOXES = ("desk:", "hall:", "hub")
"""How the names of machines begin: what they do at a counter, its clerk does."""


def hear(oracle: Oracle, entry: e.Entry) -> None:
    """Take in what has happened."""
    event = entry.event
    name = type(event).__name__
    if name in AT_ITS_COUNTER:
        _somebody_works_at(oracle.desks[event.counter], entry.actor)  # type: ignore[union-attr]
    if (happens := HAPPENS.get(name)) is not None:
        happens(oracle, event, entry)
    if name in DOES:
        oracle.people[event.ticket].does = DOES[name]  # type: ignore[union-attr]


def _somebody_works_at(desk: Desk, actor: str) -> None:
    if not (actor.startswith(BOXES) and desk.clerk):
        desk.clerk = actor


def _day_opened(oracle: Oracle, event: e.DayOpened, entry: e.Entry) -> None:
    oracle.plan, oracle.mode = event.plan, "live"
    oracle.people.clear()
    oracle.turns.clear()
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
    desk = oracle.desks[event.counter]
    desk.clerk, desk.is_open = entry.actor, True


def _counter_paused(oracle: Oracle, event: e.CounterPaused, entry: e.Entry) -> None:
    oracle.desks[event.counter].is_open = False


def _counter_closed(oracle: Oracle, event: e.CounterClosed, entry: e.Entry) -> None:
    desk = oracle.desks[event.counter]
    desk.clerk, desk.is_open = None, False
    for person in oracle.people.values():
        if person.only_at == event.counter:
            person.only_at = None


def _counter_fields_set(oracle: Oracle, event: e.CounterFieldsSet, entry: e.Entry) -> None:
    oracle.desks[event.counter].fields = event.fields


def _profile_chosen(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    oracle.desks[event.counter].chosen = event.profile


def _comes(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    came, is_from_former_day = event.arrived_ms, type(event).__name__ == "TicketCarriedOver"
    person = oracle.people[event.ticket] = Person(
        ticket=event.ticket,
        field=event.field,
        own_class=event.ticket_class,
        came=came,
        drawn=len(oracle.people),
        mode=getattr(event, "mode", "live"),
        began=entry.at_ms if is_from_former_day else came,
        is_from_former_day=is_from_former_day,
    )
    person.begins_to_wait(person.began)


def _called(oracle: Oracle, event: e.TicketCalled, entry: e.Entry) -> None:
    """Whoever was prepared had their turn then."""
    person = oracle.people[event.ticket]
    if person.does != "is prepared":
        oracle.takes_a_turn(person, event.counter, entry.at_ms)
    person.only_by, person.is_served = None, False
    _announced(oracle, event, entry)


def _prepared(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    oracle.takes_a_turn(oracle.people[event.ticket], event.counter, entry.at_ms)


def _dropped(oracle: Oracle, event: e.PreparationDropped, entry: e.Entry) -> None:
    oracle.gives_a_turn_back(event.ticket)


def _announced(oracle: Oracle, event: e.CounterTicketEvent, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.calls, person.last_call = person.calls + 1, entry.at_ms


def _missed(oracle: Oracle, event: e.TicketMissed, entry: e.Entry) -> None:
    """Where services begin with the call, one that nobody came to has not begun, as those who are missed see it."""
    person = oracle.people[event.ticket]
    for other in _missed_with(oracle, person):
        if person.is_served and event.ticket in other.has_seen:
            other.has_seen.remove(event.ticket)
    person.missed_at, person.is_served, person.has_seen = entry.at_ms, False, []


def _started(oracle: Oracle, event: e.ServiceStarted, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.is_served = True
    for other in _missed_with(oracle, person):
        other.has_seen.append(event.ticket)


def _missed_with(oracle: Oracle, person: Person) -> list[Person]:
    """Those who were missed in the same field and mode."""
    missed = (other for other in oracle.people.values() if other.does == "is missed")
    return [other for other in missed if (other.mode, other.field) == (person.mode, person.field)]


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
    person.only_by, person.calls = None, 0
    person.begins_to_wait(entry.at_ms)


def _moved(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    person = oracle.people[event.ticket]
    person.field, person.only_at = event.to_field, None


def _steps_back(oracle: Oracle, event: Any, entry: e.Entry) -> None:
    """One after the other goes by: each who is of the same kind and next behind, until as many have as were told."""
    person = oracle.people[event.ticket]
    alike = [
        other
        for other in oracle.people.values()
        if other.does == "waits"
        and (other.field, other.mode, other.own_class) == (person.field, person.mode, person.own_class)
    ]
    last = person
    for _ in range(event.others):
        last = min((other for other in alike if other.place > last.place), key=lambda other: other.place)
        person.counts_from = max(person.counts_from, last.counts_from)
    assert last.ticket == event.behind
    person.stepped_back_to = (last.place[0], last.place[1], entry.seq)
    person.is_from_former_day, person.only_by = False, None


def _reinstated(oracle: Oracle, event: e.TicketReinstated, entry: e.Entry) -> None:
    """The counter to which somebody was sent has closed with the day."""
    oracle.people[event.ticket].only_at = None


HAPPENS: dict[str, Callable[[Oracle, Any, e.Entry], None]] = {
    "DayOpened": _day_opened,
    "ModeSet": _mode_set,
    "PlanAdopted": _plan_adopted,
    "CounterOpened": _counter_opened,
    "CounterPaused": _counter_paused,
    "CounterClosed": _counter_closed,
    "CounterFieldsSet": _counter_fields_set,
    "ProfileChosen": _profile_chosen,
    "TicketIssued": _comes,
    "TicketJoined": _comes,
    "TicketCarriedOver": _comes,
    "TicketCalled": _called,
    "TicketPrepared": _prepared,
    "PreparationDropped": _dropped,
    "TicketRecalled": _announced,
    "ServiceStarted": _started,
    "TicketMissed": _missed,
    "TicketHeld": _held,
    "TicketReturned": _returned,
    "TicketTransferred": _goes_on,
    "ErrandFinished": _goes_on,
    "ErrandServedOffline": _goes_on,
    "TicketMoved": _moved,
    "TicketDeferred": _steps_back,
    "TicketReinstated": _reinstated,
}
AT_ITS_COUNTER = frozenset(
    {
        *("TicketCalled", "TicketRecalled", "ServiceStarted", "ServiceFinished", "TicketMissed", "TicketHeld"),
        *("ServiceResumed", "TicketTransferred", "ErrandFinished", "ErrandAdded", "ErrandDropped", "TicketPrepared"),
        *("FinishUndone", "MissUndone", "VisitNoted"),
    }
)
"""What a clerk does at a counter; whoever does it is its clerk."""
DOES = {
    **dict.fromkeys(
        ("TicketCalled", "ServiceStarted", "ServiceResumed", "FinishUndone", "MissUndone"), "is at a counter"
    ),
    **dict.fromkeys(("TicketTransferred", "TicketReturned", "TicketCalledBack", "TicketReinstated"), "waits"),
    **dict.fromkeys(("ErrandFinished", "ErrandServedOffline", "PreparationDropped"), "waits"),
    **dict.fromkeys(("ServiceFinished", "TicketCancelled", "TicketExpired", "ServiceEndedByDay"), "has gone"),
    "TicketServedOffline": "has gone",
    "TicketMissed": "is missed",
    "TicketHeld": "is held",
    "TicketPrepared": "is prepared",
}
"""What somebody does after each of these."""
