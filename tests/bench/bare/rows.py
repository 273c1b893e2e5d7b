"""Journal rows as plain rows: a table of the same columns without index, trigger or hash to be worked out."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import count, cycle
from pathlib import Path

from hub.store.database import PRAGMAS

COLUMNS = ("at", "day", "kind", "version", "ticket", "actor", "request_id", "part", "data", "hash")
"""What a row holds besides its number."""

KINDS = ("TicketIssued", "TicketCalled", "ServiceStarted", "ServiceFinished")
_TABLE = f"CREATE TABLE journal (seq INTEGER PRIMARY KEY, {', '.join(COLUMNS)})"
_INSERT = f"INSERT INTO journal VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"

Row = Sequence[int | str]


def rows_of(database: Path) -> list[Row]:
    """The rows that a hub wrote when people took numbers, were called and served; it does not run any more."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        of_kinds = f"kind IN ({', '.join('?' * len(KINDS))})"
        found = connection.execute(f"SELECT {', '.join(COLUMNS)} FROM journal WHERE {of_kinds} ORDER BY seq", KINDS)
        rows: list[Row] = found.fetchall()
    connection.close()
    return rows


def keep_rows(rows: Iterable[Row], file: Path) -> Path:
    """Write rows where :class:`Rows` reads them."""
    file.write_text(json.dumps(list(rows)), encoding="utf-8")
    return file


class Rows:
    """The rows of a file, one after the other and again and again, each committed by itself as the hub commits."""

    def __init__(self, database: Path, file: Path) -> None:
        self._connection = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(_TABLE)
        self._rows = zip(count(1), cycle(json.loads(file.read_text(encoding="utf-8"))), strict=False)

    def commit_next(self) -> int:
        """Commit the next row; returns its number."""
        number, row = next(self._rows)
        self._connection.execute(_INSERT, (number, *row))
        return number
