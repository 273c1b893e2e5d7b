"""What differs between two plans is told, all of it; and what a plan that is adopted does to the hall."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.plan_words import differences_in_words
from config.texts import languages
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.plan_changes import changes, differences
from tests.config.random_plans import plans
from tests.domain import situations as s
from tests.domain.adopted_plans import MORE_FILES, adopted, with_fields
from tests.domain.hall import PLAN, given, issued, words


@settings(max_examples=8, deadline=None)
@for_all(one=plans(), other=plans())
def test_nothing_that_differs_is_left_out(one: p.Plan, other: p.Plan) -> None:
    for name in p.Plan.__struct_fields__:
        mixed = replace(one, **{name: getattr(other, name)})
        for language in languages():
            said = differences_in_words(one, mixed, language)
            assert (said == []) == (one == mixed)
            assert all(sentence.strip() for sentence in said)


@for_all(names=st.permutations(["civil", "land", "copies"]))
def test_another_order_is_a_difference_too(names: list[str]) -> None:
    fields = tuple(field for name in names if (field := PLAN.field(name)))
    assert bool(list(differences(PLAN, replace(PLAN, fields=fields)))) == (fields != PLAN.fields)


def test_differences_are_told_as_people_say_them() -> None:
    policy = replace(PLAN.policy, most_priority_in_a_row=3)
    counters = (replace(PLAN.counters[0], fields=("civil", "land")), *PLAN.counters[1:])
    fields = (replace(PLAN.fields[0], name=words("Registry")), *PLAN.fields[1:])
    other = replace(PLAN, policy=policy, counters=counters, fields=fields, classes=PLAN.classes[:1], hours=p.Hours(()))
    assert differences_in_words(PLAN, other, "en") == [
        "Field Registry, Vietnamese name: civil → Registry",
        "Field Registry, name: civil → Registry",
        "Counter 1 also serves land",
        "Class Merit (merit) removed",
        "Priority calls in a row: 2 → 3",
        "Hours: always open → public holidays: none",
    ]
    assert differences_in_words(other, PLAN, "vi")[2] == "Quầy 1 thôi phục vụ land"


def test_fields_classes_and_profiles_are_told_by_name_wherever_they_stand() -> None:
    merit, civil = p.TicketClass("m1", words("Merit"), words("why"), 1), PLAN.fields[0]
    land = p.Profile("p1", words("Land first"), (p.FieldWeight("land", 5),))
    policy = replace(PLAN.policy, classes="ratio", ratio=(p.RatioShare("m1", 2),), ageing=(p.Ageing(30, "m1"),))
    counter = replace(PLAN.counters[0], reserved_for=("m1", "ordinary"), prefers=("m1",), profile="p1")
    named = replace(PLAN, classes=(merit,), profiles=(replace(land, weights=()),))
    hours = p.Hours((p.Session(("mon", "tue", "wed"), "07:30", "11:30"),), {civil.id: ()})
    other = replace(
        named,
        policy=policy,
        counters=(counter, *PLAN.counters[1:]),
        profiles=(land,),
        clerks=(p.ClerkProfile("staff-9", "p1"),),
        hours=hours,
    )
    assert differences_in_words(named, other, "en") == [
        "Counter 1, reserved for: none → Merit, Ordinary",
        "Counter 1, calls first the classes: none → Merit",
        "Counter 1, work profile: none → Land first",
        "Order of calling: classes first, with a limit in a row → by ratio",
        "Ratio of calls, Merit (calls a round): none → 2",
        "Long waiting counts as a class: none → after 30 minutes, counts as Merit",
        "Hours: always open → weekly Mon–Wed 07:30–11:30, for civil, public holidays: none",
        "Work profile Land first, weight of land: none → 5",
        "Clerk staff-9, work profile: none → Land first",
    ]


def test_a_key_without_words_is_told_as_it_is() -> None:
    (change,) = changes(PLAN, replace(PLAN, offline=p.Offline(most_tickets=7)))
    assert change.params == {"key": "offline.most_tickets", "old": 50, "new": 7}


def test_what_was_changed_today_at_a_counter_stays_unless_the_plan_changes_that_counter() -> None:
    moved = e.CounterFieldsSet(counter=1, fields=("land",))
    floor = given(*s.OPEN, moved, adopted(with_fields(3, "copies", "land")))
    assert {number: counter.fields for number, counter in floor.counters.items()} == {
        1: ("land",),
        2: ("civil", "land"),
        3: ("copies", "land"),
    }
    assert floor.counters[1].state == "open"
    assert given(*s.OPEN, moved, adopted(with_fields(1, "copies"))).counters[1].fields == ("copies",)


def test_counters_come_and_go_and_who_waits_still_waits() -> None:
    fourth = p.CounterPlan(4, words("Four"), ("land",))
    floor = given(*s.WAITING, adopted(replace(PLAN, counters=(*PLAN.counters[:2], fourth))))
    assert (list(floor.counters), floor.counters[4].state) == ([1, 2, 4], "closed")
    assert [ticket.label for ticket in floor.waiting_in("civil")] == ["C001"]


@pytest.mark.parametrize(("when", "in_force"), [("now", MORE_FILES), ("next_day", PLAN)])
def test_a_plan_counts_from_when_it_was_said(when: str, in_force: p.Plan) -> None:
    floor = given(*s.DAY_OPEN, issued("C001"), adopted(MORE_FILES, when))
    assert (floor.plan, floor.adopted, floor.adopted_version) == (in_force, MORE_FILES, 2)
    assert floor.plan_version == (2 if when == "now" else 1)
