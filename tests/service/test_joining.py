"""Numbers that kiosks drew by themselves join once, in place of what was given up, each from its own kiosk alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.transitions import State
from hub.service.outcome import Outcome, RequestReused
from hub.service.requests import Asked
from hub.service.writer import Writer
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, Hall

KIOSK, OTHER = "kiosk:K1", "kiosk:K2"
ISSUE = c.IssueTicket(field="civil")
FIRST, OWN = f"{DAY}-A001", f"{DAY}-A-K1-01"
JOIN = c.JoinTicket(day=DAY, field="civil", series="A", tag="K1", number=1, drawn_ms=MORNING_MS, abandoned="touch")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    yield hall
    hall.close()


def kinds(outcome: Outcome) -> list[str]:
    return [event["kind"] for event in outcome.answer["events"]]


def refused(hall: Hall, command: c.Command, actor: str = KIOSK, key: str | None = None) -> str:
    with pytest.raises(Refused) as caught:
        hall.do(command, actor=actor, key=key)
    return caught.value.code


def test_what_the_given_up_request_had_drawn_is_cancelled_with_it(hall: Hall) -> None:
    hall.do(ISSUE, actor=KIOSK, key="touch")
    outcome = hall.do(JOIN, actor=KIOSK, key="own")
    tickets = hall.office.floor.tickets
    assert kinds(outcome) == ["TicketCancelled", "TicketJoined"]
    assert (tickets[FIRST].state, tickets[OWN].state) == (State.CANCELLED, State.WAITING)
    assert [entry.seq for entry in hall.heard.entries[-2:]] == [outcome.seq_from, outcome.seq_to]


def test_a_request_that_is_still_on_its_way_draws_nothing_any_more(hall: Hall) -> None:
    assert kinds(hall.do(JOIN, actor=KIOSK, key="own")) == ["TicketJoined"]
    assert refused(hall, ISSUE, key="touch") == "request_abandoned"
    assert set(hall.office.floor.tickets) == {OWN}


@pytest.mark.parametrize("how", ["called", "given up before"])
def test_it_joins_whatever_became_of_the_given_up_request(hall: Hall, how: str) -> None:
    hall.do(ISSUE, actor=KIOSK, key="touch")
    hall.do(c.CallNext(counter=1) if how == "called" else c.AbandonRequest(key="touch"), actor=KIOSK)
    before = hall.office.floor.tickets[FIRST].state
    assert kinds(hall.do(JOIN, actor=KIOSK, key="own")) == ["TicketJoined"]
    assert hall.office.floor.tickets[FIRST].state is before


def test_in_one_batch_the_late_request_finds_its_key_given_up(hall: Hall) -> None:
    asked = [(JOIN, "own"), (ISSUE, "touch"), (ISSUE, "b"), (replace(JOIN, number=2, abandoned="b"), "own 2")]
    subject = Writer(hall.journal, hall.clock)
    joined, late, drawn, replaced = subject.write([Asked(command, KIOSK, key) for command, key in asked]).results
    assert isinstance(late, Refused)
    assert late.code == "request_abandoned"
    told = [kinds(result) for result in (joined, drawn, replaced) if isinstance(result, Outcome)]
    assert told == [["TicketJoined"], ["TicketIssued"], ["TicketCancelled", "TicketJoined"]]


def test_a_repeat_changes_nothing_even_with_a_time_measured_anew_or_after_a_restart(hall: Hall) -> None:
    first = hall.do(JOIN, actor=KIOSK, key="own")
    hall.journal.close()
    again = Hall(hall.path, hall.clock)
    repeated = again.do(replace(JOIN, drawn_ms=MORNING_MS + 777), actor=KIOSK, key="own")
    assert (repeated.is_repeat, repeated.answer) == (True, first.answer)
    assert again.office.floor.tickets[OWN].arrived_ms == MORNING_MS
    with pytest.raises(RequestReused):
        again.do(replace(JOIN, number=2), actor=KIOSK, key="own")
    assert refused(again, JOIN, key="another") == "number_exists"
    again.close()


def test_a_number_that_comes_before_its_day_may_come_again(hall: Hall) -> None:
    tomorrow = replace(JOIN, day="2026-11-23", drawn_ms=MORNING_MS + 24 * HOUR_MS)
    seq = hall.office.floor.seq
    assert refused(hall, tomorrow, key="own") == "no_day_open"
    assert hall.office.floor.seq == seq
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    assert kinds(hall.do(tomorrow, actor=KIOSK, key="own")) == ["TicketJoined"]
    assert kinds(hall.do(JOIN, actor=KIOSK, key="yesterday")) == ["OfflineTicketLapsed"]
    assert hall.do(JOIN, actor=KIOSK, key="yesterday").is_repeat


def test_other_refusals_are_kept(hall: Hall) -> None:
    wrong = replace(JOIN, series="B")
    assert refused(hall, wrong, key="own") == "unknown_series"
    seq = hall.office.floor.seq
    assert refused(hall, wrong, key="own") == "unknown_series"
    with pytest.raises(RequestReused):
        hall.do(JOIN, actor=KIOSK, key="own")
    assert hall.office.floor.seq == seq


@pytest.mark.parametrize(
    "wrong", [replace(JOIN, series="B"), replace(JOIN, field="none"), replace(JOIN, abandoned=None)]
)
def test_what_was_given_up_ends_also_when_the_number_in_its_place_is_refused(hall: Hall, wrong: c.JoinTicket) -> None:
    hall.do(replace(JOIN, abandoned=None), actor=KIOSK, key="own")
    hall.do(ISSUE, actor=KIOSK, key="touch")
    code = refused(hall, replace(wrong, abandoned="touch"), key="wrong")
    assert hall.office.floor.tickets[FIRST].state is State.CANCELLED
    assert isinstance(hall.heard.entries[-1].event, e.TicketCancelled)
    hall.journal.close()
    again = Hall(hall.path, hall.clock)
    seq = again.office.floor.seq
    assert refused(again, replace(wrong, abandoned="touch"), key="wrong") == code
    assert again.office.floor.tickets[FIRST].state is State.CANCELLED
    assert again.office.floor.seq == seq
    again.close()


@pytest.mark.parametrize(
    "settled", [JOIN, c.AbandonRequest(key="touch"), c.CancelTicket(ticket=FIRST, reason="print_failed")]
)
def test_what_was_given_up_after_the_days_end_does_not_wait_when_it_is_reopened(hall: Hall, settled: c.Command) -> None:
    hall.do(ISSUE, actor=KIOSK, key="touch")
    hall.do(ISSUE, actor=KIOSK, key="kept")
    hall.do(c.CloseDay())
    assert kinds(hall.do(settled, actor=KIOSK, key="told"))[0] == "TicketCancelled"
    hall.do(c.ReopenDay())
    waiting = {ticket.label for ticket in hall.office.floor.tickets.values() if ticket.state is State.WAITING}
    assert waiting == {"A002"} | ({"A-K1-01"} if settled is JOIN else set())


def test_staff_cancel_nothing_that_ended_with_its_day(hall: Hall) -> None:
    hall.do(ISSUE, actor=KIOSK)
    hall.do(c.CallNext(counter=1))
    hall.do(c.CloseDay())
    assert refused(hall, c.CancelTicket(ticket=FIRST, reason="left"), "staff-1") == "no_day_open"
    assert refused(hall, c.CancelTicket(ticket=FIRST, reason="print_failed")) == "ticket_not_cancellable"


@pytest.mark.parametrize("actor", [OTHER, "kiosk:HALL", "kiosk:"])
def test_a_kiosk_hands_in_only_its_own_numbers(hall: Hall, actor: str) -> None:
    assert refused(hall, JOIN, actor) == "ticket_of_another"
    assert hall.office.floor.tickets == {}


@pytest.mark.parametrize("drawn", [ISSUE, JOIN])
def test_a_kiosk_settles_and_reports_only_what_it_drew(hall: Hall, drawn: c.Command) -> None:
    hall.do(drawn, actor=KIOSK)
    ticket = OWN if drawn is JOIN else FIRST
    cancel = c.CancelTicket(ticket=ticket, reason="print_failed")
    report = c.ReportPrint(ticket=ticket, job="own", result="failed")
    assert [refused(hall, command, OTHER) for command in (report, cancel)] == ["ticket_of_another"] * 2
    assert hall.office.floor.tickets[ticket].print_result is None
    assert kinds(hall.do(report, actor=KIOSK)) == ["PrintEnded"]
    assert kinds(hall.do(cancel, actor=KIOSK)) == ["TicketCancelled"]


def test_a_paper_that_staff_asked_of_a_kiosk_is_that_kiosks_to_report(hall: Hall) -> None:
    for name in ("K1", "K2"):
        report = {"link": "online", "paper": "ok", "cover": "closed"}
        hall.do(c.ReportDevice(device=f"{name}-printer", **report), actor=f"kiosk:{name}")
    hall.do(ISSUE, actor=KIOSK)
    hall.do(c.RequestPrint(ticket=FIRST, device="K2-printer"), actor="staff-1")
    assert refused(hall, c.ReportPrint(ticket=FIRST, job="A001-3", result="failed"), OTHER) == "ticket_of_another"
    asked = c.ReportPrint(ticket=FIRST, job="A001-2", result="confirmed")
    assert refused(hall, asked, "kiosk:K3") == "ticket_of_another"
    assert kinds(hall.do(asked, actor=OTHER)) == ["PrintEnded"]


def test_staff_may_cancel_what_any_kiosk_drew(hall: Hall) -> None:
    hall.do(ISSUE, actor=KIOSK)
    assert kinds(hall.do(c.CancelTicket(ticket=FIRST, reason="left"), actor="staff-1")) == ["TicketCancelled"]


def test_who_drew_a_number_is_known_after_a_restart_and_in_old_journals(hall: Hall) -> None:
    """It is told by the row's actor, which every row has had from the first day."""
    hall.do(ISSUE, actor=KIOSK)
    assert isinstance(hall.heard.entries[-1].event, e.TicketIssued)
    hall.journal.close()
    again = Hall(hall.path, hall.clock)
    assert again.office.floor.tickets[FIRST].drawn_by == KIOSK
    again.close()
