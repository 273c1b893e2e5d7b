"""People who are not there hold up nobody who is, whichever class they are of and however they came."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import plan as p
from hub.domain.floor import Floor
from tests.domain.calling_kit import NOW_MS, does, hall, hall_of, queue
from tests.domain.hall import MINUTE_MS, PLAN
from tests.domain.test_calling_levels import carried

AT_END = p.MissedRules("at_end", most_calls=9)
AFTER_TWO = p.MissedRules("after_others", others=2, most_calls=9)
BOTH = pytest.mark.parametrize("rules", [AT_END, AFTER_TWO], ids=["at_end", "after_others"])


def called_in_turn(floor: Floor, absent: set[str], number: int) -> list[str]:
    """The labels of the next calls at the first counter, a minute apart; whoever is there is served at once."""
    labels, starts = [], floor.the_plan.counter_rules.start_on_call == "no"
    for minute in range(number):
        now_ms = NOW_MS + minute * MINUTE_MS
        does(floor, c.CallNext(counter=1), now_ms=now_ms)
        labels.append(floor.tickets[floor.counters[1].ticket or ""].label)
        served: tuple[c.Command, ...] = (c.FinishService(counter=1),)
        served = (c.StartService(counter=1), *served) if starts else served
        does(floor, *((c.MarkMissed(counter=1),) if labels[-1] in absent else served), now_ms=now_ms)
    return labels


@BOTH
def test_absent_priority_people_do_not_hold_up_the_ordinary_under_a_strict_order(rules: p.MissedRules) -> None:
    floor = hall(*queue("C001!!", "C002!!", "C003!!", "C004", "C005", "C006", "C007"), classes="strict", missed=rules)

    labels = called_in_turn(floor, {"C001", "C002", "C003"}, 10)

    assert {"C004", "C005"} <= set(labels[:5])
    assert {"C006", "C007"} <= set(labels)


@BOTH
def test_carried_people_who_are_absent_do_not_hold_up_those_of_today(rules: p.MissedRules) -> None:
    opened_ms = NOW_MS - 60 * MINUTE_MS
    former = [carried(f"C{number}-21", opened_ms) for number in (105, 106, 107)]
    floor = hall(*former, *queue("C001", "C002", "C003"), missed=rules)

    labels = called_in_turn(floor, {"C105-21", "C106-21", "C107-21"}, 9)

    assert labels[:3] == ["C105-21", "C106-21", "C107-21"]
    assert {"C001", "C002", "C003"} <= set(labels)


@BOTH
def test_nor_where_their_class_is_preferred(rules: p.MissedRules) -> None:
    prefers: dict[int, dict[str, Any]] = {1: {"prefers": ("elderly",)}}
    floor = hall(*queue("C001!", "C002!", "C003", "C004", "C005"), counters=prefers, missed=rules)

    labels = called_in_turn(floor, {"C001", "C002"}, 8)

    assert labels[:4] == ["C001", "C002", "C003", "C004"]


def test_nor_where_services_begin_with_the_call() -> None:
    policy = p.Policy(classes="strict", missed=AFTER_TWO)
    plan = replace(PLAN, policy=policy, counter_rules=p.CounterRules(start_on_call="yes"))
    floor = hall_of(plan, *queue("C001!!", "C002!!", "C003!!", "C004", "C005", "C006", "C007"))

    labels = called_in_turn(floor, {"C001", "C002", "C003"}, 6)

    assert labels == ["C001", "C002", "C003", "C004", "C005", "C001"]


def test_at_the_end_is_behind_everybody_of_the_counter_who_had_come_before() -> None:
    floor = hall(*queue("C001!!", "C002", "L001", "C003"), classes="strict", missed=AT_END)

    assert called_in_turn(floor, {"C001"}, 4) == ["C001", "C002", "C003", "C001"]
