"""``hub.db``: how it is opened, and its schema as migrations.

One connection holds the file exclusively (WAL, a sync for every commit), so that a second hub on the same data is
noticed at once and no acknowledged ticket is lost in a power cut.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from hub.store.chain import StoreFault

PRAGMAS = (
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",
    "secure_delete=ON",
)
"""In this order: exclusive before WAL keeps the index of the log in memory; without recursive triggers a REPLACE
would slip past the trigger on DELETE; an erased text is overwritten, not just forgotten."""

MIGRATIONS = sqlite_utils.Migrations("hub")


class StoreBusy(StoreFault):
    """Another hub works on this data."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Another hub is running on {path}. Stop it first, or choose another folder with --data: "
            "two hubs must never share their data."
        )


class StoreUnreadable(StoreFault):
    """The file is not a journal that this program can open."""


def open_database(path: Path) -> sqlite3.Connection:
    """The one connection to ``hub.db``, made if need be, its schema up to date. Raises StoreBusy, StoreUnreadable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreUnreadable(f"{path} cannot be opened: {error}. Check the folder and its permissions.") from error
    return _connect(path, lambda connection: MIGRATIONS.apply(sqlite_utils.Database(connection)))


def hold_database(path: Path) -> sqlite3.Connection:
    """The one connection to an existing ``hub.db``, its schema as it is. Raises StoreBusy, StoreUnreadable."""
    return _connect(path, lambda _: None)


def _connect(path: Path, prepare: Callable[[sqlite3.Connection], None]) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        prepare(connection)
    except sqlite3.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreBusy(path) from error
        raise StoreUnreadable(f"{path} cannot be used: {error}. Restore it from a backup.") from error
    return connection


@MIGRATIONS(name="journal")
def create_journal(database: sqlite_utils.Database) -> None:
    """The append-only journal: rows follow one another without a gap and are never changed, deleted or replaced."""
    database.execute(
        """
        CREATE TABLE journal (
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            day TEXT NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            ticket TEXT NOT NULL,
            actor TEXT NOT NULL,
            request_id TEXT NOT NULL,
            part INTEGER NOT NULL,
            data TEXT NOT NULL,
            hash TEXT NOT NULL,
            UNIQUE (actor, request_id, part)
        ) STRICT
        """
    )
    database.execute("CREATE INDEX journal_openings ON journal (day, seq) WHERE kind = 'DayOpened'")
    for operation in ("UPDATE", "DELETE"):
        database.execute(
            f"CREATE TRIGGER journal_no_{operation.lower()} BEFORE {operation} ON journal "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
    database.execute(
        """
        CREATE TRIGGER journal_appends BEFORE INSERT ON journal
        WHEN NEW.seq != (SELECT ifnull(max(seq), 0) + 1 FROM journal)
            OR EXISTS (SELECT 1 FROM journal
                       WHERE actor = NEW.actor AND request_id = NEW.request_id AND part = NEW.part)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """
    )


@MIGRATIONS(name="answers")
def create_answers(database: sqlite_utils.Database) -> None:
    """What was answered to each request, refusals included; ``seq_to`` of a refusal is the last row at that time."""
    database.execute(
        """
        CREATE TABLE answers (
            actor TEXT NOT NULL,
            request_id TEXT NOT NULL,
            command_hash TEXT NOT NULL,
            refusal TEXT,
            params TEXT,
            seq_from INTEGER,
            seq_to INTEGER NOT NULL,
            PRIMARY KEY (actor, request_id)
        ) STRICT, WITHOUT ROWID
        """
    )


@MIGRATIONS(name="texts")
def create_texts(database: sqlite_utils.Database) -> None:
    """Free texts of persons beside the journal, by row and field name; these may be erased."""
    database.execute(
        """
        CREATE TABLE texts (
            seq INTEGER NOT NULL,
            name TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (seq, name)
        ) STRICT, WITHOUT ROWID
        """
    )
