"""The calling policy by examples: earliest first of a counter's fields, classes before others, at most N in a row."""

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.floor import Floor
from hub.domain.plan import Policy
from tests.domain.calling_kit import queue
from tests.domain.hall import (
    PLAN,
    called,
    calls,
    day_opened,
    given,
    issued,
    refusal,
    returned,
    started,
    then,
    ticket_id,
    transferred,
    when,
)

OPENED = tuple(e.CounterOpened(counter=number) for number in (1, 2, 3))


def hall(*events: e.Event, most: int = 2) -> Floor:
    """A hall with all counters open, at most ``most`` priority calls in a row, and what has happened there."""
    plan = replace(PLAN, policy=Policy(most_priority_in_a_row=most))
    return given(day_opened(plan=plan), *OPENED, *events)


def rule_of_next(floor: Floor, counter: int) -> tuple[str, str]:
    """Label and rule of the call that a counter would make now."""
    (call,) = when(floor, c.CallNext(counter=counter))
    return floor.tickets[call.ticket].label, call.rule


def by_number(label: str, counter: int) -> c.CallNumber:
    return c.CallNumber(counter=counter, label=label, reason="urgent")


def done(counter: int) -> tuple[c.Command, ...]:
    return (c.StartService(counter=counter), c.FinishService(counter=counter))


def test_the_earliest_of_all_the_counters_fields_is_first():
    assert calls(hall(*queue("L001", "C001", "L002", "C002")), 2, 4) == ["L001", "C001", "L002", "C002"]


def test_of_two_at_the_same_instant_the_first_drawn_is_first():
    assert calls(hall(issued("L001"), issued("C001")), 2, 2) == ["L001", "C001"]


def test_a_counter_calls_for_its_own_fields_alone():
    floor = hall(*queue("L001", "E001", "C001"))

    assert calls(floor, 1, 1) == ["C001"]
    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"


def test_the_fields_that_a_counter_was_given_today_count():
    floor = hall(*queue("L001", "E001"), e.CounterFieldsSet(counter=3, fields=("land", "copies")))

    assert calls(floor, 3, 2) == ["L001", "E001"]


def test_classes_come_before_others_and_higher_ranks_before_lower():
    floor = hall(*queue("C001", "C002!", "C003!!", "C004!"), most=9)

    assert calls(floor, 1, 4) == ["C003", "C002", "C004", "C001"]


def test_classes_come_first_across_fields():
    assert calls(hall(*queue("L001", "C001!", "L002!!")), 2, 3) == ["L002", "C001", "L001"]


def test_the_call_names_its_rule():
    assert rule_of_next(hall(*queue("C001")), 1) == ("C001", "earliest")
    assert rule_of_next(hall(*queue("C001", "C002!")), 1) == ("C002", "class_first")
    assert rule_of_next(hall(*queue("C001", "C002!"), most=1), 1) == ("C002", "class_first")


def test_after_two_priority_calls_in_a_row_an_ordinary_ticket_is_owed():
    floor = hall(*queue("C001", "C002", "C003!", "C004!", "C005!", "C006!", "C007!"))

    assert calls(floor, 1, 2) == ["C003", "C004"]
    assert rule_of_next(floor, 1) == ("C001", "ordinary_owed")
    assert calls(floor, 1, 5) == ["C001", "C005", "C006", "C002", "C007"]


def test_calls_in_a_row_are_counted_over_all_counters():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!"))

    assert calls(floor, 1, 1) + calls(floor, 2, 1) == ["C002", "C003"]
    assert rule_of_next(floor, 1) == ("C001", "ordinary_owed")


def test_a_test_between_them_does_not_make_calls_in_a_row_forgotten():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!"))

    assert calls(floor, 1, 2) == ["C002", "C003"]
    then(floor, c.SetMode(mode="test"), c.SetMode(mode="live"))
    assert rule_of_next(floor, 1) == ("C001", "ordinary_owed")


def test_priority_of_one_field_counts_in_the_others_of_the_counter_too():
    floor = hall(*queue("C001", "L001", "C002!", "L002!", "C003!", "L003!"))

    assert calls(floor, 2, 6) == ["C002", "L002", "C001", "L001", "C003", "L003"]


def test_a_stream_of_priority_in_one_field_keeps_nobody_of_another_waiting_for_ever():
    floor = hall(*queue("L001", "C001!", "C002!", "C003!", "C004!"))

    assert calls(floor, 2, 3) == ["C001", "C002", "L001"]


