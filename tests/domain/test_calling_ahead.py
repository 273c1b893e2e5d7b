"""Choosing the next one ahead: the turn is taken by it, and given back when the choice is dropped."""

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import plan as p
from tests.domain.calling_kit import does, hall_of, queue, served_in_turn, told
from tests.domain.hall import DAY, PLAN, ticket_id

TWO_ONE_ONE = (p.RatioShare("merit", 2), p.RatioShare("elderly", 1), p.RatioShare("ordinary", 1))
PREPARING = replace(PLAN, counter_rules=p.CounterRules(prepare_next="yes"))
LAND_AT_TWO = c.CallNumber(counter=2, label="L001", reason="urgent")


def test_whoever_is_prepared_has_had_the_turn_and_is_nobody_elses():
    floor = hall_of(PREPARING, *queue("C001", "C002!", "C003!", "C004!", "C005!"))
    does(floor, c.CallNext(counter=1), c.StartService(counter=1), c.PrepareNext(counter=1))

    assert told(floor, 2) == ("C001", "ordinary_owed")
    assert served_in_turn(floor, 2, 2) == ["C001", "C004"]
    does(floor, c.FinishAndCallNext(counter=1))
    assert floor.tickets[floor.counters[1].ticket].label == "C003"


@pytest.mark.parametrize("policy", [p.Policy(), p.Policy(classes="ratio", ratio=TWO_ONE_ONE)], ids=["at_most", "ratio"])
def test_choosing_and_dropping_turns_nothing(policy: p.Policy):
    floor = hall_of(replace(PREPARING, policy=policy), *queue("L001", "C001!!", "C002!!", "C003!!", "C004!", "C005"))
    does(floor, LAND_AT_TWO, c.StartService(counter=2))

    for _ in range(5):
        does(floor, c.PrepareNext(counter=2))
        assert floor.counters[2].prepared == ticket_id("C001")
        does(floor, c.DropPrepared(counter=2))


def test_a_turn_that_was_dropped_after_another_call_stays_counted():
    floor = hall_of(PREPARING, *queue("L001", "C001!!", "C002!!", "C003!!", "C004"))
    does(floor, LAND_AT_TWO, c.StartService(counter=2), c.PrepareNext(counter=2), c.CallNext(counter=1))

    does(floor, c.DropPrepared(counter=2), c.FinishService(counter=2))

    assert told(floor, 2) == ("C004", "ordinary_owed")


def test_calling_the_prepared_one_by_its_number_is_one_turn():
    floor = hall_of(PREPARING, *queue("L001", "C001!!", "C002!!", "C003"))
    does(floor, LAND_AT_TWO, c.StartService(counter=2), c.PrepareNext(counter=2), c.FinishService(counter=2))

    does(floor, c.CallNumber(counter=2, label="C001", reason="urgent"))

    assert told(floor, 1) == ("C002", "class_first")


def test_whoever_is_dropped_waits_as_before():
    floor = hall_of(PREPARING, *queue("C001", "C002"))
    does(floor, c.CallNext(counter=1), c.StartService(counter=1), c.PrepareNext(counter=1), c.DropPrepared(counter=1))

    assert told(floor, 2) == ("C002", "earliest")
    assert floor.tickets[f"{DAY}-C002"].service.counter is None
