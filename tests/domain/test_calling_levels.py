"""What stands above the classes: kept, waited too long, carried over, preferred, work profiles; and the missed."""

from typing import Any

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from hub.domain.floor import Floor
from tests.domain.calling_kit import NOW_MS, does, hall, hall_of, next_call, queue, served_in_turn, since, told
from tests.domain.hall import MINUTE_MS, PLAN, refusal, ticket_id, words

LAND_FIRST = p.Profile("land_first", words("Land first"), (p.FieldWeight("land", 5),))
CIVIL_FIRST = p.Profile("civil_first", words("Civil first"), (p.FieldWeight("civil", 2),))
PROFILES = replace(PLAN, profiles=(LAND_FIRST, CIVIL_FIRST))
SECOND = 1000


def release(label: str) -> c.ReleaseTicket:
    return c.ReleaseTicket(ticket=ticket_id(label), reason="papers_missing")


def carried(label: str, arrived_ms: int) -> e.TicketCarriedOver:
    return e.TicketCarriedOver(
        ticket=ticket_id(label),
        service=1,
        from_ticket="2026-11-21-C105",
        label=label,
        field="civil",
        arrived_ms=arrived_ms,
    )


def held_by(actor: str, counter: int = 1) -> Floor:
    """A hall where C001 was held by a clerk at a counter and given back while an earlier one waits."""
    floor = hall(*queue("C002!!", "C001"), held_return="same_clerk")
    does(floor, c.CloseCounter(counter=counter, for_waiting="wait"), c.OpenCounter(counter=counter), actor=actor)
    does(floor, c.CallNumber(counter=counter, label="C001", reason="urgent"), c.Hold(counter=counter), actor=actor)
    return does(floor, release("C001"), actor="staff-9")


def test_who_was_held_comes_back_to_the_same_clerk_before_everybody():
    assert told(held_by("staff-1")) == ("C001", "held_first")


def test_who_is_kept_for_a_clerk_is_called_nowhere_else():
    floor = held_by("staff-1")

    assert told(floor, 2) == ("C002", "class_first")
    assert next_call(floor, 2).candidates == 1


def test_who_is_kept_for_a_clerk_who_has_gone_is_everybodys():
    floor = held_by("staff-1")
    does(floor, c.CallNumber(counter=2, label="C002", reason="urgent"))
    does(floor, c.CloseCounter(counter=1, for_waiting="wait"), c.StartService(counter=2), c.FinishService(counter=2))

    assert told(floor, 2) == ("C001", "earliest")


def test_who_is_kept_for_a_clerk_at_a_counter_that_serves_others_is_everybodys():
    floor = held_by("staff-1")
    does(floor, c.SetCounterFields(counter=1, fields=("copies",)))

    assert next_call(floor, 2).candidates == 2


def test_who_is_kept_for_a_clerk_is_everybodys_during_the_pause_and_the_clerks_again_after_it():
    floor = held_by("staff-1")
    does(floor, c.PauseCounter(counter=1, reason="lunch", for_waiting="wait"), actor="staff-1")
    assert next_call(floor, 2).candidates == 2

    does(floor, c.OpenCounter(counter=1), actor="staff-1")
    assert next_call(floor, 2).candidates == 1


def test_the_next_call_ends_being_kept():
    floor = held_by("staff-1")
    does(floor, c.CallNext(counter=1), c.ReturnToQueue(counter=1, reason="papers_missing"), actor="staff-1")

    assert next_call(floor, 2).candidates == 2


def test_without_the_rule_who_was_held_waits_as_others():
    floor = hall(*queue("C002!!", "C001"))
    does(floor, c.CallNumber(counter=1, label="C001", reason="urgent"), c.Hold(counter=1), release("C001"))

    assert told(floor) == ("C002", "class_first")


