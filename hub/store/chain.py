"""The hash chain of the journal: what is hashed, and how a run of rows is checked.

The hash of a row is SHA-256 (64 hex digits) over the hash of the row before (as 64 ASCII characters; zeros before
row 1) followed by each of the columns in :data:`HASHED` as a netstring: length in bytes as a decimal number, ``:``, the
bytes as stored (texts in UTF-8, integers as decimal ASCII), ``,``. So no two different rows give the same bytes.
"""

import hashlib
import sqlite3
from collections.abc import Iterable

HASHED = ("seq", "at", "day", "kind", "version", "ticket", "actor", "request_id", "part", "data")
"""The columns under the hash, in this order: all but the hash itself."""

BEFORE_ALL = "0" * 64
"""What stands for the hash before row 1."""

_STORED_BYTES = """
    SELECT seq, hash, CAST(seq AS BLOB), CAST(at AS BLOB), CAST(day AS BLOB), CAST(kind AS BLOB),
        CAST(version AS BLOB), CAST(ticket AS BLOB), CAST(actor AS BLOB), CAST(request_id AS BLOB),
        CAST(part AS BLOB), CAST(data AS BLOB)
    FROM journal WHERE seq >= ? ORDER BY seq
"""


class StoreFault(Exception):
    """The stored data cannot be used; the sentence says what to do."""


class JournalDamaged(StoreFault):
    """Row ``seq`` of the journal is not what was written."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(
            f"Row {seq} of the journal is damaged: {why}. The hub does not start on it. "
            "Keep a copy of the data folder and restore the last backup."
        )
        self.seq = seq
        self.why = why


def row_hash(previous: str, columns: Iterable[int | str | bytes]) -> str:
    """The hash of a row with these values in the order of :data:`HASHED`, after the row with the hash ``previous``."""
    digest = hashlib.sha256(previous.encode())
    for value in columns:
        stored = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d:%b," % (len(stored), stored))
    return digest.hexdigest()


def verify(connection: sqlite3.Connection, seq_from: int = 1) -> tuple[int, str]:
    """Check every row from ``seq_from`` on, trusting the one before it.

    Returns the last row's number and hash (0 and zeros for an empty journal). Raises JournalDamaged.
    """
    expected = seq_from
    try:
        previous = _hash_before(connection, seq_from)
        for seq, stored_hash, *columns in connection.execute(_STORED_BYTES, (seq_from,)):
            if seq != expected:
                raise JournalDamaged(expected, "it is missing")
            previous = row_hash(previous, columns)
            if previous != stored_hash:
                raise JournalDamaged(seq, "its hash does not fit its content and the row before")
            expected += 1
    except sqlite3.DatabaseError as error:
        raise JournalDamaged(expected, f"it cannot be read ({error})") from error
    _check_end(connection, expected - 1)
    return expected - 1, previous


def _hash_before(connection: sqlite3.Connection, seq: int) -> str:
    if seq <= 1:
        return BEFORE_ALL
    found = connection.execute("SELECT hash FROM journal WHERE seq = ?", (seq - 1,)).fetchone()
    if found is None:
        raise JournalDamaged(seq - 1, "it is missing")
    return str(found[0])


def _check_end(connection: sqlite3.Connection, last: int) -> None:
    """A journal that was cut off at its end still fits together; the stored answers know how long it was."""
    (answered,) = connection.execute("SELECT ifnull(max(seq_to), 0) FROM answers").fetchone()
    if answered > last:
        raise JournalDamaged(last + 1, f"it is missing, although the rows up to {answered} were answered")
