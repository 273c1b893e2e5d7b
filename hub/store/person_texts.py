"""The texts of persons beside the journal, by row and field name: kept with the rows, and all that can be erased."""

import sqlite3
from collections.abc import Sequence

from hub.domain.events import replaced_texts
from hub.service.ports import Decision


def keep_texts(connection: sqlite3.Connection, decisions: Sequence[Decision]) -> bool:
    """Within a transaction: store what came with decisions, and erase what they put others in place of.

    Returns whether anything was erased, so that the log is to be emptied afterwards.
    """
    told = [(one.stored[0].entry.seq, name, text) for one in decisions for name, text in one.texts.items()]
    connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", told)
    replaced = replaced_texts(stored.entry for one in decisions for stored in one.stored)
    connection.executemany("DELETE FROM texts WHERE seq = ?", [(seq,) for seq in replaced])
    return bool(replaced)


def texts_of_row(connection: sqlite3.Connection, seq: int) -> dict[str, str]:
    """The texts of a row, by field name."""
    return dict(connection.execute("SELECT name, text FROM texts WHERE seq = ?", (seq,)).fetchall())


def empty_log(connection: sqlite3.Connection) -> bool:
    """Whether the write-ahead log could be emptied, which holds pages as they were before texts were erased."""
    (is_busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy
