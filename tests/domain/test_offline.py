"""The time in which the hub was away: whose number joins where, and what clerks say afterwards."""

import re

import pytest
from hypothesis import given as given_at_random
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import views
from hub.domain.apply import fold
from hub.domain.numbering import typed_label
from hub.domain.offline import offline_label, offline_series, offline_tag
from hub.domain.plan import Offline, Series
from hub.domain.transitions import State
from tests.domain import situations as s
from tests.domain.hall import (
    CLERK,
    MINUTE_MS,
    MORNING_MS,
    NEXT_DAY,
    PLAN,
    calls,
    day_opened,
    entries,
    given,
    issued,
    join,
    joined,
    then,
    ticket_id,
)

OPENED = MORNING_MS + 1000


def at(seconds: int) -> int:
    return OPENED + seconds * 1000


def test_numbers_of_kiosks_join_by_the_time_they_were_drawn_behind_whoever_was_called():
    floor = given(
        day_opened(),
        e.CounterOpened(counter=1),
        issued("C001", at_ms=at(1)),
        issued("C002", at_ms=at(3)),
        issued("C003", at_ms=at(5)),
    )
    then(floor, c.CallNext(counter=1))

    # K2 is heard first, K1 drew before; C001 came after K1's first and has been called all the same.
    then(floor, join(1, at(4), tag="K2"), join(1, at(0)), join(2, at(4)))
    then(floor, c.StartService(counter=1), c.FinishService(counter=1))

    assert calls(floor, 1, 5) == ["C-K1-01", "C002", "C-K2-01", "C-K1-02", "C003"]


def test_a_number_that_joins_counts_in_the_row_of_priority_calls_like_any_other():
    floor = given(day_opened(), e.CounterOpened(counter=1), *(issued(f"C00{n}", "elderly") for n in range(1, 5)))

    then(floor, c.CallNext(counter=1), join(1, at(0)))
    then(floor, c.StartService(counter=1), c.FinishService(counter=1))

    assert calls(floor, 1, 4) == ["C002", "C003", "C-K1-01", "C004"]


def test_a_number_of_a_closed_day_waits_when_the_day_goes_on():
    floor = given(*s.DAY_OVER)
    then(floor, join(1, at(0)), join(1, at(0), series="TT"))
    assert [ticket.state for ticket in floor.tickets.values()] == [State.EXPIRED, State.EXPIRED]

    then(floor, c.ReopenDay(), c.OpenCounter(counter=1))

    assert floor.tickets[ticket_id("TT-K1-01")].state is State.EXPIRED
    assert calls(floor, 1, 1) == ["C-K1-01"]


def test_a_number_of_a_former_day_changes_nothing_in_the_hall():
    floor = given(*s.WAITING)
    before = views.floor_view(floor, {})

    then(floor, join(1, at(0), day="2026-11-21"))

    assert views.floor_view(floor, {}) == before
    assert views.kiosk_view(floor).offline.last_numbers == {}


def test_the_kiosk_is_told_what_it_may_do_alone_and_which_of_its_numbers_are_known():
    plan = replace(PLAN, offline=Offline(most_tickets=7, after_s=5))
    floor = fold(
        entries([day_opened(plan=plan), issued("C001"), joined("C-K1-02"), joined("C-K1-01"), joined("L-K2-09")])
    )

    told = views.kiosk_view(floor)

    assert told.test_series == "TT"
    assert told.offline == views.kiosk.OfflineView(True, 7, 60, 5, {"C-K1": 2, "L-K2": 9})


@pytest.mark.parametrize(
    "past", [(day_opened(plan=replace(PLAN, offline=Offline(numbers="never"))),), s.DAY_OVER, s.BEFORE_ANY_DAY]
)
def test_a_kiosk_may_not_draw_alone(past):
    told = views.kiosk_view(given(*past))
    assert not told.offline.is_allowed
    assert not told.header.kiosks_go_on


def test_how_many_were_ahead_of_a_number_drawn_alone_nobody_says():
    floor = given(*s.PRINTER_READY, joined("C-K1-01", at(0)))
    then(floor, c.RequestPrint(ticket=ticket_id("C-K1-01"), device="printer"))

    story = views.ticket_story(floor, "c-k1-1", {})
    (paper,) = views.kiosk_view(floor).print_requests

    assert (story.people_ahead, story.people_ahead_now, paper.people_ahead) == (None, 0, None)
    assert (paper.is_reprint, [paper.is_reprint for paper in story.papers]) == (True, [False, True])


