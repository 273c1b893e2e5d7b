"""A visit with several errands from the first call to the last finish, and what belongs to each of its services."""

from itertools import pairwise

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import RatingWindow
from hub.domain.plan import Field, Plan
from hub.domain.views import ticket_story
from hub.domain.visits import put_behind, way
from tests.domain import plans_of_visits as v
from tests.domain.desk_invariants import windows_end_with_the_next_start
from tests.domain.hall import (
    PLAN,
    called,
    entries,
    finished,
    given,
    issued,
    join,
    refusal,
    started,
    then,
    ticket_id,
    when,
    words,
)

NAMES = tuple(f"field{n}" for n in range(6))
TOLD = {"outcome": "taken_in", "quantity": 1}


@st.composite
def plans_with_chains(draw: st.DrawFn) -> Plan:
    """Chains lead only to fields with a higher number, so that none is a circle."""
    fields = [
        Field(
            name,
            "F",
            words(name),
            words(name),
            icon="paper",
            then=tuple(sorted(draw(st.permutations(NAMES[n + 1 :]))[:2])),
        )
        for n, name in enumerate(NAMES)
    ]
    return replace(PLAN, fields=tuple(fields))


@settings(max_examples=60, deadline=None)
@for_any(plans_with_chains(), st.permutations(NAMES).map(lambda names: names[:3]))
def test_the_way_of_a_visit_has_each_field_once_and_behind_those_that_lead_to_it(plan: Plan, chosen: list[str]) -> None:
    further = way(plan, chosen[0], chosen[1:])
    assert len(set(further)) == len(further)
    assert {*chosen[1:], *way(plan, chosen[0])} <= set(further)
    steps = {step for name in (chosen[0], *further) for step in pairwise((name, *_then(plan, name)))}
    assert all(further.index(one) < further.index(other) for one, other in steps if {one, other} <= set(further))


def _then(plan: Plan, name: str) -> tuple[str, ...]:
    return next(field.then for field in plan.fields if field.id == name)


def test_an_added_field_shifts_what_comes_after_it_and_nothing_else() -> None:
    then_by_field = {"civil": ("copies", "results"), "land": ("copies",)}
    fields = [*PLAN.fields, *(replace(PLAN.fields[0], id=name) for name in ("results", "advice"))]
    plan = replace(PLAN, fields=tuple(replace(field, then=then_by_field.get(field.id, ())) for field in fields))
    assert way(plan, "civil") == ("copies", "results")
    assert way(plan, "civil", ["land"]) == ("land", "copies", "results"), "paid for once, results after that"
    assert put_behind(plan, ["civil"], ["copies", "results"], ["advice"]) == ("advice",)
    assert put_behind(plan, ["civil"], ["copies", "results"], ["land"]) == ("land", "copies", "results")
    assert put_behind(plan, ["civil"], ["copies", "results"], ["copies"]) == ()


def test_chains_that_contradict_each_other_still_lead_everywhere_once() -> None:
    then_by_field = {"civil": ("land", "copies"), "land": (), "copies": ("land",)}
    plan = replace(PLAN, fields=tuple(replace(field, then=then_by_field[field.id]) for field in PLAN.fields))
    assert sorted(way(plan, "civil")) == ["copies", "land"]


def test_a_visit_keeps_number_and_place_and_each_service_is_rated() -> None:
    floor = given(*v.CHAINED_OPEN, e.CounterOpened(counter=2), e.CounterOpened(counter=3))
    then(floor, c.IssueTicket(field="civil", further_fields=("land",)), c.IssueTicket(field="land"))
    ticket = floor.tickets[v.C001]
    place = ticket.place
    for service, counter in ((1, 1), (2, 2), (3, 3)):
        then(floor, c.CallNext(counter=counter))
        assert floor.counters[counter].ticket == v.C001, "before the one who came later"
        then(floor, c.StartService(counter=counter), c.FinishService(counter=counter))
        then(floor, c.RateTicket(counter=counter, ticket=v.C001, service=service, score=service))
    assert (ticket.state, ticket.place, ticket.errands) == ("finished", place, [])
    assert [(s.field, s.counter, s.ending, s.score) for s in ticket.services] == [
        ("civil", 1, "finished", 1),
        ("land", 2, "finished", 2),
        ("copies", 3, "finished", 3),
    ]
    assert [counter.finished for counter in floor.counters.values()] == [1, 1, 1]


def test_a_transfer_goes_there_now_and_keeps_the_rest() -> None:
    floor = given(*v.SERVED_FIRST, e.CounterOpened(counter=3))
    then(floor, c.Transfer(counter=1, to_field="copies"))
    ticket = floor.tickets[v.C001]
    assert (ticket.service.field, ticket.errands) == ("copies", ["land"])
    then(floor, c.CallNext(counter=3), c.AddErrand(counter=3, field="civil"), c.StartService(counter=3))
    then(floor, c.DropErrand(counter=3, field="land"), c.FinishService(counter=3))
    assert (ticket.service.field, ticket.errands) == ("civil", ["copies"])


