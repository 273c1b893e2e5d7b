"""Closing in mid-queue, and people whom a day cut off."""

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import views
from hub.domain.errors import Refused
from hub.domain.plan import CounterRules
from hub.domain.snapshots import LeftTicket
from hub.domain.transitions import State
from tests.domain import situations as s
from tests.domain.hall import (
    CLERK,
    DAY,
    DAY_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    called,
    calls,
    cancelled,
    day_opened,
    expired,
    given,
    held,
    issued,
    joined,
    missed,
    prepared,
    refusal,
    started,
    then,
    ticket_id,
    transferred,
    when,
    words,
)

MORROW_MS = MORNING_MS + DAY_MS
BOTH_WAIT = (*s.WAITING, issued("C002"), issued("L001"), e.CounterOpened(counter=2))
OPEN_NEXT = c.OpenDay(day=NEXT_DAY, plan=PLAN)
LEFT = LeftTicket("2026-11-22-C001", "C001", "civil")


def left(label: str, field: str = "civil", **more: object) -> LeftTicket:
    return LeftTicket(ticket_id(label), label, field, **more)


def asked_at(past: tuple[e.Event, ...], command: c.HallCommand) -> dict[str, int | str]:
    """What the refusal says for which it has to be asked first."""
    with pytest.raises(Refused) as caught:
        when(given(*past), command)
    assert caught.value.code == "people_wait_here"
    return caught.value.params


def test_whoever_closes_the_last_open_counter_of_a_field_is_asked_what_becomes_of_whom():
    close = c.CloseCounter(counter=2)

    assert asked_at(BOTH_WAIT, close) == {"counter": 2, "fields": "land 1", "waiting": 1}
    assert asked_at((*BOTH_WAIT, e.CounterClosed(counter=1)), close)["fields"] == "civil 2, land 1"
    assert asked_at((*BOTH_WAIT, e.CounterPaused(counter=1, reason="lunch")), close)["waiting"] == 3


def test_nobody_is_asked_where_nobody_is_left_or_the_plan_does_not_want_it():
    silent = replace(PLAN, counter_rules=CounterRules(ask_on_closing="no"))
    past = (day_opened(plan=silent), *s.WAITING[1:])

    assert when(given(*BOTH_WAIT), c.CloseCounter(counter=1)) == [e.CounterClosed(counter=1)]
    assert when(given(*past), c.CloseCounter(counter=1)) == [e.CounterClosed(counter=1)]
    paused = (*s.WAITING, e.CounterPaused(counter=1, reason="lunch"))
    assert when(given(*paused), c.CloseCounter(counter=1)) == [e.CounterClosed(counter=1)]


def test_who_was_sent_to_the_counter_by_name_counts_although_others_serve_the_field():
    to_2 = (*s.BOUND_TO_2, issued("C002"))

    assert asked_at(to_2, c.PauseCounter(counter=2, reason="lunch"))["fields"] == "civil 1"


def test_a_counter_that_closes_binds_nobody_any_more_and_a_paused_one_does():
    """Sent there by name, waiting or prepared: once the counter has closed, the others call them."""
    prepares = replace(PLAN, counter_rules=CounterRules(prepare_next="yes"))
    opened = (day_opened(plan=prepares), e.CounterOpened(counter=1), e.CounterOpened(counter=2))
    sent = (issued("C001"), called("C001"), started("C001"), transferred("C001", 1, "civil", 2))
    busy = (issued("L001"), called("L001", 2), started("L001", 2), prepared("C001", 2, service=2))
    for past in ((*opened, *sent), (*opened, *sent, *busy)):
        give_back = {"return_reason": "papers_missing"}
        closed = when(given(*past), c.CloseCounter(counter=2, for_waiting="end", end_reason="went_home", **give_back))
        assert ticket_id("C001") not in [event.ticket for event in closed if isinstance(event, e.TicketCancelled)]
        assert "civil 1" in asked_at(past, c.PauseCounter(counter=2, reason="lunch", **give_back))["fields"]


def test_who_is_kept_for_a_clerk_is_free_once_that_clerk_has_closed():
    plan = replace(PLAN, policy=replace(PLAN.policy, held_return="same_clerk"))
    opened = (day_opened(plan=plan), e.CounterOpened(counter=1), e.CounterOpened(counter=2))
    floor = given(*opened, issued("C001"), called("C001"), held("C001"))
    floor.counters[2].clerk = "somebody-else"
    then(floor, c.ReleaseTicket(ticket=ticket_id("C001"), reason="papers_missing"))

    assert floor.tickets[ticket_id("C001")].service.for_clerk == CLERK
    assert when(floor, c.CloseCounter(counter=1)) == [e.CounterClosed(counter=1)]


