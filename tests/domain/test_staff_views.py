"""What the reception desk, the supervisor and whoever looks a ticket up are told, by examples."""

import msgspec
import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.numbering import typed_label
from hub.domain.plan import Series
from hub.domain.views import floor_view, kiosk_view, reception_view, ticket_story
from tests.domain import situations as s
from tests.domain.hall import (
    CLERK,
    MINUTE_MS,
    MORNING_MS,
    called,
    given,
    held,
    issued,
    missed,
    print_ended,
    print_requested,
    then,
    ticket_id,
    transferred,
)

C001 = ticket_id("C001")
BY_STAFF = (*s.PRINTER_READY, issued("C001", "merit", granted_by="staff", files=2), print_requested("C001"))


def test_both_can_be_built_before_the_first_day_and_after_the_last():
    for past in (s.BEFORE_ANY_DAY, s.DAY_OVER):
        floor = given(*past)
        assert msgspec.json.decode(msgspec.json.encode(reception_view(floor, {})))["fields"] == []
        assert msgspec.json.decode(msgspec.json.encode(floor_view(floor, {})))["fields"] == []
    assert (floor_view(given(*s.DAY_OVER), {}).last_day, floor_view(Floor(), {}).last_day) == ("2026-11-22", "")


def test_the_reception_desk_knows_the_fields_and_what_staff_may_grant():
    view = reception_view(given(*s.STOPPED), {})

    assert [(field.id, field.waiting, field.open_counters, field.stop_reason) for field in view.fields] == [
        ("civil", 1, (1,), "no_power"),
        ("land", 0, (), ""),
        ("copies", 0, (), ""),
    ]
    assert [field.is_stopped for field in view.fields] == [True, False, False]
    assert [entry.id for entry in view.classes] == ["elderly", "merit"]
    assert (view.most_files, view.languages) == (50, ("vi", "en"))


def test_the_reception_desk_sees_what_became_of_its_papers():
    floor = given(*BY_STAFF)
    (ticket,) = reception_view(floor, {}).recent
    assert (ticket.label, ticket.files, ticket.people_ahead, ticket.class_name.en) == (
        "C001",
        2,
        0,
        "Merit",
    )
    assert (ticket.print.device, ticket.print.result, ticket.print.is_reprint) == ("printer", "pending", False)

    floor = given(*BY_STAFF, print_ended("C001", "C001-1", "failed"))
    assert reception_view(floor, {}).recent[0].print.result == "failed"
    assert [printer.device for printer in reception_view(floor, {}).printers] == ["printer"]


def test_the_reception_desk_lists_what_staff_drew_the_newest_first_and_no_kiosks_numbers():
    floor = given(*s.DAY_OPEN, issued("C001"))
    for _ in range(22):
        then(floor, c.IssueTicket(field="civil", granted_by="staff"))

    recent = reception_view(floor, {}).recent

    assert [ticket.label for ticket in recent] == [f"C{number:03}" for number in range(23, 3, -1)]
    assert recent[0].print is None


def test_the_kiosk_hears_of_papers_it_shall_print_and_of_stopped_fields():
    view = kiosk_view(given(*BY_STAFF, e.FieldStopped(field="land", reason="no_power")))

    (wanted,) = view.print_requests
    assert (wanted.job, wanted.device, wanted.ticket, wanted.ticket_class) == ("C001-1", "printer", C001, "merit")
    assert (wanted.field.en, wanted.counters, wanted.mode, wanted.is_reprint) == ("civil", (1, 2), "live", False)
    assert [field.id for field in view.fields if field.is_stopped] == ["land"]


def test_a_paper_that_is_asked_for_later_says_what_the_first_one_said():
    past = (*s.SERVING, transferred("C001", 1, "land"), print_requested("C001", 2, service=2))

    (wanted,) = kiosk_view(given(*past)).print_requests

    assert (wanted.field_id, wanted.issued_ms, wanted.is_reprint) == ("civil", MORNING_MS, True)


def test_the_supervisor_sees_who_is_where_since_when():
    view = floor_view(given(*s.SERVING, e.CounterOpened(counter=2), issued("C002", "elderly"), called("C002", 2)), {})

    one, two, three = view.counters
    assert (one.state, one.clerk, one.fields, one.ticket.label, one.ticket.state) == (
        "open",
        CLERK,
        ("civil",),
        "C001",
        "serving",
    )
    assert (one.ticket.since_ms, two.ticket.since_ms) == (MORNING_MS + 5000, MORNING_MS + 8000)
    assert (one.ticket.class_name, two.ticket.class_name.en) == (None, "Elderly")
    assert (three.state, three.clerk, three.ticket) == ("closed", "", None)


