"""The office: repeats, refusals, group commit, and what happens when the disk or a rule fails."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.apply import fold
from hub.domain.errors import Refused
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import Decision, StorageError, StoredEntry
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall, Inline

ISSUE = c.IssueTicket(field="civil")


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    yield hall
    hall.close()


def test_a_command_is_stored_applied_and_announced(hall: Hall) -> None:
    hall.open_day(1)
    outcome = hall.do(ISSUE)
    assert outcome.answer["events"][0]["label"] == "A001"
    assert outcome.answer["seq"] == outcome.seq_to == hall.office.floor.seq
    assert f"{DAY}-A001" in hall.office.floor.tickets
    assert hall.heard.entries[-1] == outcome.entries[0]
    assert outcome.entries[0].day == DAY


def test_a_repeat_gets_the_same_answer_and_changes_nothing(hall: Hall) -> None:
    hall.open_day()
    first = hall.do(ISSUE, key="k")
    again = hall.do(ISSUE, key="k")
    assert (again.is_repeat, first.is_repeat) == (True, False)
    assert json.dumps(again.answer) == json.dumps(first.answer)
    assert len(hall.office.floor.tickets) == 1
    assert hall.office.floor.seq == first.seq_to


def test_keys_belong_to_their_actor(hall: Hall) -> None:
    hall.open_day()
    hall.do(ISSUE, actor="k1", key="k")
    assert not hall.do(ISSUE, actor="k2", key="k").is_repeat


def test_a_refusal_is_repeated_even_when_it_would_be_granted_now(hall: Hall) -> None:
    hall.open_day(1)
    first = refusal(hall, c.CallNext(counter=1), "k")
    hall.do(ISSUE)
    again = refusal(hall, c.CallNext(counter=1), "k")
    assert (first.code, first.params) == (again.code, again.params)
    assert first.code == "queue_empty"


def test_the_same_key_with_another_command_is_refused(hall: Hall) -> None:
    hall.open_day()
    hall.do(ISSUE, key="k")
    with pytest.raises(RequestReused):
        hall.do(c.IssueTicket(field="land"), key="k")
    with pytest.raises(RequestReused):
        hall.do(c.CloseDay(), key="k")
    assert len(hall.office.floor.tickets) == 1


def test_a_repeat_after_a_restart_in_another_day_gets_the_same_bytes(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    first = hall.do(ISSUE, key="k")
    refused = refusal(hall, c.CallNext(counter=2), "r")
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    hall.close()
    again = Hall(tmp_path / "hub.db", hall.clock)
    before = again.office.floor.seq
    assert json.dumps(again.do(ISSUE, key="k").answer) == json.dumps(first.answer)
    repeated = refusal(again, c.CallNext(counter=2), "r")
    assert (repeated.code, repeated.params) == (refused.code, refused.params)
    assert (again.office.floor.seq, again.office.floor.day) == (before, "2026-11-23")
    again.close()


def test_opening_a_day_twice_with_one_key_does_not_move_the_day(hall: Hall) -> None:
    first = hall.do(c.OpenDay(day=DAY, plan=PLAN, confirmed_by="person"), key="k")
    hall.clock.at_ms += 24 * HOUR_MS
    again = hall.do(c.OpenDay(day="2026-11-23", plan=PLAN, confirmed_by="person"), key="k")
    assert (again.is_repeat, again.answer, hall.office.floor.day) == (True, first.answer, DAY)
    with pytest.raises(RequestReused):
        hall.do(c.OpenDay(day=DAY, plan=PLAN), key="k")


def test_the_floor_after_a_restart_is_the_floor_before(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(ISSUE)
    hall.do(ISSUE)
    hall.do(c.CallNext(counter=1), actor="clerk-1")
    hall.do(c.StartService(counter=1), actor="clerk-1")
    hall.do(c.FinishAndCallNext(counter=1), actor="clerk-1")
    floor = hall.office.floor
    hall.close()
    again = Hall(tmp_path / "hub.db", hall.clock)
    assert again.office.floor == floor
    assert fold(again.journal.since_opening()) == floor
    again.close()


def test_a_row_against_the_rules_stops_the_start_with_its_number(hall: Hall) -> None:
    hall.open_day(1)
    hall.do(ISSUE)
    seq = hall.office.floor.seq + 1
    started = e.ServiceStarted(ticket=f"{DAY}-A001", service=1, counter=1)
    stored = StoredEntry(e.Entry(seq, hall.clock.at_ms, DAY, "forger", started), hall.journal.form(started))
    hall.journal.append([Decision("forger", "1", "", seq, (stored,))])
    with pytest.raises(StorageError, match=f"row {seq} of the journal is against the rules"):
        Office(hall.journal, hall.clock, hall.heard, Inline())


def refusal(hall: Hall, command: c.Command, key: str) -> Refused:
    with pytest.raises(Refused) as caught:
        hall.do(command, key=key)
    return caught.value
