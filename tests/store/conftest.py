"""A journal of two days with a bit of everything."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.domain import commands as c
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall
from tests.store.rows import NOTE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of two days with a bit of everything, closed."""
    path = tmp_path / "hub.db"
    hall = Hall(path)
    hall.open_day(1, 2)
    for command in (
        c.IssueTicket(field="civil"),
        c.IssueTicket(field="land", ticket_class="priority"),
        c.CallNumber(counter=2, label="A001", reason="asked_for"),
        c.Hold(counter=2, note=NOTE),
        c.Resume(counter=2, ticket=f"{DAY}-A001"),
        c.FinishService(counter=2),
    ):
        hall.do(command)
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    hall.do(c.IssueTicket(field="civil"), key="last")
    hall.close()
    return path


@pytest.fixture
def file(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()