def test_a_ticket_that_is_given_back_with_the_counter_waits_then_too():
    close = c.CloseCounter(counter=1, return_reason="papers_missing")

    assert asked_at(s.SERVING, close)["waiting"] == 1


def test_a_counter_that_takes_other_classes_only_is_no_help():
    counters = (replace(PLAN.counters[0], reserved_for=("merit",)), *PLAN.counters[1:])
    past = (day_opened(plan=replace(PLAN, counters=counters)), *BOTH_WAIT[1:])

    assert asked_at(past, c.CloseCounter(counter=2))["waiting"] == 3


def test_whoever_is_moved_keeps_number_and_place():
    floor = given(*s.WAITING, issued("E001", at_ms=MORNING_MS + 9000), e.CounterOpened(counter=3))
    then(floor, c.CloseCounter(counter=1, for_waiting="move", move_to="copies"))

    ticket = floor.tickets[ticket_id("C001")]
    assert (ticket.state, ticket.service.field, len(ticket.services)) == (State.WAITING, "copies", 1)
    assert calls(floor, 3, 2) == ["C001", "E001"]


def test_a_field_that_is_stopped_may_send_its_people_on_or_home():
    stop = c.StopField(field="civil", reason="no_power")

    assert when(given(*s.WAITING), stop) == [e.FieldStopped(field="civil", reason="no_power")]
    ended = when(given(*s.WAITING), replace(stop, for_waiting="end", end_reason="went_home"))
    assert ended[1:] == [replace(cancelled("C001"), because="closing")]


def test_the_hall_is_told_what_became_of_whose_number():
    floor = given(*BOTH_WAIT)
    then(floor, c.StopField(field="land", reason="no_power", for_waiting="end", end_reason="went_home"))
    then(floor, c.StopField(field="civil", reason="no_power", for_waiting="move", move_to="copies"))

    told = views.wall_view(floor).sent_on
    assert [(one.label, one.to_field) for one in told] == [
        ("L001", None),
        ("C001", words("copies")),
        ("C002", words("copies")),
    ]
    assert views.kiosk_view(floor).sent_on == told
    then(floor, c.OpenCounter(counter=3), c.CallNext(counter=3))
    assert [one.label for one in views.wall_view(floor).sent_on] == ["L001", "C002"]


def test_the_hall_is_told_of_all_numbers_as_runs():
    floor = given(*s.OPEN, *(issued(f"C{n:03}") for n in [*range(1, 61), 62]))
    then(floor, c.StopField(field="civil", reason="no_power", for_waiting="end", end_reason="went_home"))

    assert [one.label for one in views.wall_view(floor).sent_on] == ["C001–C060", "C062"]


def cut_off(*past: e.Event) -> tuple[LeftTicket, ...]:
    """Those whom the end of the day finds in the hall, as the next day knows them."""
    opened = when(given(*past), OPEN_NEXT, MORROW_MS)[-1]
    assert isinstance(opened, e.DayOpened)
    return opened.left_waiting


def test_a_day_knows_whom_the_former_one_cut_off():
    busy = (*s.SERVING, issued("C002", "merit"), issued("C003"), called("C003", 2), missed("C003", 2))
    parked = (issued("L001", files=3, language="en"), called("L001", 2), held("L001", 2))
    past = (busy[0], e.CounterOpened(counter=2), *busy[1:], *parked, joined("C-K1-01"))

    expected = {left("C001"), left("C002", ticket_class="merit"), left("L001", "land", files=3, language="en")}
    assert set(cut_off(*past)) == {*expected, left("C-K1-01")}
    closed = [*when(given(*past), c.CloseDay())]
    assert set(cut_off(*past, *closed)) == {*expected, left("C-K1-01")}


def test_nobody_is_left_of_those_who_went_before_or_were_only_a_test():
    done = (*s.FINISHED, issued("C002"), cancelled("C002"), e.ModeSet(mode="test"), issued("TT001", mode="test"))

    assert cut_off(*done) == ()


def test_a_day_on_which_nobody_came_passes_them_on():
    assert cut_off(day_opened(left_waiting=(LEFT,))) == (LEFT,)
    assert cut_off(day_opened(left_waiting=(LEFT,)), *s.WAITING[1:]) == (left("C001"),)


