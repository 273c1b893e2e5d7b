"""A day that was closed by mistake and reopened: one day in the journal, with every number and call accounted for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.store.audit import CLEAN, AuditReport, audit
from tests.service.kit import DAY, Hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1, 2)
    for field in ("civil", "civil", "land"):
        hall.do(c.IssueTicket(field=field))
    hall.do(c.CallNext(counter=1))
    hall.do(c.StartService(counter=1))
    hall.do(c.CloseDay(), actor="supervisor")
    hall.do(c.ReopenDay(), actor="supervisor")
    yield hall
    hall.close()


def audited(hall: Hall) -> AuditReport:
    copy = hall.path.with_name("copy.db")
    hall.journal.copy_to(copy)
    return audit(copy, DAY)


def test_it_is_one_day_and_clean(hall: Hall) -> None:
    hall.do(c.OpenCounter(counter=1))
    hall.do(c.CallNext(counter=1))
    hall.do(c.IssueTicket(field="civil"))
    report = audited(hall)

    assert report.status == CLEAN
    times = report.lines[1].split(", ")
    assert [part.split(" ")[0] for part in times[1:4]] == ["closed", "reopened", "still"]
    assert "series A: 3 numbers, A001 to A003, each drawn once" in report.lines
    assert "calls: 2, by the policy 2, otherwise 0" in report.lines


def test_when_it_is_closed_again_every_number_has_its_end(hall: Hall) -> None:
    hall.do(c.CloseDay())
    report = audited(hall)

    assert report.status == CLEAN
    assert "  expired: 2 (A001, A002)" in report.lines
    assert report.lines[1].count("closed") == 2


def test_a_hub_that_starts_again_has_the_same_hall(hall: Hall, tmp_path: Path) -> None:
    before = hall.office.floor
    hall.journal.close()
    again = Hall(tmp_path / "hub.db")

    assert again.office.floor == before
    again.close()
