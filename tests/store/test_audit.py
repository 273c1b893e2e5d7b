"""The audit: the policy's own calls pass, everything else is named."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.service import writer
from hub.service.ports import Decision, StoredEntry
from hub.store.audit import CLEAN, FINDINGS, UNUSABLE, AuditReport, audit, audit_folder
from hub.store.chain import StoreFault
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1, 2)
    for field in ("civil", "land", "civil", "civil"):
        hall.do(c.IssueTicket(field=field))
    yield hall
    hall.close()


def audited(hall: Hall, day: str = DAY) -> AuditReport:
    copy = hall.path.with_name("copy.db")
    hall.journal.copy_to(copy)
    return audit(copy, day)


def serve(hall: Hall, counter: int, call: c.Command) -> None:
    for command in (call, c.StartService(counter=counter), c.FinishService(counter=counter)):
        hall.do(command, actor=f"clerk-{counter}")


def end_day(hall: Hall) -> None:
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    hall.do(c.IssueTicket(field="land"))


def forge(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Let the rules say something else than they should, as a hub of another program would."""
    decide = writer.decide

    def forged(*values: Any) -> list[e.Event]:
        return [
            msgspec.structs.replace(event, **changes) if changes.keys() <= set(event.__struct_fields__) else event
            for event in decide(*values)
        ]

    monkeypatch.setattr(writer, "decide", forged)


def test_a_day_by_the_policy_is_clean(hall: Hall) -> None:
    serve(hall, 1, c.CallNext(counter=1))
    serve(hall, 2, c.CallNext(counter=2))
    hall.do(c.CallNext(counter=2))
    hall.do(c.MarkMissed(counter=2))
    report = audited(hall)
    assert report.status == CLEAN
    assert report.lines[0].startswith(f"chain: intact, {hall.office.floor.seq} rows")
    assert report.lines[1].startswith(f"day {DAY}: opened 2026-11-22T")
    assert "still open" in report.lines[1]
    assert report.lines[2:] == [
        "series A: 3 numbers, A001 to A003, each drawn once",
        "  finished: 2 (A001, A002)",
        "  missed: 1 (A003)",
        "series B: 1 numbers, B001 to B001, each drawn once",
        "  waiting: 1 (B001)",
        "calls: 3, by the policy 3, otherwise 0",
    ]


def test_ratings_are_counted_by_who_told_them_and_how_late(hall: Hall) -> None:
    serve(hall, 1, c.CallNext(counter=1))
    pressed_ms = hall.clock.at_ms
    serve(hall, 2, c.CallNext(counter=2))
    a001, a002 = (f"{DAY}-{label}" for label in ("A001", "A002"))
    hall.do(c.RateTicket(counter=2, ticket=a002, service=1, score=3), actor="rating:2")
    hall.clock.at_ms += 10 * 60_000 + 1
    told = c.RateTicket(counter=1, ticket=a001, service=1, score=1, pressed_ms=pressed_ms)
    hall.do(told, actor="desk:1")
    assert audited(hall).lines[-2] == (
        "ratings: 2, by agents of one counter 1, rating pages 1; 1 told more than 10 minutes after the press"
    )


def test_each_day_is_audited_by_itself(hall: Hall) -> None:
    serve(hall, 1, c.CallNext(counter=1))
    end_day(hall)
    former = audited(hall)
    assert former.status == CLEAN
    assert ", closed 2026-11-23T" in former.lines[1]
    assert "  expired: 2 (A002, A003)" in former.lines
    hall.path.with_name("copy.db").unlink()
    assert audited(hall, "2026-11-23").lines[2] == "series B: 1 numbers, B001 to B001, each drawn once"


def test_whoever_was_carried_over_stands_in_the_account_of_both_days(hall: Hall) -> None:
    serve(hall, 1, c.CallNext(counter=1))
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    assert "cut off on a former day, not carried over: 2026-11-22-" in "\n".join(audited(hall, "2026-11-23").lines)
    hall.path.with_name("copy.db").unlink()
    hall.do(c.CarryOver())

    second, first = audited(hall, "2026-11-23"), audit(hall.path.with_name("copy.db"), DAY)
    assert (first.status, second.status) == (CLEAN, CLEAN)
    onward = next(line for line in first.lines if line.startswith("carried over to a later day: 3 ("))
    came = next(line for line in second.lines if line.startswith("carried over from a former day: 3 ("))
    for label in (line.rpartition("-22")[0] for line in onward.partition("(")[2].split(", ")):
        assert f"{label.removeprefix('2026-11-23-')}-22 of {DAY} (waiting)" in came


def test_a_call_by_number_is_listed_with_its_reason(hall: Hall) -> None:
    serve(hall, 1, c.CallNumber(counter=1, label="A003", reason="asked_for"))
    report = audited(hall)
    assert report.lines[-2] == "calls: 1, by the policy 0, otherwise 1"
    assert report.lines[-1].endswith("counter 1: A003 instead of A001: asked_for")
    assert report.status == CLEAN


