"""Rescue in the hall: an absent clerk's counter, stuck tickets, fields that move or stop, a day closed by mistake."""

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.floor import Floor
from hub.domain.transitions import State
from tests.domain import situations as s
from tests.domain.hall import (
    DAY,
    DAY_MS,
    MINUTE_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    calls,
    finished,
    given,
    held,
    issued,
    print_requested,
    recalled,
    refusal,
    resumed,
    returned,
    started,
    then,
    ticket_id,
    transferred,
    when,
)
from tests.domain.refusal_rows import MIDNIGHT_MS

C001 = ticket_id("C001")
GIVE_BACK = c.ReleaseTicket(ticket=C001, reason="papers_missing")


def by(actor: str, floor: Floor, *events: e.Event) -> Floor:
    """The floor after events of one actor, one a second."""
    for event in events:
        at_ms = MORNING_MS + (floor.seq + 1) * 1000
        apply_event(floor, e.Entry(floor.seq + 1, at_ms, DAY, actor, event))
    return floor


AS_A_CLERK = [
    (s.WAITING, called("C001")),
    (s.CALLED, recalled("C001")),
    (s.CALLED, started("C001")),
    (s.SERVING, finished("C001")),
    (s.SERVING, held("C001")),
    (s.HELD, resumed("C001")),
    (s.SERVING, transferred("C001", 1, "land")),
]
FROM_ELSEWHERE = [
    (s.OPEN, e.CounterPaused(counter=1, reason="lunch")),
    (s.OPEN, e.CounterFieldsSet(counter=1, fields=())),
    (s.SERVING, returned("C001")),
]


@pytest.mark.parametrize(("past", "event"), AS_A_CLERK)
def test_whoever_serves_at_a_counter_is_its_clerk(past, event):
    assert by("second", given(*past), event).counters[1].clerk == "second"


@pytest.mark.parametrize(("past", "event"), FROM_ELSEWHERE)
def test_whoever_decides_about_a_counter_is_not_its_clerk(past, event):
    assert by("supervisor", given(*past), event).counters[1].clerk == "clerk"


def test_a_service_goes_on_with_the_clerk_who_takes_over_the_counter():
    floor = by("second", given(*s.CALLED), started("C001"), finished("C001"))

    assert floor.tickets[C001].service.clerk == "second"


def test_a_released_service_begins_its_times_anew_and_is_called_at_its_own_place():
    floor = given(*s.WAITING, called("C001"), started("C001"), held("C001"), resumed("C001"), held("C001"))
    then(floor, c.IssueTicket(field="civil"), GIVE_BACK)

    service = floor.tickets[C001].service
    assert (service.held_ms, service.held_since_ms, service.started_ms, service.counter) == (0, None, None, None)
    assert service.first_called_ms == MORNING_MS + 4000
    assert calls(floor, 1, 2) == ["C001", "C002"]


def test_a_released_ticket_frees_the_counter_of_whom_it_was_stuck_at():
    floor = then(given(*s.SERVING, issued("C002")), GIVE_BACK)

    assert floor.counters[1].ticket is None
    assert (floor.counters[1].state, floor.tickets[C001].state) == ("open", State.WAITING)


def test_who_was_sent_to_the_counter_that_is_closed_may_go_to_any():
    floor = given(*s.BOUND_TO_2, called("C001", 2, service=2), started("C001", 2, service=2))

    then(floor, c.CloseCounter(counter=2, return_reason="papers_missing"))

    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


@pytest.mark.parametrize(
    "command", [GIVE_BACK, c.PauseCounter(counter=2, reason="lunch", return_reason="papers_missing")]
)
def test_who_was_sent_to_a_counter_may_go_to_any_when_somebody_else_gives_the_ticket_back(command):
    floor = given(*s.BOUND_TO_2, called("C001", 2, service=2), started("C001", 2, service=2))

    then(floor, command)

    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


def test_who_was_sent_to_a_counter_still_goes_there_when_its_clerk_gives_the_ticket_back():
    floor = given(*s.BOUND_TO_2, called("C001", 2, service=2), started("C001", 2, service=2))

    then(floor, c.ReturnToQueue(counter=2, reason="papers_missing"))

    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"
    assert when(floor, c.CallNext(counter=2)) == [called("C001", 2, service=2)]


def test_who_waits_in_a_field_that_moves_waits_for_the_other_counter():
    floor = given(*s.DAY_OPEN, e.CounterOpened(counter=2), e.CounterOpened(counter=3), issued("L001"))

    then(floor, c.MoveField(field="land", from_counter=2, to_counter=3))

    assert refusal(floor, c.CallNext(counter=2)) == "queue_empty"
    assert calls(floor, 3, 1) == ["L001"]


