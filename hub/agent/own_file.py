"""An agent's own SQLite file: one process's alone, durable at each commit, brought to the newest format."""

import errno
import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

log = logging.getLogger(__name__)

PRAGMAS = ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL")
"""FULL, because what is kept must survive a power cut; EXCLUSIVE keeps a second agent away."""

MEMORY = "CREATE TABLE memory (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;"
"""A table that every such file has in its newest format; the disk is tried with it."""

PROOF = "x" * 32_768
"""What a disk is tried with: no less than a number with its paper needs."""

DISK_ERRORS = (sqlite3.OperationalError, sqlite3.DatabaseError)
"""Exactly these, not what is derived from them: a rule that was broken says nothing of the disk."""

FULL_DISK = "the disk is full, make room"

NO_WRITES = "the disk takes no writes, or the file is not this user's: look at its mount, its owner and its health"


class OwnFileError(Exception):
    """The file cannot be used: another agent holds it, its format is unknown, or the disk fails.

    The text says what to do.
    """


class FileKind(Struct, frozen=True):
    """Which file it is: ``formats`` lead from each of its formats to the next, a new file takes all steps.

    In sentences to people: ``whose`` as in «this kiosk», what goes on ``without`` it, what a ``damaged`` one means.
    """

    formats: tuple[str, ...]
    whose: str
    without: str
    damaged: str


class OwnFile:
    """One open file, safe for several threads. Raises OwnFileError when it cannot be opened; sqlite3.Error later."""

    def __init__(self, path: Path, kind: FileKind) -> None:
        self.is_sound = True
        """Whether the disk took what was last written."""
        self._kind = kind
        self._lock = threading.RLock()
        self.connection = _open(path, kind)

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
            log.error("%s's disk takes no writes (%s): %s until it does", self._kind.whose, error, self._kind.without)
        elif not self.is_sound and error is None:
            log.info("%s's disk takes writes again", self._kind.whose)
        self.is_sound = error is None

    def prove(self) -> bool:
        """Whether the disk takes writes; one that did not is tried anew."""
        if not self.is_sound:
            with suppress(sqlite3.Error), self.transaction() as db:
                db.execute("INSERT OR REPLACE INTO memory (name, content) VALUES ('proof', ?)", (PROOF,))
        return self.is_sound


def _open(path: Path, kind: FileKind) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        do = FULL_DISK if error.errno == errno.ENOSPC else NO_WRITES
        raise OwnFileError(f"{path} cannot be used ({error.strerror}): {do}") from error
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, path, kind.formats)
        connection.execute("COMMIT")
    except (sqlite3.DatabaseError, OwnFileError) as error:
        connection.close()
        if isinstance(error, OwnFileError):
            raise
        raise OwnFileError(f"{path} cannot be used ({error}): {_what_to_do(error, kind)}") from error
    return connection


def _what_to_do(error: sqlite3.DatabaseError, kind: FileKind) -> str:
    if not isinstance(error, sqlite3.OperationalError):
        return f"it is damaged. {kind.damaged}"
    code = error.sqlite_errorcode & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"does another agent of {kind.whose} run?"
    return FULL_DISK if code == sqlite3.SQLITE_FULL else NO_WRITES


def _prepare(connection: sqlite3.Connection, path: Path, formats: tuple[str, ...]) -> None:
    """Bring the file to the newest format. Raises OwnFileError when a newer program wrote it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(formats):
        raise OwnFileError(
            f"{path} has format {version}, this program knows format {len(formats)}: use the program that wrote it"
        )
    for step in formats[version:]:
        for statement in step.split(";"):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(formats)}")
