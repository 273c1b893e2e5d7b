"""How calls are shared among classes: arrival, strictly, at most N in a row, by ratio; and ageing in all of them."""

import pytest

from hub.domain import commands as c
from hub.domain.calling import people_ahead_of
from hub.domain.plan import Ageing, RatioShare
from tests.domain.calling_kit import NOW_MS, does, hall, next_call, queue, served_in_turn, since, told
from tests.domain.hall import MINUTE_MS, MORNING_MS, ticket_id

TWO_ONE_ONE = (RatioShare("merit", 2), RatioShare("elderly", 1), RatioShare("ordinary", 1))
BY_RATIO = {"classes": "ratio", "ratio": TWO_ONE_ONE}
OLDER = (Ageing(30, "elderly"), Ageing(60, "merit"))


def test_by_arrival_classes_do_not_matter():
    floor = hall(*queue("C001", "C002!!", "C003!"), classes="arrival")

    assert [told(floor)] == [("C001", "earliest")]
    assert served_in_turn(floor, 1, 3) == ["C001", "C002", "C003"]


def test_strictly_a_higher_class_always_comes_first():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!!", "C005!"), classes="strict")

    assert served_in_turn(floor, 1, 5) == ["C004", "C002", "C003", "C005", "C001"]


def test_two_to_one_to_one_gives_p_p_g_s_as_long_as_all_have_people():
    labels = [f"C{n:03}{mark}" for n, mark in enumerate(("!!", "!!", "!!", "!!", "!", "!", "", ""), start=1)]
    floor = hall(*queue(*reversed(labels)), **BY_RATIO)

    classes = [floor.tickets[ticket_id(label)].ticket_class for label in served_in_turn(floor, 1, 8)]

    assert classes == ["merit", "merit", "elderly", "ordinary"] * 2


def test_a_turn_for_which_nobody_is_there_is_not_saved():
    floor = hall(*queue("C001", "C002", "C003"), **BY_RATIO)
    assert served_in_turn(floor, 1, 2) == ["C001", "C002"]

    does(floor, *(c.IssueTicket(field="civil", ticket_class="merit", granted_by="staff") for _ in range(3)))

    assert served_in_turn(floor, 1, 4) == ["C004", "C005", "C006", "C003"]


def test_somebody_whom_nobody_here_may_call_does_not_hold_up_the_round():
    shares = (RatioShare("merit", 2), RatioShare("ordinary", 1), RatioShare("elderly", 1))
    people = ("C001!", "C002", "C003", "C004!!", "C005!!", "C006!!", "C007!!", "C008!!")
    reserved = {1: {"reserved_for": ("merit", "ordinary")}, 2: {"reserved_for": ("elderly",)}}
    floor = hall(*queue(*people), counters=reserved, classes="ratio", ratio=shares)

    assert served_in_turn(floor, 1, 6) == ["C004", "C005", "C002", "C006", "C007", "C003"]


def test_once_they_are_gone_a_new_round_begins_with_the_first_class():
    people = ("C001!", "C002", "C003", "C004!!", "C005!!", "C006!!", "C007!!", "C008!!")
    reserved = {1: {"reserved_for": ("merit", "ordinary")}, 2: {"reserved_for": ("elderly",)}}
    floor = hall(*queue(*people), counters=reserved, **BY_RATIO)
    assert served_in_turn(floor, 1, 4) == ["C004", "C005", "C002", "C006"]

    assert served_in_turn(floor, 2, 1) == ["C001"]

    assert served_in_turn(floor, 1, 3) == ["C007", "C008", "C003"]


def test_in_a_round_the_classes_come_in_the_order_of_the_ratio_not_by_rank():
    shares = (RatioShare("ordinary", 1), RatioShare("elderly", 1), RatioShare("merit", 1))
    floor = hall(*queue("C001!!", "C002!", "C003", "C004!!"), classes="ratio", ratio=shares)

    assert told(floor) == ("C003", "ratio")
    assert served_in_turn(floor, 1, 4) == ["C003", "C002", "C001", "C004"]


def test_each_field_has_a_round_of_its_own_and_the_earliest_named_is_called():
    floor = hall(*queue("L001", "C001!!", "C002!!", "L002!!"), **BY_RATIO)

    assert served_in_turn(floor, 2, 4) == ["C001", "C002", "L002", "L001"]


def test_a_round_counts_over_all_counters():
    floor = hall(*queue("C001", "C002!!", "C003!!", "C004!!"), **BY_RATIO)

    called = [*served_in_turn(floor, 1, 1), *served_in_turn(floor, 2, 1), *served_in_turn(floor, 1, 1)]

    assert called == ["C002", "C003", "C001"]


@pytest.mark.parametrize(
    ("minutes", "as_class", "rule"),
    [(29, "", "earliest"), (30, "elderly", "class_first"), (60, "merit", "class_first")],
)
def test_who_has_waited_long_counts_as_a_higher_class(minutes, as_class, rule):
    call = next_call(hall(since("C001", minutes), ageing=OLDER))

    assert (call.as_class, call.rule) == (as_class, rule)


def test_ageing_never_lowers_anybody():
    assert next_call(hall(since("C001!!", 45), ageing=OLDER)).as_class == ""


def test_who_counts_as_a_class_stands_among_its_own_by_arrival():
    floor = hall(since("C001!", 40), since("C002", 50), since("C003!!", 10), ageing=OLDER, classes="strict")

    assert served_in_turn(floor, 1, 3) == ["C003", "C002", "C001"]


def test_waiting_begins_anew_with_a_transfer_but_not_with_a_return():
    floor = hall(since("C001", 45), ageing=OLDER)
    does(floor, c.CallNext(counter=1), c.ReturnToQueue(counter=1, reason="papers_missing"))
    assert next_call(floor).as_class == "elderly"

    does(floor, c.CallNext(counter=1), c.Transfer(counter=1, to_field="land"))

    assert next_call(floor, 2).as_class == ""


def test_who_became_priority_by_waiting_is_owed_nothing_and_counts_as_priority():
    floor = hall(since("C001", 40), since("C002", 39), since("C003", 38), since("C004", 5), ageing=OLDER)

    assert served_in_turn(floor, 1, 4) == ["C001", "C002", "C004", "C003"]


def test_people_ahead_know_what_everybody_counts_as():
    floor = hall(since("C001", 45), since("C002!", 20), since("C003", 5), ageing=OLDER, classes="strict")

    ahead = {ticket.label: people_ahead_of(floor, ticket, NOW_MS) for ticket in floor.tickets.values()}

    assert ahead == {"C001": 0, "C002": 1, "C003": 2}
    assert people_ahead_of(floor, floor.tickets[ticket_id("C001")], NOW_MS - 30 * MINUTE_MS) == 1


def test_people_ahead_know_the_round():
    floor = hall(*queue("C001!!", "C002!!", "C003!!", "C004"), **BY_RATIO)
    served_in_turn(floor, 1, 1)

    assert people_ahead_of(floor, floor.tickets[ticket_id("C004")], NOW_MS) == 1
    assert people_ahead_of(floor, floor.tickets[ticket_id("C003")], NOW_MS) == 2


def test_the_call_says_under_which_plan_among_how_many_and_as_what():
    call = next_call(hall(*queue("C001", "C002", "C003!", "L001"), classes="arrival"), 2, MORNING_MS + MINUTE_MS)

    assert (call.plan_version, call.candidates, call.as_class) == (1, 4, "")