def test_priority_that_is_called_where_an_ordinary_ticket_cannot_come_does_not_count_for_it():
    floor = hall(*queue("L001", "C001!", "C002!", "C003!", "C004!"))

    assert calls(floor, 1, 3) + calls(floor, 2, 2) == ["C001", "C002", "C003", "C004", "L001"]


def test_priority_calls_count_only_while_an_ordinary_ticket_waits():
    floor = hall(*queue("C001!", "C002!", "C003!", "C004!", "C005!"))
    assert calls(floor, 1, 2) == ["C001", "C002"]

    then(floor, c.IssueTicket(field="civil"))

    assert calls(floor, 1, 4) == ["C003", "C004", "C006", "C005"]


def test_an_owed_ticket_is_not_passed_by_priority_in_another_field():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!", "L001!!", "L002!!"))
    assert calls(floor, 1, 2) == ["C002", "C003"]

    assert rule_of_next(floor, 2) == ("C001", "ordinary_owed")


def test_an_ordinary_ticket_for_another_counter_is_owed_there_whoever_calls_between():
    bound = (*queue("C001"), called("C001", 1), transferred("C001", 1, "civil", 2))
    floor = hall(*bound, *queue("C002!", "C003!", "C004!", "C005!"))

    assert calls(floor, 2, 1) + calls(floor, 1, 1) == ["C002", "C003"]

    assert rule_of_next(floor, 1) == ("C004", "class_first")
    assert rule_of_next(floor, 2) == ("C001", "ordinary_owed")


def test_a_call_by_number_counts_as_well():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!"))

    then(floor, by_number("C003", 1), *done(1), by_number("C002", 3), *done(3))

    assert rule_of_next(floor, 1) == ("C001", "ordinary_owed")


def test_an_ordinary_ticket_called_by_number_pays_the_debt():
    floor = hall(*queue("C001", "C002", "C003!", "C004!", "C005!"))
    calls(floor, 1, 2)

    then(floor, by_number("C002", 1), *done(1))

    assert rule_of_next(floor, 1) == ("C005", "class_first")


def test_a_transfer_keeps_the_place_of_its_arrival():
    floor = hall(*queue("C001", "L001", "L002"), called("C001", 1), started("C001"), transferred("C001", 1, "land"))

    assert calls(floor, 2, 3) == ["C001", "L001", "L002"]


def test_a_ticket_for_one_counter_is_called_there_alone():
    floor = hall(*queue("C001", "C002"), called("C001", 1), started("C001"), transferred("C001", 1, "civil", 2))

    assert calls(floor, 1, 1) == ["C002"]
    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"
    assert refusal(floor, by_number("C001", 1)) == "number_bound_elsewhere"
    assert calls(floor, 2, 1) == ["C001"]


def test_a_ticket_for_one_counter_comes_there_even_when_it_has_other_fields_by_now():
    floor = hall(
        *queue("L001"),
        e.CounterFieldsSet(counter=3, fields=("land", "copies")),
        called("L001", 3),
        transferred("L001", 3, "land", 2),
        e.CounterFieldsSet(counter=2, fields=("civil",)),
    )

    assert calls(floor, 2, 1) == ["L001"]


def test_a_returned_or_called_back_ticket_keeps_its_place():
    floor = hall(*queue("C001", "C002"), called("C001", 1), returned("C001"))
    assert rule_of_next(floor, 1) == ("C001", "earliest")

    then(floor, c.CallNext(counter=1), c.MarkMissed(counter=1), c.CallBack(ticket=ticket_id("C001")))
    assert rule_of_next(floor, 1) == ("C001", "earliest")


def test_a_test_calls_test_tickets_alone_and_real_ones_keep_their_place():
    floor = hall(*queue("C001", "C002"))
    then(floor, c.SetMode(mode="test"), c.IssueTicket(field="civil"))
    assert calls(floor, 1, 1) == ["TT001"]
    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"

    then(floor, c.IssueTicket(field="civil"), c.SetMode(mode="live"))

    assert calls(floor, 1, 2) == ["C001", "C002"]
    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"


def test_priority_calls_of_a_test_are_not_held_against_real_ones():
    floor = hall(*queue("C001", "C002!"), e.ModeSet(mode="test"))
    tests = [c.IssueTicket(field="civil", ticket_class=name) for name in ("ordinary", "elderly", "elderly")]
    then(floor, *tests)
    calls(floor, 1, 2)

    then(floor, c.SetMode(mode="live"))

    assert rule_of_next(floor, 1) == ("C002", "class_first")