def test_who_has_waited_too_long_comes_before_every_class():
    floor = hall(since("C001!!", 10), since("C002", 61), since("C003!", 62), call_first_after_min=60)

    assert told(floor) == ("C003", "waited_too_long")
    assert told(floor, now_ms=NOW_MS - 2 * MINUTE_MS) == ("C003", "waited_too_long")
    assert told(floor, now_ms=NOW_MS - 3 * MINUTE_MS) == ("C001", "class_first")


def test_who_was_carried_over_comes_before_the_classes_but_not_before_who_waited_too_long():
    """Carried over two hours ago: the day that they waited before, and when this one opened, do not count."""
    floor = hall(carried("C105-21", NOW_MS - 300 * MINUTE_MS), since("C001!!", 10), call_first_after_min=150)
    assert told(floor) == ("C105-21", "carried_first")

    floor = hall(carried("C105-21", NOW_MS - 300 * MINUTE_MS), since("C001", 150), call_first_after_min=150)
    assert told(floor) == ("C001", "waited_too_long")


def test_a_reserved_counter_calls_its_classes_alone_and_others_call_everybody():
    floor = hall(*queue("C001", "C002!", "C003!"), counters={1: {"reserved_for": ("elderly",)}})

    assert served_in_turn(floor, 1, 2) == ["C002", "C003"]
    assert refusal(floor, c.CallNext(counter=1), NOW_MS) == "queue_empty"
    assert served_in_turn(floor, 2, 1) == ["C001"]


def test_a_reserved_counter_looks_at_the_own_class_and_not_at_how_long_somebody_waited():
    counters = {1: {"reserved_for": ("elderly",)}}
    floor = hall(since("C001", 50), counters=counters, ageing=(p.Ageing(30, "elderly"),))

    assert refusal(floor, c.CallNext(counter=1), NOW_MS) == "queue_empty"


def test_a_reserved_counter_calls_whoever_was_sent_there():
    floor = hall(*queue("C001"), counters={1: {"reserved_for": ("elderly",)}})
    does(floor, c.CallNext(counter=2), c.Transfer(counter=2, to_counter=1))

    assert told(floor, 1) == ("C001", "earliest")


def test_a_counter_that_prefers_a_class_calls_it_first_and_owes_nothing_meanwhile():
    floor = hall(*queue("C001", "C002!", "C003!", "C004!", "C005!!"), counters={1: {"prefers": ("elderly",)}})

    assert told(floor) == ("C002", "preferred")
    assert served_in_turn(floor, 1, 3) == ["C002", "C003", "C004"]
    assert told(floor, 1) == ("C001", "ordinary_owed")


def test_who_counts_as_a_preferred_class_by_waiting_is_preferred():
    floor = hall(
        since("C001!!", 5),
        since("C002", 50),
        counters={1: {"prefers": ("elderly",)}},
        ageing=(p.Ageing(30, "elderly"),),
    )

    call = next_call(floor)
    assert (call.ticket, call.rule, call.as_class) == (ticket_id("C002"), "preferred", "elderly")


def test_a_counter_may_be_there_for_ordinary_tickets_first():
    floor = hall(*queue("C001!!", "C002"), counters={1: {"prefers": ("ordinary",)}})

    assert told(floor) == ("C002", "preferred")


def chosen(profile: str) -> c.UseProfile:
    return c.UseProfile(counter=2, profile=profile)


def test_a_chosen_profile_calls_the_heavier_field_first_whoever_came_earlier():
    floor = hall_of(PROFILES, *queue("C001!!", "C002", "L001"))

    assert told(does(floor, chosen("land_first")), 2) == ("L001", "earliest")
    assert told(does(floor, chosen("civil_first")), 2) == ("C001", "class_first")
    assert told(does(floor, chosen("")), 2) == ("C001", "class_first")


def test_a_profile_takes_no_field_away():
    floor = does(hall_of(PROFILES, *queue("C001", "L001")), chosen("land_first"))

    assert served_in_turn(floor, 2, 2) == ["L001", "C001"]


