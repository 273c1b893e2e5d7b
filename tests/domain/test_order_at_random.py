"""The order of calling over random plans and random days: an oracle agrees with every call, every promise is kept."""

import random
from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Floor, Line, Turns
from hub.domain.plan import ORDINARY, CounterRules, Plan, Policy, RatioShare
from hub.store.audit_calls import account_of_calls, play
from tests.domain import invariants as check
from tests.domain.desk_invariants import windows_end_with_the_next_start
from tests.domain.hall import PLAN
from tests.domain.order_properties import PROMISES, Overtaking
from tests.domain.random_days import Day
from tests.domain.random_plans import CLERKS, plain_plan, plans

SEEDS = st.integers(0, 2**32)
BYTES = 450
"""One and a half hundred things that happen."""


SOUND = (
    check.tickets_and_counters_agree,
    check.indexes_agree_with_states,
    check.nobody_waits_in_vain,
    check.what_is_over_is_over,
    check.services_are_in_order,
    check.tallies_agree_with_the_tickets,
    check.clerks_are_at_counters_that_work,
)


def a_day(plan: Plan, seed: int, *more: Overtaking) -> Day:
    """A day at random, every call compared with the oracle and held to every promise."""
    return Day(plan, [*PROMISES, *more]).live(random.Random(seed).randbytes(BYTES))


def as_stored(request: list[e.Entry]) -> Iterator[e.Entry]:
    """Rows as the journal gives them back."""
    for entry in request:
        event = msgspec.json.decode(msgspec.json.encode(entry.event), type=e.Event)
        yield e.Entry(entry.seq, entry.at_ms, entry.day, entry.actor, event, entry.part)


@settings(max_examples=120)
@given(plans(), SEEDS)
def test_every_call_is_the_oracles_and_every_promise_is_kept(plan: Plan, seed: int) -> None:
    day = a_day(plan, seed, Overtaking())
    assert all(entry.event.plan_version for request in day.requests for entry in request if is_a_call(entry))


def is_a_call(entry: e.Entry) -> bool:
    return isinstance(entry.event, e.TicketCalled | e.TicketPrepared)


@settings(max_examples=40)
@given(plans(), SEEDS)
def test_a_replay_is_the_live_floor_and_decides_every_call_again(plan: Plan, seed: int) -> None:
    """From the rows as they are stored: each call is decided by the hall before its request, at the row's time."""
    day, floor = a_day(plan, seed), Floor()
    found = [again for request in day.requests for again in play(floor, list(as_stored(request)))]
    assert [line for line, is_well in account_of_calls(found) if not is_well] == []
    assert all(again.is_by_policy or again.event.rule == "by_number" for again in found)
    assert floor == day.floor
    for holds in SOUND:
        holds(floor)
    windows_end_with_the_next_start(day.entries, floor)


@settings(max_examples=40)
@given(plans(), SEEDS)
def test_choosing_and_dropping_changes_nothing(plan: Plan, seed: int) -> None:
    """At each counter at which a random day leaves somebody served: chosen, dropped and chosen again is one ticket.

    Chosen at all of them and dropped the other way round, whose turn it is stays the same.
    """
    day = a_day(msgspec.structs.replace(plan, counter_rules=CounterRules(prepare_next="yes")), seed)
    turns, chosen = turns_counted(day.floor), []
    for counter in day.floor.counters.values():
        number, clerk = counter.number, counter.clerk or CLERKS[0]
        answer = day.ask(c.PrepareNext(counter=number), clerk)
        if not isinstance(answer, str):
            day.ask(c.DropPrepared(counter=number), clerk)
            assert day.ask(c.PrepareNext(counter=number), clerk)[-1].ticket == answer[-1].ticket
            chosen.append(number)
    for number in reversed(chosen):
        day.ask(c.DropPrepared(counter=number))
    assert turns_counted(day.floor) == turns


def turns_counted(floor: Floor) -> dict[Line, Turns]:
    return {line: had for line, had in floor.turns.items() if had != Turns()}


