"""Who forges or breaks the file: the triggers in the way, and what the next start says."""

import sqlite3
from pathlib import Path

import pytest

from hub.store import journal as journal_module
from hub.store.chain import HASHED, JournalDamaged, StoreFault, row_hash
from hub.store.database import StoreUnreadable
from tests.store.rows import reopened, rows


def without_triggers(file: sqlite3.Connection, *statements: str) -> None:
    """Do what only somebody who is set on forging would do."""
    for name in ("journal_no_update", "journal_no_delete", "journal_appends"):
        file.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        file.execute(statement)
    file.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET actor = 'x' WHERE seq = 3",
        "UPDATE OR REPLACE journal SET seq = 3 WHERE seq = 4",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 3",
        "REPLACE INTO journal SELECT seq + 1000, at, day, kind, version, ticket, actor, request_id, part, data, hash "
        "FROM journal WHERE seq = 3",
        "INSERT INTO journal SELECT seq + 1000, at, day, kind, version, ticket, 'x', request_id, part, data, hash "
        "FROM journal WHERE seq = 3",
        "INSERT OR IGNORE INTO journal SELECT * FROM journal WHERE seq = 3",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_triggers_keep_the_journal_append_only(file: sqlite3.Connection, statement: str, recursive: str) -> None:
    file.execute(f"PRAGMA recursive_triggers={recursive}")
    before = rows(file)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        file.execute(statement)
    assert rows(file) == before


@pytest.mark.parametrize(
    ("statement", "damaged"),
    [
        ("UPDATE journal SET actor = 'forger' WHERE seq = 5", 5),
        ("UPDATE journal SET at = '2026-11-22T00:00:00.000Z' WHERE seq = 2", 2),
        ("UPDATE journal SET data = replace(data, 'A001', 'A009') WHERE seq = 5", 5),
        ("UPDATE journal SET hash = 'x' WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", 16),
        ("UPDATE journal SET data = CAST(x'ff7b7d' AS TEXT) WHERE seq = 7", 7),
        ("UPDATE journal SET seq = -5 WHERE seq = 6", 6),
    ],
)
def test_a_damaged_row_stops_the_start_with_its_number(
    path: Path, file: sqlite3.Connection, statement: str, damaged: int
) -> None:
    without_triggers(file, statement)
    with pytest.raises(JournalDamaged, match=f"Row {damaged} of the journal is damaged") as caught:
        reopened(path)
    assert caught.value.seq == damaged


def test_a_long_journal_is_checked_from_its_last_day_on(
    path: Path, file: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "CHEAP_ROWS", 3)
    (opened,) = file.execute("SELECT max(seq) FROM journal WHERE kind = 'DayOpened'").fetchone()
    without_triggers(
        file,
        "UPDATE journal SET actor = 'forger' WHERE seq = 5",
        f"UPDATE journal SET actor = 'forger' WHERE seq = {opened + 1}",
    )
    with pytest.raises(JournalDamaged) as caught:
        reopened(path)
    assert caught.value.seq == opened + 1


@pytest.mark.parametrize(("column", "value"), [("kind", "'TicketEaten'"), ("version", "9"), ("data", "'{}'")])
def test_a_row_of_another_version_stops_the_start_although_the_chain_holds(
    path: Path, file: sqlite3.Connection, column: str, value: str
) -> None:
    last = rows(file)[-1]
    statement = f"UPDATE journal SET {column} = {value} WHERE seq = {last['seq']}"
    without_triggers(file, statement)
    forged = sqlite3.connect(path, isolation_level=None)
    row = rows(forged)[-1]
    seq = row["seq"]
    previous = rows(forged)[-2]["hash"]
    forged.execute("UPDATE journal SET hash = ? WHERE seq = ?", (row_hash(previous, [row[n] for n in HASHED]), seq))
    forged.close()
    with pytest.raises(JournalDamaged) as caught:
        reopened(path)
    assert caught.value.seq == seq


def test_torn_pages_stop_the_start_with_a_sentence(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreFault):
        reopened(path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "hub.db").write_text("good morning " * 1000)
    with pytest.raises(StoreUnreadable, match=r"hub\.db cannot be used"):
        reopened(tmp_path / "hub.db")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreadable, match="cannot be opened"):
        reopened(tmp_path / "file" / "hub.db")


def test_a_newer_format_is_not_touched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "FORMAT", 2)
    with pytest.raises(StoreUnreadable, match="format 1"):
        reopened(path)
