"""One hub a folder, and a schema that is made whole or not at all."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from hub.store import database as database_module
from hub.store.database import StoreBusy, StoreUnreadable, open_database
from hub.store.journal import Journal
from tests.service.kit import MORNING_MS, Hall

ROOT = Path(__file__).parents[2]

SECOND_HUB = """
import sys
from pathlib import Path
from hub.store.chain import StoreFault
from hub.store.journal import Journal
try:
    Journal.open(Path(sys.argv[1]), 0)
except StoreFault as fault:
    print(fault)
    sys.exit(2)
"""


def second_hub(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SECOND_HUB, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_second_hub_on_the_same_data_is_refused_with_a_sentence(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    other = second_hub(tmp_path / "hub.db")
    assert other.returncode == 2
    assert other.stdout.startswith("Another hub is running on")
    assert other.stderr == ""
    hall.close()
    assert second_hub(tmp_path / "hub.db").returncode == 0


def test_a_second_hub_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "hub.db", MORNING_MS)
    with pytest.raises(StoreBusy):
        Journal.open(tmp_path / "hub.db", MORNING_MS)
    journal.close()


KILLED_HUB = """
import sys
from pathlib import Path
from hub.domain import commands as c
from tests.service.kit import Hall
hall = Hall(Path(sys.argv[1]))
hall.open_day()
while True:
    print(hall.do(c.IssueTicket(field="civil")).answer["events"][0]["ticket"], flush=True)
"""


def test_what_was_answered_outlives_a_hub_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_HUB, str(tmp_path / "hub.db")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as hub:
        assert hub.stdout is not None
        answered = [hub.stdout.readline().strip() for _ in range(50)]
        hub.kill()
        answered += [line.strip() for line in hub.stdout if line.endswith("\n")]
    hall = Hall(tmp_path / "hub.db")
    assert set(answered) <= set(hall.office.floor.tickets)
    assert len(hall.office.floor.tickets) <= len(answered) + 1
    hall.close()


def test_tables_are_strict(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "hub.db")
    strict = {
        row[1]: row[5] for row in connection.execute("PRAGMA table_list") if not row[1].startswith(("sqlite", "_"))
    }
    assert strict.keys() >= {"journal", "answers", "texts", "accounts", "grants"}
    assert set(strict.values()) == {1}
    connection.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrations = sqlite_utils.Migrations("hub")

    def half(database: sqlite_utils.Database) -> None:
        database_module.create_journal(database)
        database.execute("CREATE TABLE journal (x)")

    register: Callable[[Callable[..., Any]], Any] = migrations(name="journal")
    register(half)
    monkeypatch.setattr(database_module, "MIGRATIONS", migrations)
    with pytest.raises(StoreUnreadable):
        open_database(tmp_path / "hub.db")
    monkeypatch.undo()
    open_database(tmp_path / "hub.db").close()
    file = sqlite3.connect(tmp_path / "hub.db")
    assert file.execute("SELECT count(*) FROM journal").fetchone() == (0,)
    file.close()


@pytest.mark.parametrize(
    "question",
    [
        "SELECT ifnull(max(seq_to), 0) FROM answers",
        "SELECT seq FROM journal WHERE kind = 'DayOpened' ORDER BY day DESC, seq DESC LIMIT 1",
        "SELECT seq FROM journal WHERE kind = 'JournalRestored' ORDER BY seq DESC LIMIT 1",
    ],
)
def test_what_every_start_asks_is_found_by_an_index(tmp_path: Path, question: str) -> None:
    """A table that grows for years is not read whole for it."""
    connection = open_database(tmp_path / "hub.db")
    (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()
    assert " USING " in plan[-1]
    connection.close()
