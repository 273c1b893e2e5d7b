"""What is taken back was never so: for the floor, the figures and the story; and notes that go with a visit."""

from copy import deepcopy

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import fold
from hub.domain.explaining import story_of
from hub.domain.views import counter_view
from tests.domain import plans_of_visits as v
from tests.domain import situations as s
from tests.domain.figures_kit import BINH, day, drawn, group, in_minutes
from tests.domain.hall import (
    MORNING_MS,
    called,
    entries,
    finish_undone,
    finished,
    given,
    held,
    issued,
    miss_undone,
    missed,
    noted,
    rated,
    started,
    then,
    ticket_id,
    transferred,
)

SLIP_MIN = 0.05
FINISHED_BY_A_SLIP = (
    drawn("C001"),
    (2, called("C001")),
    (4, started("C001")),
    (9, finished("C001")),
    (9 + SLIP_MIN, finish_undone("C001")),
)


def offered(*past: e.Event) -> tuple[str, str, int] | None:
    """What the counter's page offers to take back, and for how many ms from the last row on."""
    floor = given(*past)
    undo = counter_view(floor, 1, {}).undo
    return undo and (undo.kind, undo.label, undo.until_ms - floor.at_ms)


def test_a_page_offers_what_can_be_taken_back_and_no_more() -> None:
    assert offered(*s.FINISHED) == ("finish", "C001", 5000)
    assert offered(*s.MISSED) == ("missed", "C001", 5000)
    over = [s.RATED, (*s.FINISHED, issued("C002"), called("C002")), (*s.MISSED, e.CounterClosed(counter=1)), v.SENT_ON]
    assert [offered(*past) for past in over] == [None] * len(over)


def test_a_finish_that_is_taken_back_leaves_the_hall_as_it_was() -> None:
    before, after = given(*s.SERVING), given(*s.FINISHED)
    then(after, c.UndoFinish(counter=1, ticket=v.C001))
    assert (after.tickets, after.tallies) == (before.tickets, before.tallies)
    assert after.counters == before.counters


@pytest.mark.parametrize("said", [(), (rated("C001", score=2),)])
def test_where_calls_start_services_who_was_there_before_may_rate_again(said: tuple[e.Event, ...]) -> None:
    before = given(*v.LED_SERVING, finished("C001"), *said, issued("C002"), called("C002"), started("C002"))
    after = deepcopy(before)
    told = {"counter": 1, "seen": ticket_id("C002"), "outcome": "taken_in", "quantity": 1}
    then(after, c.FinishService(**told), c.UndoFinish(counter=1, ticket=ticket_id("C002")))
    assert (after.tickets, after.tallies, after.counters) == (before.tickets, before.tallies, before.counters)


def test_a_rating_that_its_panel_told_between_slip_and_undo_is_the_last_one() -> None:
    """It was pressed before the slip."""
    past = (*v.LED_SERVING, finished("C001"), issued("C002"), called("C002"), started("C002"), finished("C002"))
    floor = given(*past, rated("C001", score=2, pressed_ms=MORNING_MS), finish_undone("C002"))
    counter = floor.counters[1]
    assert (counter.rating, counter.last_rated, counter.last_score) == (None, "C001", 2)


def test_an_undone_finish_is_one_service() -> None:
    figures = day(*FINISHED_BY_A_SLIP, (10, finished("C001")), (10, rated("C001", score=3)))
    total = group(figures, minutes=10)
    assert (total.counts["finished"], total.fates["finished"], total.service_average_ms) == (1, 1, 6 * 60_000)
    assert in_minutes(total.times_ms) == {"waiting": 2, "walking": 2, "service": 6}
    assert in_minutes(group(figures, "counter", "1", minutes=10).posts_ms)["serving"] == 6
    assert total.ratings == {3: 1}


def test_the_last_rating_of_a_service_counts() -> None:
    told = (*FINISHED_BY_A_SLIP[:4], (9.1, rated("C001", score=1)), (9.2, rated("C001", score=4)))
    assert group(day(*told), "clerk", "staff-1", minutes=10).ratings == {4: 1}


def test_an_undone_miss_keeps_its_call() -> None:
    slip = (drawn("C001"), (2, called("C001")), (4, missed("C001"), BINH), (4 + SLIP_MIN, miss_undone("C001"), BINH))
    figures = day(*slip, (5, started("C001"), BINH), (7, finished("C001"), BINH))
    total = group(figures, minutes=7)
    assert (total.counts["missed"], total.counts["calls"], total.counts["finished"]) == (0, 1, 1)
    assert in_minutes(total.times_ms) == {"waiting": 2, "walking": 3, "service": 2}


def test_the_story_tells_of_both() -> None:
    past = (*s.MISSED, miss_undone("C001"), started("C001"), finished("C001"), finish_undone("C001"))
    told = [line.code for line in story_of(entries(past), "C001").lines]
    assert told == ["drawn", "called", "missed", "miss_undone", "started", "finished", "finish_undone"]


def test_notes_are_found_by_the_first_row_of_their_request_and_the_visits_goes_everywhere() -> None:
    """A transfer into a chain writes other rows before its own."""
    past = (*s.SERVING, noted("C001"), v.errand_added("C001", "copies"), transferred("C001", 1, "land"))
    rows = [replace(row, part=2) if isinstance(row.event, e.TicketTransferred) else row for row in entries(past)]
    ticket = fold(rows).tickets[v.C001]
    assert (ticket.note_seq, ticket.service.texts_seq) == (len(s.SERVING) + 1, len(s.SERVING) + 2)

    floor = given(*s.SERVING, noted("C001"), held("C001"))
    (card,) = counter_view(floor, 1, {floor.seq - 1: {"note": "Deaf"}, floor.seq: {"note": "Copies"}}).held.tickets
    assert (card.visit_note, card.note) == ("Deaf", "Copies")


def test_a_blind_counter_tells_no_note_before_the_start() -> None:
    blind = replace(s.WITH_PREPARING, counter_rules=replace(s.WITH_PREPARING.counter_rules, blind_call="yes"))
    past = (replace(s.DAY_OPEN[0], plan=blind), *s.CALLED[1:], noted("C001"))
    before, after = given(*past), given(*past, started("C001"))
    told = [counter_view(floor, 1, {before.seq: {"note": "Deaf"}}).ticket.visit_note for floor in (before, after)]
    assert told == ["", "Deaf"]
