"""Marks of persons beside the journal: which numbers went to one person, for as long as the day lasts."""

import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from hub.private_file import make_once
from hub.service.ports import PersonMark, StorageError
from hub.store.transactions import storage_errors, transaction

KEY_NAME = "persons.key"
KEY_BYTES = 32


def insert_marks(connection: sqlite3.Connection, marks: Iterable[PersonMark]) -> None:
    """Write marks within a transaction that is open."""
    connection.executemany("INSERT INTO persons VALUES (?, ?)", [(mark.ticket, mark.digest) for mark in marks])


class Persons:
    """The marks in the database and their key in a file of its own; see :class:`hub.service.ports.PersonMarks`.

    The key is in no backup: without it nobody can tell from a mark whom it means.
    """

    def __init__(self, connection: sqlite3.Connection, key_file: Path) -> None:
        self._connection = connection
        self._key_file = key_file

    def key(self) -> bytes:
        """See the port."""
        try:
            if not self._key_file.exists():
                make_once(self._key_file, secrets.token_bytes(KEY_BYTES))
            return self._key_file.read_bytes()
        except OSError as error:
            raise StorageError(f"{self._key_file} cannot be used: {error.strerror}") from error

    def marks(self) -> list[PersonMark]:
        """See the port."""
        with storage_errors("read"):
            rows = self._connection.execute("SELECT ticket, digest FROM persons ORDER BY rowid").fetchall()
        return [PersonMark(ticket, digest) for ticket, digest in rows]

    def forget(self) -> None:
        """See the port. Nothing stays in the file or in its write-ahead log, or StorageError says so."""
        with storage_errors("written"):
            with transaction(self._connection):
                self._connection.execute("DELETE FROM persons")
            (is_busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        try:
            self._key_file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{self._key_file} cannot be deleted: {error.strerror}") from error
        if is_busy:
            raise StorageError("the marks of persons are erased, but the write-ahead log still holds them")
