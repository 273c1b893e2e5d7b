"""What walls told of the calls that they showed, in ``hub.db`` beside the journal; it is forgotten after a while."""

import sqlite3
from collections.abc import Iterable

from msgspec.structs import asdict

from hub.domain.announcing import ToldCall
from hub.store.transactions import storage_errors, transaction

_INSERT = """
    INSERT OR IGNORE INTO told (call, call_ms, wall, screen, place, shown_ms, spoken)
    VALUES (:call, :call_ms, :wall, :screen, :place, :shown_ms, :spoken)
"""


class ToldTable:
    """The table over the hub's one connection; see :class:`hub.service.told.ToldBook`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, told: Iterable[ToldCall]) -> None:
        """See the port."""
        with storage_errors("written"), transaction(self._connection):
            self._connection.executemany(_INSERT, [asdict(one) for one in told])

    def of_calls(self, first: int, last: int) -> list[ToldCall]:
        """See the port."""
        query = "SELECT * FROM told WHERE call BETWEEN ? AND ? ORDER BY shown_ms, wall"
        with storage_errors("read"):
            rows = self._connection.execute(query, (first, last)).fetchall()
        return [ToldCall(*row) for row in rows]

    def has_walls_since(self, at_ms: int) -> bool:
        """See the port."""
        query = "SELECT 1 FROM told WHERE shown_ms >= ? AND screen LIKE 'wall%' LIMIT 1"
        with storage_errors("read"):
            return self._connection.execute(query, (at_ms,)).fetchone() is not None

    def prune(self, before_ms: int) -> None:
        """See the port."""
        with storage_errors("written"), transaction(self._connection):
            self._connection.execute("DELETE FROM told WHERE shown_ms < ?", (before_ms,))
