"""The SQLite file behind the spool: one agent's alone, durable at each commit, brought to the newest format."""

import errno
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

log = logging.getLogger(__name__)

PRAGMAS = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL")
"""FULL, because paper may move only when the ticket would survive a power cut; EXCLUSIVE keeps a second agent away."""

FIRST_FORMAT = """
CREATE TABLE requests (
    key TEXT PRIMARY KEY, body TEXT NOT NULL, state TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '', created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX requests_by_state ON requests (state);
CREATE TABLE jobs (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, ticket TEXT NOT NULL, label TEXT NOT NULL,
    paper TEXT NOT NULL, created_ms INTEGER NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL,
    cancel_at_ms INTEGER, settled TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, settled);
CREATE INDEX jobs_by_ticket ON jobs (ticket);
CREATE TABLE errands (
    n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, path TEXT NOT NULL, body TEXT NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0, created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX errands_open ON errands (is_done);
"""

OWN_NUMBERS = """
ALTER TABLE errands ADD COLUMN is_held INTEGER NOT NULL DEFAULT 0;
CREATE TABLE own_tickets (
    key TEXT PRIMARY KEY, ticket TEXT NOT NULL, day TEXT NOT NULL, series TEXT NOT NULL, number INTEGER NOT NULL,
    label TEXT NOT NULL, boot TEXT NOT NULL, steady_ms INTEGER NOT NULL, drawn_ms INTEGER NOT NULL,
    created_ms INTEGER NOT NULL, outcome TEXT NOT NULL, UNIQUE (day, series, number)
) STRICT;
CREATE INDEX own_tickets_open ON own_tickets (outcome);
CREATE TABLE memory (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;
"""

FORMATS = (FIRST_FORMAT, "ALTER TABLE jobs ADD COLUMN requested_as TEXT NOT NULL DEFAULT ''", OWN_NUMBERS)
"""What leads from each format of the file to the next; a new file takes all steps."""


PROOF = "x" * 32_768
"""What a disk is tried with: no less than a number with its paper needs."""

DISK_ERRORS = (sqlite3.OperationalError, sqlite3.DatabaseError)
"""Exactly these, not what is derived from them: a rule that was broken says nothing of the disk."""

DO_ABOUT = {
    sqlite3.SQLITE_BUSY: "does another agent of this kiosk run?",
    sqlite3.SQLITE_LOCKED: "does another agent of this kiosk run?",
    sqlite3.SQLITE_FULL: "the disk is full, make room",
}
"""What to do about an error of SQLite when the file is opened."""

DAMAGED = (
    "it is damaged. Move it away, keep it, and start again: numbers that it had yet to hand in are lost to the hub, so "
    "whoever holds one must be served by hand; no number is given twice"
)

NO_WRITES = "the disk takes no writes, or the file is not this user's: look at its mount, its owner and its health"


class SpoolError(Exception):
    """The kiosk's file cannot be used: another agent holds it, its format is unknown, or the disk fails.

    The text says what to do.
    """


class SpoolFile:
    """One open file, safe for several threads. Raises SpoolError when it cannot be opened; sqlite3.Error later."""

    def __init__(self, path: Path) -> None:
        self.is_sound = True
        """Whether the disk took what was last written."""
        self._lock = threading.RLock()
        self.connection = _open(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self.connection.close()

    def rows(self, sql: str, *values: object) -> list[dict[str, object]]:
        """The rows of a query by the names of its columns."""
        with self._lock:
            cursor = self.connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All writes of the block or none; durable when it ends."""
        with self._lock:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                self._note(error)
                raise
            self._note(None)

    def _note(self, error: BaseException | None) -> None:
        if error is not None and type(error) not in DISK_ERRORS:
            return
        if self.is_sound and error is not None:
            log.error("this kiosk's disk takes no writes (%s): it gives no numbers until it does", error)
        elif not self.is_sound and error is None:
            log.info("this kiosk's disk takes writes again")
        self.is_sound = error is None

    def prove(self) -> bool:
        """Whether the disk takes writes; one that did not is tried anew."""
        if not self.is_sound:
            with suppress(sqlite3.Error), self.transaction() as db:
                db.execute("INSERT OR REPLACE INTO memory (name, content) VALUES ('proof', ?)", (PROOF,))
        return self.is_sound


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        do = DO_ABOUT[sqlite3.SQLITE_FULL] if error.errno == errno.ENOSPC else NO_WRITES
        raise SpoolError(f"{path} cannot be used ({error.strerror}): {do}") from error
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, path)
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        do = DO_ABOUT.get(error.sqlite_errorcode & 0xFF, NO_WRITES)
        raise SpoolError(f"{path} cannot be used ({error}): {do}") from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise SpoolError(f"{path} cannot be used ({error}): {DAMAGED}") from error
    except SpoolError:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to the newest format. Raises SpoolError when a newer program wrote it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(FORMATS):
        raise SpoolError(
            f"{path} has format {version}, this program knows format {len(FORMATS)}: use the program that wrote it"
        )
    for step in FORMATS[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(FORMATS)}")