def test_who_was_sent_to_a_counter_in_person_is_called_there_although_the_field_moves_until_it_closes():
    floor = given(*s.BOUND_TO_2)
    then(floor, c.MoveField(field="civil", from_counter=2, to_counter=3))

    assert refusal(floor, c.CallNext(counter=1)) == "queue_empty"
    assert when(floor, c.CallNext(counter=2)) == [called("C001", 2, service=2)]
    then(floor, c.CloseCounter(counter=2, for_waiting="wait"))
    assert when(floor, c.CallNext(counter=1)) == [called("C001", service=2)]


def test_who_waits_in_a_stopped_field_is_called_and_people_may_still_be_sent_there():
    floor = given(*s.STOPPED, e.CounterOpened(counter=2), issued("L001"), called("L001", 2))

    then(floor, c.Transfer(counter=2, to_field="civil"))

    assert calls(floor, 1, 2) == ["C001", "L001"]


def test_a_new_day_draws_numbers_for_every_field():
    floor = given(*s.STOPPED)
    for event in when(floor, c.OpenDay(day=NEXT_DAY, plan=PLAN), MORNING_MS + DAY_MS):
        apply_event(floor, e.Entry(floor.seq + 1, MORNING_MS + DAY_MS, NEXT_DAY, "hub", event))

    assert floor.stopped == {}


def test_a_reopened_day_goes_on_as_if_it_had_not_been_closed():
    """Same numbers, same order, the field stopped that was stopped; counters are closed until somebody opens them."""
    before = (*s.OPEN, issued("C001", "elderly"), issued("C002"), called("C001"), started("C001"))
    floor = given(*before, e.FieldStopped(field="land", reason="no_power"), issued("C003"))

    then(floor, c.CloseDay(), c.ReopenDay())

    assert [counter.state for counter in floor.counters.values()] == ["closed"] * 3
    assert refusal(floor, c.IssueTicket(field="land")) == "field_stopped"
    (event,) = when(floor, c.IssueTicket(field="civil"))
    assert (event.label, event.people_ahead) == ("C004", 3)
    then(floor, c.OpenCounter(counter=1))
    assert calls(floor, 1, 3) == ["C001", "C002", "C003"]


def test_who_was_told_to_take_a_new_number_does_not_wait_twice_when_the_day_is_reopened_again():
    floor = given(*s.DAY_OPEN, issued("L001"), s.LAND_CLOSED[-1])
    then(floor, c.CloseDay(), c.ReopenDay(), c.SetCounterFields(counter=2, fields=("civil", "land")))
    then(floor, c.IssueTicket(field="land"), c.CloseDay(), c.ReopenDay())

    assert [ticket.state for ticket in floor.tickets.values()] == [State.EXPIRED, State.WAITING]


def test_a_service_that_just_ended_can_be_rated_when_the_day_is_reopened_at_once():
    floor = then(given(*s.FINISHED), c.CloseDay(), c.ReopenDay())

    assert when(floor, c.RateTicket(counter=1, ticket=C001, service=1, score=4))


def test_papers_that_were_awaited_when_the_day_was_closed_are_not_awaited_any_more():
    floor = given(*s.PRINTER_READY, issued("C001"), print_requested("C001", 2))

    then(floor, c.CloseDay(), c.ReopenDay())

    assert floor.print_requests == {}


AFTER_MIDNIGHT = c.OpenDay(day=NEXT_DAY, plan=PLAN, confirmed_by="person")
AT_11_PM = issued("C001", at_ms=MIDNIGHT_MS - 60 * MINUTE_MS)


@pytest.mark.parametrize(
    ("past", "now_ms"),
    [
        pytest.param((*s.OPEN, AT_11_PM), MIDNIGHT_MS + 1, id="who came an hour ago has gone"),
        pytest.param((*s.OPEN,), MIDNIGHT_MS, id="nobody is there"),
        pytest.param((*s.DAY_OPEN, *s.SERVING[1:]), MIDNIGHT_MS + 4 * 3_600_000, id="a ticket was forgotten"),
    ],
)
def test_a_quiet_or_overdue_day_makes_way_for_the_next(past, now_ms):
    assert when(given(*past), AFTER_MIDNIGHT, now_ms)[-1].day == NEXT_DAY


def test_a_day_that_is_still_busy_after_midnight_can_be_closed_on_purpose_and_then_followed():
    floor = given(*s.SERVING)
    assert refusal(floor, AFTER_MIDNIGHT, MIDNIGHT_MS) == "day_still_busy"

    then(floor, c.CloseDay())

    assert [type(event) for event in when(floor, AFTER_MIDNIGHT, MIDNIGHT_MS)] == [e.DayOpened]
