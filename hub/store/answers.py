"""What was answered to each request, beside the journal: read back for a repeat, and forgotten when it is old.

The rows of a request stay with its key, so a repeat of whatever age finds what became of it and nothing happens twice.
Only what left no row has no other trace than its answer.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from hub.service.ports import Decision
from hub.store import codec
from hub.store.transactions import transaction

_INSERT = "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)"
_READ = "SELECT command_hash, refusal, params, seq_from, seq_to FROM answers WHERE actor = ?1 AND request_id = ?2"
_READ_ROWS = "SELECT min(seq), max(seq) FROM journal WHERE actor = ?1 AND request_id = ?2"
_FORGET = """
    DELETE FROM answers WHERE (actor, request_id) IN (
        SELECT actor, request_id FROM answers
        WHERE seq_to < (SELECT seq FROM journal WHERE kind = 'DayOpened' AND day >= ?1 ORDER BY day, seq LIMIT 1)
            AND (refusal IS NULL OR seq_from IS NULL AND refusal != ?2)
        ORDER BY seq_to LIMIT ?3
    )
"""


def insert_answers(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Write answers within a transaction that is open."""
    connection.executemany(_INSERT, [_columns(decision) for decision in decisions])


def _columns(decision: Decision) -> tuple[Any, ...]:
    params = None if decision.refusal is None else codec.encode(decision.params)
    seq_from = decision.stored[0].entry.seq if decision.stored else None
    key = (decision.actor, decision.request_id, decision.command_hash)
    return (*key, decision.refusal, params, seq_from, decision.seq_to)


def read_answer(connection: sqlite3.Connection, actor: str, request_id: str) -> tuple[Any, ...] | None:
    """The command's hash, the refusal and its parameters (None: it was done), the first and the last row.

    None: never answered. The hash is empty when only the rows are left.
    """
    key = (actor, request_id)
    answer: tuple[Any, ...] | None = connection.execute(_READ, key).fetchone()
    if answer is None:
        first, last = connection.execute(_READ_ROWS, key).fetchone()
        answer = None if first is None else ("", None, None, first, last)
    return answer


def forget_answers(connection: sqlite3.Connection, before_day: str, most: int, but: str) -> int:
    """Forget at most so many answers from before a day (ISO) opened, the oldest first; how many they were.

    A refusal that left rows stays, since they do not tell of it, and so does every refusal ``but``.
    """
    with transaction(connection):
        return connection.execute(_FORGET, (before_day, but, most)).rowcount
