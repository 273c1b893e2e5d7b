"""Papers that staff ask for: who prints them, what becomes of them, which is a reprint."""

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from tests.domain import situations as s
from tests.domain.hall import (
    called,
    cancelled,
    expired,
    given,
    issued,
    missed,
    print_ended,
    print_requested,
    then,
    ticket_id,
    when,
)

C001 = ticket_id("C001")
BY_STAFF = (*s.PRINTER_READY, issued("C001", granted_by="staff"))
AWAITED = (*BY_STAFF, print_requested("C001"))


def test_a_request_waits_for_its_end_whatever_that_is():
    for result in ("confirmed", "failed", "unknown"):
        floor = given(*AWAITED, print_ended("C001", "C001-1", result))

        assert floor.print_requests == {}
        assert floor.tickets[C001].papers[-1].result == result


def test_the_end_of_another_job_is_not_its_end():
    floor = given(*AWAITED, print_ended("C001", "other"))

    assert list(floor.print_requests) == ["C001-1"]
    assert [paper.job for paper in floor.tickets[C001].papers] == ["C001-1", "other"]


def test_who_asks_anew_does_not_wait_for_the_former_paper():
    floor = then(given(*AWAITED), c.RequestPrint(ticket=C001, device="printer"))

    assert [(request.job, request.is_reprint) for request in floor.print_requests.values()] == [("C001-2", True)]


@pytest.mark.parametrize("end", [cancelled("C001"), expired("C001")])
def test_nobody_prints_for_who_is_gone(end):
    assert given(*AWAITED, end).print_requests == {}


def test_a_ticket_that_is_called_or_missed_still_gets_its_paper():
    past = (*AWAITED, e.CounterOpened(counter=1), called("C001"))

    assert given(*past).print_requests
    assert given(*past, missed("C001")).print_requests


def test_a_kiosk_names_the_job_of_its_own_paper_and_the_next_one_is_a_reprint():
    floor = given(*s.PRINTER_READY, issued("C001"), print_ended("C001", "k1-77"))

    assert [(paper.job, paper.result) for paper in floor.tickets[C001].papers] == [("k1-77", "confirmed")]
    assert when(floor, c.RequestPrint(ticket=C001, device="printer")) == [print_requested("C001", 2)]


def test_a_kiosks_late_word_is_told_from_the_reprint_that_was_asked_for_meanwhile():
    past = (*s.PRINTER_READY, issued("C001"), print_requested("C001", 2))
    floor = given(*past, print_ended("C001", "C001-2"), print_ended("C001", "k1-77", "unknown"))

    papers = floor.tickets[C001].papers
    assert [(paper.job, paper.is_reprint, paper.result) for paper in papers] == [
        ("k1-77", False, "unknown"),
        ("C001-2", True, "confirmed"),
    ]


def test_a_number_of_a_test_gets_its_paper_until_the_test_ends():
    floor = given(*s.PRINTER_READY, e.ModeSet(mode="test"))
    then(floor, c.IssueTicket(field="civil", granted_by="staff", print_at="printer"))
    assert list(floor.print_requests) == ["TT001-1"]

    assert then(floor, c.SetMode(mode="live")).print_requests == {}


def test_at_most_twenty_papers_are_awaited_the_newest():
    floor = given(*s.PRINTER_READY)
    for _ in range(22):
        then(floor, c.IssueTicket(field="civil", granted_by="staff", print_at="printer"))

    assert list(floor.print_requests) == [f"C{number:03}-1" for number in range(3, 23)]