@settings(max_examples=40)
@given(st.integers(1, 4), SEEDS)
def test_nobody_is_overtaken_more_than_n_times_in_a_row_under_a_plain_plan(most: int, seed: int) -> None:
    """Three counters that serve all three fields; now and then another bound is adopted (at most 3) in mid-day."""
    bound = Overtaking()
    a_day(plain_plan(Policy(most_priority_in_a_row=most)), seed, bound)
    assert bound.most <= max(most, 3)


RATIOS = st.tuples(
    st.permutations([ORDINARY, "elderly", "merit"]), st.lists(st.integers(1, 3), min_size=3, max_size=3)
).map(lambda drawn: tuple(RatioShare(*share) for share in zip(*drawn, strict=True)))


@settings(max_examples=40)
@given(RATIOS, st.sampled_from(["nobody", "sent", "kept", "reserved"]), SEEDS)
def test_ratios_hold_whenever_all_classes_have_people(ratio: tuple[RatioShare, ...], away: str, seed: int) -> None:
    """Whichever counters call, however people came: each round has the shares in the order of the plan.

    Also while somebody of one class waits whom they cannot call: then the others share the calls among themselves.
    """
    chance, rounds = random.Random(seed), 3
    day = Day(ratio_plan(ratio, away), PROMISES)
    if away != "nobody":
        goes_elsewhere(day, ratio[-1].ticket_class, away)
        ratio = ratio[:-1]
    coming = [share.ticket_class for share in ratio for _ in range(rounds * share.calls + 1)]
    chance.shuffle(coming)
    for name in coming:
        day.ask(c.IssueTicket(field="civil", ticket_class=name, granted_by="staff"))
    assert [
        next_class(day, chance.choice((1, 2))) for _ in range(rounds * sum(share.calls for share in ratio))
    ] == rounds * [share.ticket_class for share in ratio for _ in range(share.calls)]


def ratio_plan(ratio: tuple[RatioShare, ...], away: str) -> Plan:
    """Counters 1 and 2 are there for all classes, or for all but the last."""
    plan = plain_plan(Policy(classes="ratio", ratio=ratio, held_return="same_clerk"))
    if away != "reserved":
        return plan
    others = tuple(share.ticket_class for share in ratio[:-1])
    return msgspec.structs.replace(
        plan,
        counters=tuple(msgspec.structs.replace(one, reserved_for=others) for one in plan.counters[:2])
        + plan.counters[2:],
    )


def goes_elsewhere(day: Day, ticket_class: str, away: str) -> None:
    """Two of a class wait for the third counter alone."""
    tickets = [c.IssueTicket(field="civil", ticket_class=ticket_class, granted_by="staff") for _ in range(2)]
    for number in (day.ask(ticket)[0].ticket for ticket in tickets):
        if away == "sent":
            day.ask(c.CallNext(counter=1))
            day.ask(c.Transfer(counter=1, to_counter=3))
        elif away == "kept":
            day.ask(c.CallNumber(counter=3, label=day.floor.tickets[number].label, reason="urgent"), CLERKS[2])
            day.ask(c.Hold(counter=3), CLERKS[2])
            day.ask(c.ReleaseTicket(ticket=number, reason="papers_missing"))


def next_class(day: Day, counter: int) -> str:
    """The class of whom a counter calls next; they are served at once."""
    called = day.ask(c.CallNext(counter=counter))[0]
    day.ask(c.StartService(counter=counter))
    day.ask(c.FinishService(counter=counter))
    return day.floor.tickets[called.ticket].ticket_class


def test_the_order_is_the_same_whatever_the_tickets_are_called() -> None:
    """Ties are broken by arrival, then by the order of drawing; ids and labels say nothing."""
    day = Day(plain_plan(Policy(classes="arrival")), PROMISES)
    for field in ("land", "civil", "copies", "civil", "land"):
        day.ask(c.IssueTicket(field=field))
    labels = []
    for _ in range(5):
        labels.append(day.floor.tickets[day.ask(c.CallNext(counter=3))[0].ticket].label)
        day.ask(c.MarkMissed(counter=3))
    assert labels == ["L001", "C001", "E001", "C002", "L002"]
    assert PLAN.policy.missed.come_back == "never"