def test_what_a_clerk_dropped_stays_dropped_at_another_counter_of_the_field() -> None:
    floor = given(*v.SERVED_FIRST, e.CounterOpened(counter=2))
    then(floor, c.DropErrand(counter=1, field="copies"), c.Transfer(counter=1, to_counter=2))
    assert floor.tickets[v.C001].errands == ["land"]


def test_a_number_that_joins_is_sent_on_only_to_where_somebody_serves_it() -> None:
    chained, served = given(*v.CHAINED_OPEN, v.LEFT_COPIES), given(*v.CHAINED_OPEN)
    then(chained, join())
    then(served, join())
    assert chained.tickets[ticket_id("C-K1-01")].errands == []
    assert served.tickets[ticket_id("C-K1-01")].errands == ["copies"]


def test_the_last_counter_of_a_field_stays_as_long_as_somebody_is_still_to_come() -> None:
    leaving = c.SetCounterFields(counter=3, fields=("civil",))
    floor = given(*v.ON_ITS_WAY)
    assert refusal(floor, leaving) == "people_wait_for_field"
    then(floor, c.CancelTicket(ticket=v.C001, reason="went_home"))
    assert when(floor, leaving) == [e.CounterFieldsSet(counter=3, fields=("civil",))]


def test_with_a_start_at_the_call_the_panel_is_still_that_of_who_leaves() -> None:
    floor = given(*v.LED_SERVING, issued("C002"), issued("C003"))
    then(floor, c.FinishService(counter=1, **TOLD), c.CallNext(counter=1))
    then(floor, c.RateTicket(counter=1, ticket=v.C001, service=1, score=4))
    then(floor, c.FinishAndCallNext(counter=1, **TOLD))
    window = floor.counters[1].rating
    assert window is not None
    assert window.ticket == ticket_id("C002")
    then(floor, c.MarkMissed(counter=1, reason="nobody_came"))
    missed = floor.tickets[ticket_id("C003")]
    assert (missed.state, missed.service.started_ms) == ("missed", None), "nobody was served"


def test_a_panel_left_open_by_a_call_is_open_until_the_next_start_also_when_another_plan_is_adopted_meanwhile() -> None:
    begun = (*v.LED_SERVING, issued("C002"), issued("C003"), finished("C001"), called("C002"), started("C002"))
    adopted = (*begun, e.PlanAdopted(plan_version=2, plan=PLAN, when="now"))
    floor = given(*adopted)
    assert floor.counters[1].rating is not None
    windows_end_with_the_next_start(entries(adopted), floor)
    then(floor, c.FinishAndCallNext(counter=1), c.StartService(counter=1))
    assert floor.counters[1].rating is None


def test_a_window_beside_a_service_that_was_started_apart_is_found_out() -> None:
    rows = (*v.SERVED_FIRST, issued("C002"))
    floor = given(*rows)
    floor.counters[1].rating = RatingWindow(v.C001, 1, floor.at_ms)
    with pytest.raises(AssertionError):
        windows_end_with_the_next_start(entries(rows), floor)


def test_who_does_not_come_at_once_is_called_again_or_taken_out_though_the_service_began_with_the_call() -> None:
    recall, cancel = c.Recall(counter=1), c.CancelTicket(ticket=v.C001, reason="went_home")
    floor = given(*v.LED_SERVING)
    then(floor, recall)
    assert (floor.tickets[v.C001].state, floor.tickets[v.C001].times_called) == ("serving", 2)
    assert refusal(floor, cancel) == "ticket_at_other_counter"
    then(floor, replace(cancel, counter=1))
    assert (floor.tickets[v.C001].state, floor.counters[1].ticket) == ("cancelled", None)
    apart = given(*v.SERVED_FIRST)
    assert refusal(apart, recall) == "ticket_not_called"
    assert refusal(apart, replace(cancel, counter=1)) == "ticket_not_cancellable"


def test_the_story_says_what_came_of_each_service() -> None:
    floor = given(*v.ASKED_SERVING)
    then(floor, c.AddErrand(counter=1, field="copies"), c.FinishService(counter=1, **TOLD))
    first, second = ticket_story(floor, "C001", {}).services
    assert (first.outcome, first.quantity, first.ending) == (words("Taken in"), 1, "finished")
    assert (second.outcome, second.quantity, second.ending) == (None, 0, "")


def test_a_call_for_help_ends_with_its_counter() -> None:
    floor = given(*v.HELP_CALLED)
    assert floor.counters[1].help_since_ms is not None
    then(floor, c.CloseCounter(counter=1), c.OpenCounter(counter=1))
    assert floor.counters[1].help_since_ms is None