def test_a_call_by_number_of_the_one_whose_turn_it_is_is_the_policys(hall: Hall) -> None:
    serve(hall, 1, c.CallNumber(counter=1, label="A001", reason="asked_for"))
    assert audited(hall).lines[-1] == "calls: 1, by the policy 1, otherwise 0"


def test_a_missed_number_that_is_called_again_is_listed_with_its_reason(hall: Hall) -> None:
    hall.do(c.CallNext(counter=2))
    hall.do(c.MarkMissed(counter=2))
    serve(hall, 2, c.CallNext(counter=2))
    serve(hall, 2, c.CallNumber(counter=2, label="A001", reason="asked_for"))
    report = audited(hall)
    assert report.lines[-2] == "calls: 3, by the policy 2, otherwise 1"
    assert report.lines[-1].endswith("counter 2: A001 instead of A003: asked_for")
    assert report.status == CLEAN


def test_a_missed_number_that_was_called_back_before_is_the_policys(hall: Hall) -> None:
    hall.do(c.CallNext(counter=2))
    hall.do(c.MarkMissed(counter=2))
    hall.do(c.CallBack(ticket=f"{DAY}-A001"))
    serve(hall, 2, c.CallNext(counter=2))
    assert audited(hall).lines[-1] == "calls: 2, by the policy 2, otherwise 0"


def test_a_call_together_with_the_former_services_end_is_the_policys(hall: Hall) -> None:
    hall.do(c.CallNext(counter=1))
    hall.do(c.StartService(counter=1))
    hall.do(c.FinishAndCallNext(counter=1))
    assert audited(hall).lines[-1] == "calls: 2, by the policy 2, otherwise 0"


def test_a_call_that_the_policy_would_not_have_made_is_unexplained(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    forge(monkeypatch, ticket=f"{DAY}-A003")
    hall.do(c.CallNext(counter=1))
    report = audited(hall)
    assert report.lines[-1].endswith("counter 1: A003 instead of A001: unexplained")
    assert report.status == FINDINGS


def test_a_call_with_nobody_waiting_is_unexplained(hall: Hall) -> None:
    serve(hall, 1, c.CallNext(counter=1))
    hall.do(c.SetCounterFields(counter=2, fields=("land",)))
    serve(hall, 2, c.CallNext(counter=2))
    serve(hall, 2, c.CallNumber(counter=2, label="A003", reason="asked_for"))
    assert audited(hall).lines[-1].endswith("counter 2: A003 instead of nobody: asked_for")


@pytest.mark.parametrize(
    ("number", "finding"),
    [(7, "series A: A001 to A007, missing: A004, A005, A006"), (2, "series A: A001 to A003, drawn twice: A002")],
)
def test_a_number_that_is_missing_or_twice_is_found(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, number: int, finding: str
) -> None:
    forge(monkeypatch, number=number, ticket=f"{DAY}-A9", label="A9")
    hall.do(c.IssueTicket(field="civil"))
    report = audited(hall)
    assert finding in report.lines
    assert report.status == FINDINGS


def test_a_ticket_that_outlives_its_day_is_found(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "decide", lambda *_: [e.DayClosed(day=DAY)])
    hall.do(c.CloseDay())
    report = audited(hall)
    assert "ticket A001: the day ended, yet it is waiting" in report.lines
    assert report.status == FINDINGS


def test_a_row_against_the_rules_ends_the_audit(hall: Hall) -> None:
    seq = hall.office.floor.seq + 1
    started = e.ServiceStarted(ticket=f"{DAY}-A001", service=1, counter=1)
    entry = e.Entry(seq, hall.clock.at_ms, DAY, "forger", started)
    stored = StoredEntry(entry, hall.journal.form(started))
    hall.journal.append([Decision("forger", "1", "", seq, (stored,))])
    report = audited(hall)
    assert report.lines[-1].startswith(f"row {seq}: against the rules (IllegalMove")
    assert report.status == UNUSABLE


def test_a_forged_file_is_found_with_its_row(hall: Hall, tmp_path: Path) -> None:
    hall.journal.copy_to(tmp_path / "copy.db")
    copy = sqlite3.connect(tmp_path / "copy.db")
    copy.executescript("DROP TRIGGER journal_no_update; UPDATE journal SET actor = 'forger' WHERE seq = 4;")
    copy.close()
    report = audit(tmp_path / "copy.db", DAY)
    assert report.status == UNUSABLE
    assert len(report.lines) == 1
    assert report.lines[0].startswith("chain: BROKEN. Row 4 of the journal is damaged")


def test_a_day_that_never_was(hall: Hall) -> None:
    report = audited(hall, "2026-11-21")
    assert (report.status, report.lines[-1]) == (UNUSABLE, "day 2026-11-21: never opened")


def test_a_folder_is_audited_by_way_of_a_copy(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day()
    hall.close()
    report = audit_folder(tmp_path, DAY)
    assert report.status == CLEAN
    assert "numbers: none drawn" in report.lines
    with pytest.raises(StoreFault):
        audit_folder(tmp_path / "nowhere", DAY)