def test_the_chosen_profile_comes_before_the_clerks_and_that_before_the_counters():
    counters = tuple(replace(counter, profile="land_first") for counter in PLAN.counters)
    plan = replace(PROFILES, counters=counters, clerks=(p.ClerkProfile("staff-1", "civil_first"),))
    floor = hall_of(plan, *queue("L001", "C001", "L002"))
    assert told(floor, 2) == ("L001", "earliest")

    does(floor, c.PauseCounter(counter=2, reason="lunch", for_waiting="wait"))
    does(floor, c.CloseCounter(counter=2, for_waiting="wait"), c.OpenCounter(counter=2), actor="staff-1")
    assert told(floor, 2) == ("C001", "earliest")

    assert told(does(floor, chosen("land_first")), 2) == ("L001", "earliest")


def missed_first(*others: str, **rules: Any) -> Floor:
    """A hall where C001 was called and missed, and these came before and after."""
    floor = hall(*queue("C001", *others), missed=p.MissedRules(**rules))
    return does(floor, c.CallNext(counter=1), c.MarkMissed(counter=1), now_ms=NOW_MS)


def test_the_missed_are_not_called_again_by_themselves():
    assert refusal(missed_first(), c.CallNext(counter=1), NOW_MS) == "queue_empty"


def test_a_missed_number_comes_back_after_so_many_others():
    floor = missed_first("C002", "C003", "C004", come_back="after_others", others=2)

    assert served_in_turn(floor, 1, 4) == ["C002", "C003", "C001", "C004"]


def test_services_at_other_counters_and_by_number_bring_the_missed_nearer():
    floor = missed_first("C002", "C003", "C004", come_back="after_others", others=2)
    does(floor, c.CallNumber(counter=2, label="C004", reason="urgent"), c.StartService(counter=2))
    does(floor, c.CallNext(counter=1))

    assert told(does(floor, c.StartService(counter=1), c.FinishService(counter=1))) == ("C001", "earliest")


def test_a_missed_number_comes_back_sooner_when_nobody_else_is_there():
    floor = missed_first(come_back="after_others", others=9)

    call = next_call(floor)
    assert (call.ticket, call.candidates) == (ticket_id("C001"), 1)


def test_at_the_end_the_missed_come_behind_those_who_came_before_they_were_missed():
    floor = missed_first("C002", come_back="at_end")
    does(floor, c.IssueTicket(field="civil"), now_ms=NOW_MS + SECOND)

    assert served_in_turn(floor, 1, 3, NOW_MS + SECOND) == ["C002", "C001", "C003"]


def test_nobody_is_called_more_often_than_the_plan_allows():
    floor = missed_first(come_back="at_end", most_calls=2)
    does(floor, c.CallNext(counter=1), c.MarkMissed(counter=1))

    assert refusal(floor, c.CallNext(counter=1), NOW_MS) == "queue_empty"


def test_between_two_calls_of_a_missed_number_lies_the_least_time():
    floor = missed_first(come_back="at_end", least_s_between=60)

    assert refusal(floor, c.CallNext(counter=1), NOW_MS + 59_999) == "queue_empty"
    assert told(floor, now_ms=NOW_MS + 60_000) == ("C001", "earliest")


def test_who_was_transferred_may_be_called_as_often_again():
    floor = hall(*queue("C001"), missed=p.MissedRules(most_calls=1))
    does(floor, c.CallNext(counter=1))
    assert refusal(floor, c.Recall(counter=1), NOW_MS) == "called_often_enough"

    does(floor, c.Transfer(counter=1, to_field="land"), c.CallNext(counter=2))
    assert floor.tickets[ticket_id("C001")].service.calls == 1


def test_a_missed_number_of_a_counter_that_is_reserved_for_others_does_not_come_back_there():
    floor = hall(*queue("C001"), counters={1: {"reserved_for": ("merit",)}}, missed=p.MissedRules(come_back="at_end"))
    does(floor, c.CallNext(counter=2), c.MarkMissed(counter=2))

    assert refusal(floor, c.CallNext(counter=1), NOW_MS) == "queue_empty"
    assert told(floor, 2) == ("C001", "earliest")
