"""The audit of a day on which the hub was away: kiosks' own numbers, and who was served meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.store.audit import CLEAN, FINDINGS, AuditReport, audit
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, Hall

MINUTE_MS = 60_000
NEXT_DAY = "2026-11-23"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    yield hall
    hall.close()


def audited(hall: Hall, day: str = DAY) -> AuditReport:
    copy = hall.path.with_name(f"{hall.path.stem}-copy-{len(list(hall.path.parent.iterdir()))}.db")
    hall.journal.copy_to(copy)
    return audit(copy, day)


def join(hall: Hall, number: int, minute: int, day: str = DAY, left_out: int = 0) -> None:
    drawn_ms = MORNING_MS + minute * MINUTE_MS
    kiosk = {"series": "A", "tag": "K1", "number": number, "drawn_ms": drawn_ms, "left_out": left_out}
    hall.do(c.JoinTicket(day=day, field="civil", **kiosk), actor="kiosk:K1")


def call(hall: Hall, *commands: c.Command) -> None:
    for command in (c.CallNext(counter=1), *commands):
        hall.clock.at_ms += 1000
        hall.do(command, actor="clerk-1")


def test_numbers_that_join_later_with_an_earlier_time_leave_every_call_the_policys(hall: Hall) -> None:
    hall.do(c.IssueTicket(field="civil"))
    hall.clock.at_ms += 20 * MINUTE_MS
    hall.do(c.IssueTicket(field="civil"))
    call(hall, c.StartService(counter=1), c.FinishService(counter=1))
    call(hall, c.StartService(counter=1), c.FinishService(counter=1))
    hall.do(c.IssueTicket(field="civil"))
    join(hall, 1, minute=5)
    join(hall, 2, minute=6)
    call(hall, c.StartService(counter=1), c.FinishService(counter=1))
    hall.do(c.RecordServedOffline(counter=1, labels=("A-K1-02",)), actor="clerk-1")
    report = audited(hall)
    assert report.status == CLEAN
    assert report.lines[2:] == [
        "series A: 3 numbers, A001 to A003, each drawn once",
        "  finished: 2 (A001, A002)",
        "  waiting: 1 (A003)",
        "series A-K1: 2 numbers, A-K1-01 to A-K1-02, each drawn once",
        "  finished: 1 (A-K1-01)",
        "  served while the hub was away, recorded afterwards: 1 (A-K1-02)",
        "calls: 3, by the policy 3, otherwise 0",
    ]


def test_a_kiosks_number_that_never_came_is_missing(hall: Hall) -> None:
    for number in (1, 3):
        join(hall, number, minute=0)
    report = audited(hall)
    assert report.status == FINDINGS
    assert "series A-K1: A-K1-01 to A-K1-03, missing: A-K1-02" in report.lines


def test_what_a_kiosks_new_disk_left_out_is_named_and_not_missing(hall: Hall) -> None:
    join(hall, 1, minute=0)
    join(hall, 52, minute=1, left_out=50)
    join(hall, 53, minute=2)
    report = audited(hall)
    assert report.status == CLEAN
    assert report.lines[2:4] == [
        "series A-K1: 3 numbers, A-K1-01 to A-K1-53, each drawn once",
        "  left out by a kiosk's new disk: A-K1-02 to A-K1-51",
    ]


def test_a_number_told_after_its_day_is_accounted_for_on_that_day_alone(hall: Hall) -> None:
    join(hall, 1, minute=0)
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    join(hall, 2, minute=1)
    join(hall, 1, minute=24 * 60, day=NEXT_DAY)
    former, today = audited(hall), audited(hall, NEXT_DAY)
    assert (former.status, today.status) == (CLEAN, CLEAN)
    assert former.lines[2:5] == [
        "series A-K1: 2 numbers, A-K1-01 to A-K1-02, each drawn once",
        "  expired: 1 (A-K1-01)",
        "  told after the day was over: 1 (A-K1-02)",
    ]
    assert today.lines[2:5] == [
        "series A-K1: 1 numbers, A-K1-01 to A-K1-01, each drawn once",
        "  waiting: 1 (A-K1-01)",
        f"told of former days: A-K1-02 of {DAY}",
    ]


def test_a_time_that_cannot_be_is_named_beside_the_one_that_counts(hall: Hall) -> None:
    join(hall, 1, minute=-60)
    (line,) = [line for line in audited(hall).lines if "its kiosk said" in line]
    assert line.endswith("A-K1-01 counts from 2026-11-22T02:00:00.000Z; its kiosk said 2026-11-22T01:00:00.000Z")


def test_numbers_of_a_day_that_was_closed_and_reopened_are_whole(hall: Hall) -> None:
    hall.do(c.CloseDay())
    join(hall, 1, minute=0)
    assert audited(hall).lines[3] == "  expired: 1 (A-K1-01)"
    hall.do(c.ReopenDay())
    join(hall, 2, minute=0)
    report = audited(hall)
    assert report.status == CLEAN
    assert "  waiting: 2 (A-K1-01, A-K1-02)" in report.lines


def test_a_number_handed_in_once_more_to_a_hub_that_lost_it_joins_again(hall: Hall, tmp_path: Path) -> None:
    """A hub restored from a backup of before: the same keys are harmless here and new there."""
    command = c.JoinTicket(day=DAY, field="civil", series="A", tag="K1", number=1, drawn_ms=MORNING_MS)
    hall.journal.copy_to(tmp_path / "before.db")
    hall.do(command, actor="kiosk:K1", key="own-1")
    hall.journal.copy_to(tmp_path / "after.db")
    for backup in ("before.db", "after.db"):
        restored = Hall(tmp_path / backup, hall.clock)
        restored.do(command, actor="kiosk:K1", key="own-1")
        assert set(restored.office.floor.tickets) == {f"{DAY}-A-K1-01"}
        assert audited(restored).status == CLEAN
        restored.close()
