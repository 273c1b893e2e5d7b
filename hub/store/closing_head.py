"""What a journal's newest row is and which days were closed: all that the hub itself is asked for a closing."""

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from hub.store.chain import BEFORE_ALL
from hub.store.journal import Journal
from hub.store.transactions import storage_errors

_ENDS = "FROM journal WHERE kind IN ('DayClosed', 'DayReopened')"
_ENDS_AFTER = f"SELECT day, kind {_ENDS} AND +seq > ? ORDER BY +seq"
_END_OF = f"SELECT seq, hash {_ENDS} AND kind = 'DayClosed' AND day = ? ORDER BY +seq DESC LIMIT 1"
"""By the index ``journal_ends``; the plus keeps SQLite from going along the rows of all years instead."""


class JournalHead(Struct, frozen=True):
    """The newest row of a journal (0 and zeros before the first), and the days that were closed after some row.

    ``closed`` has them in order, without one that is open again; ``at`` and ``day`` are the newest row's. ``end_row``
    and ``end_hash`` are the last ``DayClosed`` of the day that was asked for, 0 and nothing without one.
    """

    hub: str
    incarnation: str
    row: int
    hash: str
    at: str
    day: str
    closed: tuple[str, ...]
    end_row: int = 0
    end_hash: str = ""


def head_of(journal: Journal, after_row: int, asked_day: str = "") -> JournalHead:
    """See :class:`JournalHead`. Raises StorageError."""
    with storage_errors("read"):
        newest = journal.connection.execute("SELECT seq, hash, at, day FROM journal ORDER BY seq DESC LIMIT 1")
        row, row_hash, at, day = newest.fetchone() or (0, BEFORE_ALL, "", "")
        state: dict[str, str] = {}
        for closed, kind in journal.connection.execute(_ENDS_AFTER, (after_row,)):
            state[closed] = kind
        end = journal.connection.execute(_END_OF, (asked_day,)).fetchone() or (0, "")
    days = tuple(day for day, kind in state.items() if kind == "DayClosed")
    return JournalHead(journal.origin.hub, journal.origin.incarnation, row, row_hash, at, day, days, *end)


def head_of_copy(copy: Path, after_row: int, day: str = "") -> JournalHead:
    """The same of a copy that nobody writes to."""
    with opened_copy(copy) as connection:
        return head_of(Journal(connection), after_row, day)


def head_of_file(file: Path, after_row: int) -> JournalHead:
    """The same of the file of a hub that does not run, which is left as it is."""
    with storage_errors("read"), closing(_looked_at(file)) as connection:
        return head_of(Journal(connection), after_row)


def opened_copy(copy: Path) -> "closing[sqlite3.Connection]":
    """A copy that nobody writes to, open until the end of the block."""
    return closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True))


def _looked_at(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)
