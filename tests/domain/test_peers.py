"""What the best systems promise, and what went wrong in others: one test each, or the name of the test that proves it.

Read in the code, the manuals and the issues of FQM, Novosga, The Q, ZMS, MADO and Qmatic.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import plan as p
from hub.domain import views
from hub.domain.numbering import label
from tests.domain.hall import DAY_MS, MINUTE_MS, NEXT_DAY, PLAN, words
from tests.domain.random_days import Day
from tests.domain.random_plans import plain_plan

ROOT = Path(__file__).parents[2]
METALS = ("silver", "gold", "platinum")
TWO_ONE_ONE = p.Policy(
    classes="ratio",
    ratio=(
        p.RatioShare("platinum", 2),
        p.RatioShare("gold", 1),
        p.RatioShare("silver", 1),
        p.RatioShare(p.ORDINARY, 1),
    ),
)


def metal_hall() -> Day:
    """Three classes of metals, two platinum, one gold, one silver in each round, at three counters for everything."""
    classes = tuple(p.TicketClass(name, words(name), words(name), rank) for rank, name in enumerate(METALS, start=1))
    return Day(plain_plan(TWO_ONE_ONE, classes))


def come(day: Day, names: list[str], field: str = "civil") -> None:
    for name in names:
        day.ask(c.IssueTicket(field=field, ticket_class=name, granted_by="staff"))


def initials(day: Day, counters: list[int]) -> str:
    """The first letters of the classes of those who are called, one after the other, at these counters."""
    return "".join(day.floor.tickets[served(day, counter)].ticket_class[0].upper() for counter in counters)


def served(day: Day, counter: int) -> str:
    """Whom a counter calls and serves next."""
    ticket: str = day.ask(c.CallNext(counter=counter))[0].ticket  # type: ignore[union-attr]
    day.ask(c.StartService(counter=counter))
    day.ask(c.FinishService(counter=counter))
    return ticket


@pytest.mark.parametrize("counters", [[1] * 8, [1, 2, 3, 1, 2, 3, 1, 2]], ids=["one counter", "three counters"])
def test_qmatic_two_platinum_one_gold_one_silver_gives_ppgsppgs(counters: list[int]) -> None:
    day = metal_hall()
    come(day, ["silver"] * 3 + ["platinum"] * 5 + ["gold"] * 3)
    assert initials(day, counters) == "PPGSPPGS"


def test_qmatic_a_turn_for_which_nobody_is_there_goes_to_the_next_and_is_not_saved() -> None:
    day = metal_hall()
    come(day, ["platinum", "platinum", "platinum", "silver", "silver"])
    assert initials(day, [1] * 3) == "PPS"
    come(day, ["gold"] * 2)
    assert initials(day, [1] * 4) == "GPGS"


def test_qmatic_who_waits_over_60_minutes_is_called_first() -> None:
    day = Day(plain_plan(p.Policy(classes="strict", call_first_after_min=60)))
    come(day, ["ordinary"], "land")
    day.now_ms += 60 * MINUTE_MS - 1
    come(day, ["merit"] * 3)
    assert served(day, 1).endswith("C001")
    day.now_ms += 1
    assert served(day, 1).endswith("L001")
    assert served(day, 1).endswith("C002")


def test_fqm_the_first_ticket_of_a_series_is_1_and_a_transfer_keeps_the_number() -> None:
    day = Day(PLAN)
    come(day, ["ordinary"])
    day.ask(c.CallNext(counter=1))
    day.ask(c.StartService(counter=1))
    day.ask(c.Transfer(counter=1, to_field="copies"))
    assert [(ticket.label, ticket.service.field) for ticket in day.floor.tickets.values()] == [("C001", "copies")]


def test_novosga_counters_begin_anew_each_day_although_people_still_wait_elsewhere() -> None:
    day = Day(PLAN)
    come(day, ["ordinary"] * 3)
    come(day, ["ordinary"] * 2, "land")
    day.now_ms += DAY_MS
    day.ask(c.CloseDay())
    day.ask(c.OpenDay(day=NEXT_DAY, plan=PLAN, confirmed_by="person"))
    come(day, ["ordinary"])
    come(day, ["ordinary"], "land")
    assert [ticket.label for ticket in day.floor.tickets.values()] == ["C001", "L001"]


def test_all_a_number_never_wraps_onto_one_that_still_waits() -> None:
    day = Day(replace(PLAN, series=p.Series(digits=2, first=98)))
    come(day, ["ordinary"] * 5)
    assert [ticket.label for ticket in day.floor.tickets.values()] == ["C98", "C99", "C100", "C101", "C102"]
    assert label("A", 999, PLAN.series) == "A999"
    assert label("A", 1000, PLAN.series) == "A1000"


def test_zms_a_call_that_is_finished_before_anybody_looks_is_still_shown() -> None:
    """The wall is told every call, not the state of the counters at the moment of a poll."""
    day = Day(PLAN)
    come(day, ["ordinary"])
    served(day, 1)
    wall = views.wall_view(day.floor)
    assert [call.label for call in wall.announcements] == ["C001"]


def test_novosga_two_calls_of_one_instant_are_both_shown_with_all_their_figures() -> None:
    day = Day(replace(PLAN, series=p.Series(digits=4, first=1000)))
    come(day, ["ordinary"] * 2)
    for counter in (1, 2):
        day.ask(c.CallNext(counter=counter))
    assert sorted(call.label for call in views.wall_view(day.floor).announcements) == ["C1000", "C1001"]


def test_zms_two_clerks_never_have_one_citizen() -> None:
    day = Day(plain_plan(p.Policy()))
    come(day, ["ordinary"])
    assert isinstance(day.ask(c.CallNext(counter=1)), tuple)
    assert day.ask(c.CallNext(counter=2)) == "queue_empty"
    assert day.ask(c.CallNumber(counter=3, label="C001", reason="urgent")) == "ticket_not_waiting"


def test_zms_who_did_not_come_can_be_called_back_to_the_own_place() -> None:
    day = Day(PLAN)
    come(day, ["ordinary"] * 2)
    day.ask(c.CallNext(counter=1))
    day.ask(c.MarkMissed(counter=1))
    first = next(iter(day.floor.tickets))
    day.ask(c.CallBack(ticket=first))
    assert served(day, 1) == first


def test_zms_who_is_stuck_in_service_is_freed_by_whoever_leads_the_hall() -> None:
    day = Day(PLAN)
    come(day, ["ordinary"])
    day.ask(c.CallNext(counter=1))
    day.ask(c.StartService(counter=1))
    first = next(iter(day.floor.tickets))
    assert isinstance(day.ask(c.ReleaseTicket(ticket=first, reason="papers_missing"), "supervisor-1"), tuple)
    assert served(day, 2) == first


PROVED_BY = {
    "FQM: number = max + 1 without a lock": "e2e/test_rush.py::test_numbers_are_unique_and_without_gaps",
    "FQM: printed before the row existed": "models/test_models.py::test_the_protocols_hold_in_every_state",
    "FQM: a reset deletes history": "store/test_damage.py::test_triggers_keep_the_journal_append_only",
    "FQM: an anonymous GET issues tickets": "web/test_default_deny.py::test_an_endpoint_without_a_row_is_denied",
    "FQM: the date is frozen at the start": "calendar/test_kiosk_by_itself.py::test_a_hall_opens_and_closes_by_itself",
    "Novosga: a sort flipped to newest first": "domain/test_order_mutants.py::test_the_oracle_finds_it_out",
    "Novosga: another order on another machine": (
        "domain/test_order_at_random.py::test_the_order_is_the_same_whatever_the_tickets_are_called"
    ),
    "Novosga: called twice in a rush": "e2e/test_rush.py::test_everybody_is_called_exactly_once",
    "Novosga: of eight calls at once the last is shown": "e2e/test_wall.py::test_eight_calls_at_once_are_all_announced",
    "Novosga: documents of those called": "faults/test_cards_leave_no_trace.py::test_cards_leave_no_trace",
    "The Q: requests repeated without a key": "e2e/test_rush.py::test_repeats_are_answered_alike",
    "The Q: the day boundary": "service/test_housekeeping.py::test_the_day_follows_the_zone_of_the_centre",
    "ZMS: double tickets": "kiosk_app/test_kiosk_page.py::test_a_double_tap_takes_one_number",
    "ZMS: a long press, a finger that slips": (
        "kiosk_app/test_kiosk_page.py::test_a_slipping_finger_counts_inside_the_target_only"
    ),
    "ZMS: editing a ticket lost its place": "domain/test_closing.py::test_whoever_is_moved_keeps_number_and_place",
    "MADO: counted although the printer was absent": (
        "e2e/test_touch_to_rating.py::test_paper_out_is_seen_by_kiosk_clerk_and_journal"
    ),
    "MADO: local time applied twice": "domain/test_hours.py::test_hours_follow_the_summer_time_of_other_zones",
    "MADO: an error of the database returned as success": (
        "web/test_trouble.py::test_a_journal_that_cannot_be_written_is_503_with_the_time_to_repeat"
    ),
    "all: nobody can say why B015 came before A042": (
        "domain/test_explaining.py::test_priority_comes_with_its_turn_and_then_the_ordinary_one_is_owed"
    ),
    "all: they stop when the server stops": (
        "faults/test_outage_drill.py::test_after_ten_minutes_without_the_hub_every_ticket_is_there_once_and_in_order"
    ),
    "nearly all: a transferred visit counts twice": (
        "domain/test_figures.py::test_a_transferred_visit_is_one_visit_with_two_services"
    ),
    "nearly all: a held visit counts twice": (
        "domain/test_figures.py::test_a_held_visit_is_held_once_and_served_around_it"
    ),
    "nearly all: a recalled visit counts twice": (
        "domain/test_figures.py::test_a_recalled_visit_is_called_once_more_and_counted_once"
    ),
}
"""What went wrong elsewhere and is proved by a test that stands where it belongs."""


@pytest.mark.parametrize("failure", PROVED_BY)
def test_the_test_that_proves_it_is_there(failure: str) -> None:
    file, _, name = PROVED_BY[failure].partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