def test_the_supervisor_sees_who_waits_longest_in_each_field():
    view = floor_view(given(*s.OPEN, issued("C001"), issued("C002", at_ms=MORNING_MS + 60_000), called("C001")), {})

    civil, land, _ = view.fields
    assert (civil.waiting, civil.oldest_ms, civil.issued, civil.called) == (1, MORNING_MS + 60_000, 2, 1)
    assert (land.waiting, land.oldest_ms) == (0, None)


def test_the_supervisor_sees_all_who_were_set_aside():
    past = (*s.MISSED, e.CounterOpened(counter=2), issued("C002"), called("C002", 2), held("C002", 2))

    view = floor_view(given(*past), {})

    assert [card.label for card in view.missed.tickets] == ["C001"]
    assert [(card.label, card.counter) for card in view.held.tickets] == [("C002", 2)]


def test_the_day_in_figures():
    floor = given(*s.FINISHED, issued("C002"), called("C002"), missed("C002"), issued("L001"), issued("C003"))
    then(floor, c.CancelTicket(ticket=ticket_id("C003"), reason="went_home"))

    totals = floor_view(floor, {}).totals

    assert (totals.issued, totals.waiting, totals.serving, totals.finished) == (4, 1, 0, 1)
    assert (totals.missed, totals.cancelled, totals.called, totals.called_within_15_min) == (1, 1, 2, 2)
    assert floor_view(then(floor, c.CloseDay()), {}).totals.finished == 1


@pytest.mark.parametrize(("waited_ms", "in_time"), [(15 * MINUTE_MS, 1), (15 * MINUTE_MS + 1, 0)])
def test_only_the_first_call_within_fifteen_minutes_counts(waited_ms, in_time):
    arrived_ms = MORNING_MS + 3000 - waited_ms
    floor = given(*s.OPEN, issued("C001", at_ms=arrived_ms + 1000), called("C001"), missed("C001"))
    then(floor, c.CallNumber(counter=1, label="C001", reason="urgent"))

    totals = floor_view(floor, {}).totals

    assert (totals.called, totals.called_within_15_min) == (1, in_time)


def test_test_numbers_are_counted_apart():
    floor = given(*s.WAITING, e.ModeSet(mode="test"), issued("TT001", mode="test"), issued("TT002", mode="test"))

    assert floor_view(floor, {}).totals.issued == 2
    assert floor_view(then(floor, c.SetMode(mode="live")), {}).totals.issued == 1


def test_the_story_of_a_ticket():
    past = (
        *s.SERVING,
        e.CounterOpened(counter=2),
        transferred("C001", 1, "land"),
        print_requested("C001", 2, service=2),
    )
    story = ticket_story(given(*past, issued("L001")), "c1", {})

    assert [(service.field.en, service.counter, service.clerk, service.ending) for service in story.services] == [
        ("civil", 1, CLERK, "transferred"),
        ("land", None, "", ""),
    ]
    assert [(paper.job, paper.device, paper.is_reprint) for paper in story.papers] == [
        ("", "", False),
        ("C001-2", "printer", True),
    ]
    assert (story.state, story.people_ahead_now, story.granted_by, story.mode) == ("waiting", 0, "kiosk", "live")


@pytest.mark.parametrize("past", [s.CALLED, s.SERVING, s.HELD, s.MISSED, s.FINISHED])
def test_nobody_is_ahead_of_who_does_not_wait(past):
    assert ticket_story(given(*past), "C001", {}).people_ahead_now is None


def test_an_unknown_number_has_no_story():
    with pytest.raises(Refused, match="unknown_ticket"):
        ticket_story(given(*s.WAITING), "C002", {})
    with pytest.raises(Refused, match="no_day_open"):
        ticket_story(given(*s.DAY_OVER), "C001", {})


@pytest.mark.parametrize(
    ("typed", "form", "label"),
    [
        ("a5", Series(), "A005"),
        (" A 005 ", Series(), "A005"),
        ("a-1000", Series(), "A1000"),
        ("5", Series(), "005"),
        ("tt7", Series(digits=2, hyphen="hyphen"), "TT-07"),
        ("nobody", Series(), "nobody"),
        ("", Series(), ""),
    ],
)
def test_a_number_is_found_as_it_is_typed(typed, form, label):
    assert typed_label(typed, form) == label
