"""What the kiosk's disk knows of numbers of its own, and what it remembers of the hub for when the hub is away."""

import json

import msgspec

from kiosk_app.records import OwnTicket
from kiosk_app.spool_file import SpoolFile

_OWN = """SELECT o.key, ticket, day, series, number, label, boot, steady_ms, drawn_ms, o.created_ms, outcome
FROM own_tickets o"""


class OwnBook:
    """Own numbers and memories; every write is durable when it returns. Raises sqlite3.Error where the disk fails."""

    def __init__(self, file: SpoolFile) -> None:
        self._file = file

    def last_number(self, day: str, series: str) -> int:
        """The highest number drawn here on a day in a series, 0 for none."""
        sql = "SELECT ifnull(max(number), 0) AS last FROM own_tickets WHERE day = ? AND series = ?"
        return msgspec.convert(self._file.rows(sql, day, series)[0]["last"], int)

    def waiting(self) -> int:
        """How many numbers have yet to be handed in."""
        return msgspec.convert(self._file.rows("SELECT count(*) AS n FROM own_tickets WHERE outcome = ''")[0]["n"], int)

    def unheard(self, day: str, series: str) -> int:
        """How many numbers of a day's series have yet to be handed in."""
        sql = "SELECT count(*) AS n FROM own_tickets WHERE day = ? AND series = ? AND outcome = ''"
        return msgspec.convert(self._file.rows(sql, day, series)[0]["n"], int)

    def held(self) -> list[OwnTicket]:
        """The numbers that are held back, in the order in which they were drawn."""
        sql = f"{_OWN} JOIN errands e ON e.key = o.key WHERE e.is_held = 1 AND e.is_done = 0 ORDER BY e.n"
        return msgspec.convert(self._file.rows(sql), list[OwnTicket])

    def release(self, drawn_ms: dict[str, int]) -> None:
        """Let errands go, each with the instant of its drawing by the hub's clock; from now on the body stays."""
        with self._file.transaction() as db:
            for key, at_ms in drawn_ms.items():
                (body,) = db.execute("SELECT body FROM errands WHERE key = ?", (key,)).fetchone()
                stamped = json.dumps({**json.loads(body), "drawn_ms": at_ms})
                db.execute("UPDATE errands SET body = ?, is_held = 0 WHERE key = ?", (stamped, key))

    def hand_in_again(self) -> None:
        """Tell the hub anew of all numbers that are kept, and of what became of their papers: it may have forgotten."""
        with self._file.transaction() as db:
            db.execute("UPDATE errands SET is_done = 0 WHERE key IN (SELECT key FROM own_tickets)")
            db.execute("UPDATE own_tickets SET outcome = '' WHERE key IN (SELECT key FROM errands)")
            paths = db.execute("SELECT '/tickets/' || ticket || '/%' FROM own_tickets").fetchall()
            db.executemany("UPDATE errands SET is_done = 0 WHERE path LIKE ?", paths)

    def remember(self, name: str, content: str) -> None:
        """Keep a memory in the place of the former one of its name."""
        with self._file.transaction() as db:
            db.execute("INSERT OR REPLACE INTO memory (name, content) VALUES (?, ?)", (name, content))

    def forget(self, name: str) -> None:
        """Let go of a memory."""
        with self._file.transaction() as db:
            db.execute("DELETE FROM memory WHERE name = ?", (name,))

    def recall(self, name: str) -> str | None:
        """The memory of a name, or None."""
        rows = self._file.rows("SELECT content FROM memory WHERE name = ?", name)
        return str(rows[0]["content"]) if rows else None