CARRIED = e.TicketCarriedOver(
    ticket=f"{NEXT_DAY}-C001-22",
    service=1,
    from_ticket=ticket_id("C001"),
    label="C001-22",
    field="civil",
    arrived_ms=MORNING_MS + 1000,
)
MORROW = (day_opened(NEXT_DAY, left_waiting=(LEFT, left("L001", "land", further=("civil", "astrology")))),)


def test_who_was_cut_off_waits_first_on_the_next_day():
    early = replace(issued("C001"), ticket=f"{NEXT_DAY}-C001")
    floor = given(*MORROW, e.CounterOpened(counter=1), early)
    then(floor, c.CarryOver())

    ticket = floor.tickets[CARRIED.ticket]
    assert ticket.carried_from == ticket_id("C001")
    assert (ticket.arrived_ms, ticket.came_ms) == (floor.opened_ms, floor.at_ms), "the place is not the waiting time"
    by_themselves = floor.tickets[early.ticket]
    assert views.floor_view(floor, {}).fields[0].oldest_ms == by_themselves.arrived_ms < ticket.came_ms
    assert floor.tickets[f"{NEXT_DAY}-L001-22"].errands == ["civil"]
    assert floor.left_waiting == ()
    assert views.ticket_story(floor, "c1-22", {}).label == "C001-22"
    assert calls(floor, 1, 2) == ["C001-22", "C001"]


def test_nobody_is_carried_over_twice():
    floor = then(given(*MORROW), c.CarryOver())

    assert refusal(floor, c.CarryOver()) == "nobody_to_carry"
    then(floor, c.CloseDay(), c.ReopenDay())
    assert [t.label for t in floor.waiting_in("civil")] == ["C001-22"]
    assert refusal(floor, c.CarryOver()) == "nobody_to_carry"


def test_whom_nobody_serves_stays_behind_until_somebody_does():
    no_land = (*MORROW, e.CounterFieldsSet(counter=2, fields=("civil",)))

    assert when(given(*no_land), c.CarryOver()) == [CARRIED]
    floor = then(given(*no_land), c.CarryOver())
    assert [one.label for one in floor.left_waiting] == ["L001"]
    then(floor, c.SetCounterFields(counter=2, fields=("civil", "land")), c.CarryOver())
    assert floor.left_waiting == ()


def test_the_old_paper_is_the_ticket_of_today_also_on_the_third_day():
    floor = then(given(*MORROW), c.CarryOver())
    assert floor.ticket_on_paper(ticket_id("C001")).label == "C001-22"

    third = when(floor, c.OpenDay(day="2026-11-24", plan=PLAN), MORNING_MS + 2 * DAY_MS)[-1]
    assert isinstance(third, e.DayOpened)
    assert third.left_waiting[0] == LEFT
    again = then(given(replace(third, day="2026-11-24")), c.CarryOver())
    assert again.ticket_on_paper(ticket_id("C001")).id == "2026-11-24-C001-22"


def test_a_reopened_day_and_carrying_over_give_nobody_two_lives():
    """A day is reopened before the next one opens, and only then it is known who was cut off."""
    floor = given(*s.WAITING, expired("C001"), e.CounterClosed(counter=1), e.DayClosed(day=DAY))
    then(floor, c.ReopenDay(), c.OpenCounter(counter=1), c.CallNext(counter=1), c.StartService(counter=1))
    then(floor, c.FinishService(counter=1), c.CloseDay())

    opened = when(floor, OPEN_NEXT, MORROW_MS)[-1]
    assert isinstance(opened, e.DayOpened)
    assert opened.left_waiting == ()
    assert refusal(given(opened), c.CarryOver()) == "nobody_to_carry"


def test_a_transferred_ticket_is_carried_to_where_it_was():
    past = (*s.SERVING, transferred("C001", 1, "land"), e.CounterOpened(counter=2), called("C001", 2, service=2))

    assert cut_off(*past, started("C001", 2, service=2)) == (left("C001", "land"),)


def test_whoever_has_only_figures_finds_a_carried_number_by_those_on_its_paper():
    floor = then(given(*MORROW), c.CarryOver())

    assert [one.label for one in views.numbers_of(floor, 1, None).numbers] == ["C001-22", "L001-22"]
    assert views.numbers_of(floor, 22, None).numbers == ()