def test_who_was_served_offline_is_counted_and_leaves_the_queue_the_counter_and_nothing_to_rate():
    floor = given(*s.CALLED, issued("C002"), joined("C-K1-01"), issued("L001"), *s.OTHER_MISSED)

    then(floor, c.RecordServedOffline(counter=1, labels=("C001", "L001", "C-K1-01"), served_ms=at(3)))

    view = views.floor_view(floor, {})
    assert (view.totals.finished, view.totals.served_offline, view.totals.missed) == (3, 3, 0)
    assert (view.totals.waiting, view.totals.called) == (1, 2)
    counter = floor.counters[1]
    assert (counter.ticket, counter.finished, counter.rating) == (None, 3, None)
    service = floor.tickets[ticket_id("L001")].service
    assert (service.counter, service.clerk, service.ending) == (1, CLERK, "served_offline")
    assert [floor.tickets[ticket_id(label)].service.ended_ms for label in ("C001", "C-K1-01")] == [at(3), at(3)]
    assert calls(floor, 1, 1) == ["C002"]


def test_whoever_writes_down_what_was_served_offline_is_not_the_counters_clerk():
    floor = given(*s.DAY_OPEN, issued("E001"))

    then(floor, c.RecordServedOffline(counter=3, labels=("E001",)))

    assert (floor.counters[3].state, floor.counters[3].clerk) == ("closed", None)
    assert floor.tickets[ticket_id("E001")].service.ended_ms is None


def test_nothing_is_recorded_when_one_of_the_numbers_cannot_be():
    floor = given(*s.SERVING, issued("C002"))
    before = views.floor_view(floor, {})

    with pytest.raises(Exception, match="ticket_not_recordable"):
        then(floor, c.RecordServedOffline(counter=1, labels=("C002", "C001")))

    assert views.floor_view(floor, {}) == before
    then(floor, c.FinishService(counter=1))
    assert floor.tickets[ticket_id("C001")].state is State.FINISHED


def test_the_day_after_begins_with_numbers_of_its_own():
    floor = given(*s.DAY_OPEN, joined("C-K1-07", at(0)))
    then(floor, c.CloseDay())
    opening = e.Entry(floor.seq + 1, MORNING_MS + 24 * 60 * MINUTE_MS, NEXT_DAY, CLERK, day_opened(NEXT_DAY))

    assert views.kiosk_view(fold([opening])).offline.last_numbers == {}


@pytest.mark.parametrize(
    ("kiosk", "tag"),
    [
        ("K2", "K2"),
        ("7", "7"),
        ("SANH01", "SANH01"),
        ("HALL", None),
        ("k2", None),
        ("KIOSK-1", None),
        ("KIOSK12", None),
        ("", None),
    ],
)
def test_a_kiosks_name_is_a_tag_if_nobody_can_take_it_for_a_series(kiosk, tag):
    assert offline_tag(kiosk) == tag


@pytest.mark.parametrize(
    ("series", "tag", "number", "label"),
    [("A", "K2", 7, "A-K2-07"), ("AB", "SANH01", 123, "AB-SANH01-123"), ("", "K2", 7, "K2-07"), ("", "7", 7, "7-07")],
)
def test_labels_of_kiosks_own_numbers_and_how_people_type_them(series, tag, number, label):
    assert offline_label(series, tag, number) == label
    assert label.startswith(offline_series(series, tag))
    assert typed_label(f" {series.lower()}{'-' if series else ''}{tag.lower()} - {number}", Series()) == label


SERIES_NAMES = st.from_regex(r"[A-Z]{0,2}", fullmatch=True)
TAGS = st.from_regex(r"[A-Z]{0,3}[0-9][A-Z0-9]{0,2}", fullmatch=True)
HUBS_OWN = re.compile(r"[A-Z]{0,2}-?[0-9]+")


@settings(max_examples=200, deadline=None)
@given_at_random(
    one=st.tuples(SERIES_NAMES, TAGS, st.integers(1, 120)), other=st.tuples(SERIES_NAMES, TAGS, st.integers(1, 120))
)
def test_no_two_machines_can_draw_the_same_number(one, other):
    assert offline_tag(one[1]) == one[1]
    assert not HUBS_OWN.fullmatch(offline_label(*one))
    assert (offline_label(*one) == offline_label(*other)) == (one == other)


@pytest.mark.parametrize("typed", ["a5", "A-5", "a 005"])
def test_what_was_typed_for_a_hubs_number_still_is_one(typed):
    assert typed_label(typed, Series()) == "A005"
