"""A request that its sender gave up leads to no ticket, whether it arrived before or arrives later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.errors import Refused
from hub.domain.transitions import State
from hub.service.outcome import Outcome
from hub.service.requests import Asked
from hub.service.writer import Writer
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

ISSUE = c.IssueTicket(field="civil")
FIRST = f"{DAY}-A001"
KIOSK = "kiosk:K1"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    yield hall
    hall.close()


def abandon(hall: Hall, key: str, own_key: str = "abandon", actor: str = KIOSK) -> Outcome:
    return hall.do(c.AbandonRequest(key=key), actor=actor, key=own_key)


def refused(hall: Hall, command: c.Command, key: str) -> str:
    with pytest.raises(Refused) as caught:
        hall.do(command, actor=KIOSK, key=key)
    return caught.value.code


def test_the_ticket_of_a_request_that_had_arrived_is_cancelled(hall: Hall) -> None:
    hall.do(ISSUE, actor=KIOSK, key="k")
    outcome = abandon(hall, "k")
    assert [entry.event for entry in outcome.entries] == [
        e.TicketCancelled(ticket=FIRST, service=1, reason="request_abandoned")
    ]
    assert hall.office.floor.tickets[FIRST].state is State.CANCELLED
    assert abandon(hall, "k").answer == outcome.answer
    assert refused(hall, c.AbandonRequest(key="k"), "another key") == "ticket_not_cancellable"


def test_a_request_that_never_arrived_draws_nothing_when_it_does(hall: Hall) -> None:
    seq = hall.office.floor.seq
    outcome = abandon(hall, "k")
    assert (outcome.entries, outcome.answer) == ((), {"seq": seq, "events": []})
    for command in (ISSUE, ISSUE, c.IssueTicket(field="land"), c.CallNext(counter=1)):
        assert refused(hall, command, "k") == "request_abandoned"
    assert abandon(hall, "k", "another key").answer == outcome.answer
    assert (hall.office.floor.seq, hall.office.floor.tickets) == (seq, {})


def test_it_stays_given_up_after_a_restart_and_on_another_day(hall: Hall) -> None:
    answer = abandon(hall, "k").answer
    hall.journal.close()
    again = Hall(hall.path, hall.clock)
    again.clock.at_ms += 24 * HOUR_MS
    again.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    assert refused(again, ISSUE, "k") == "request_abandoned"
    assert abandon(again, "k").answer == answer
    assert again.office.floor.tickets == {}
    again.close()


def test_in_one_batch_either_order_leaves_no_ticket(hall: Hall) -> None:
    asked = [(ISSUE, "a"), (c.AbandonRequest(key="a"), "x"), (c.AbandonRequest(key="b"), "y"), (ISSUE, "b")]
    subject = Writer(hall.journal, hall.clock)
    drawn, cancelled, nothing, late = subject.write([Asked(command, KIOSK, key) for command, key in asked]).results
    assert isinstance(drawn, Outcome)
    assert isinstance(cancelled, Outcome)
    assert [event["kind"] for event in cancelled.answer["events"]] == ["TicketCancelled"]
    assert isinstance(nothing, Outcome)
    assert nothing.entries == ()
    assert isinstance(late, Refused)
    assert late.code == "request_abandoned"


def test_a_key_of_another_screen_is_not_touched(hall: Hall) -> None:
    hall.do(ISSUE, actor="kiosk:K2", key="k")
    assert abandon(hall, "k").entries == ()
    assert hall.office.floor.tickets[FIRST].state is State.WAITING
    assert hall.do(ISSUE, actor="kiosk:K2", key="k").is_repeat


def test_a_number_that_was_called_meanwhile_is_not_taken_from_its_counter(hall: Hall) -> None:
    hall.do(ISSUE, actor=KIOSK, key="k")
    hall.do(c.CallNext(counter=1))
    assert refused(hall, c.AbandonRequest(key="k"), "abandon") == "ticket_not_cancellable"
    assert hall.office.floor.tickets[FIRST].state is State.CALLED


def test_where_no_ticket_was_drawn_nothing_is_left_to_do(hall: Hall) -> None:
    assert refused(hall, c.IssueTicket(field="nothing_such"), "k") == "unknown_field"
    assert abandon(hall, "k").entries == ()
    assert refused(hall, c.IssueTicket(field="nothing_such"), "k") == "unknown_field"


def test_a_request_that_gives_up_its_own_key_draws_nothing_either(hall: Hall) -> None:
    assert abandon(hall, "k", own_key="k").entries == ()
    assert abandon(hall, "k", own_key="k").is_repeat
    assert hall.office.floor.tickets == {}
