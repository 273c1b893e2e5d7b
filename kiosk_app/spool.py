"""The kiosk's disk: one SQLite file that knows every request before it is sent and every job before paper moves."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kiosk_app.records import Errand, Job, JobState, PageAnswer, Request, RequestState, Settlement

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

FORMATS = (FIRST_FORMAT, "ALTER TABLE jobs ADD COLUMN requested_as TEXT NOT NULL DEFAULT ''")
"""What leads from each format of the file to the next; a new file takes all steps."""


class SpoolError(Exception):
    """The kiosk's file cannot be used: another agent holds it, or its format is unknown. The text says what to do."""


class Spool:
    """Requests, jobs and errands of one kiosk; safe for several threads, every write is durable when it returns.

    Raises SpoolError when the file cannot be opened; sqlite3.Error where the disk fails later.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        self._connection = _open(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    # Requests

    def open_request(self, key: str, body: str, now_ms: int) -> tuple[Request, bool]:
        """Store a request before anything is sent; returns it (or the one of this key) and whether it is new."""
        with self._transaction() as db:
            sql = "INSERT OR IGNORE INTO requests (key, body, state, created_ms) VALUES (?, ?, ?, ?)"
            is_new = db.execute(sql, (key, body, RequestState.ASKED, now_ms)).rowcount == 1
            return self._request(key), is_new

    def request(self, key: str) -> Request | None:
        """The request of a key, or None."""
        rows = self._rows("SELECT key, body, state, status, answer FROM requests WHERE key = ?", key)
        return msgspec.convert(rows[0], Request) if rows else None

    def answer_request(self, key: str, answer: PageAnswer, job: Job | None) -> None:
        """Store the hub's answer and, for a number, its print job: both or neither."""
        with self._transaction():
            self._conclude(key, RequestState.ANSWERED, answer)
            if job is not None:
                self._add_job(job)

    def abandon_request(self, key: str, answer: PageAnswer) -> bool:
        """Note that the page was told ``answer`` while the hub had not spoken; returns whether that was so."""
        with self._transaction():
            return self._conclude(key, RequestState.ABANDONED, answer)

    def abandon_unanswered(self, answer: PageAnswer) -> None:
        """Abandon whatever an earlier run of the agent left without an answer."""
        for row in self._rows("SELECT key FROM requests WHERE state = ?", RequestState.ASKED):
            self.abandon_request(str(row["key"]), answer)

    def abandoned_requests(self) -> list[Request]:
        """The abandoned requests about which the hub has yet to be asked, oldest first."""
        sql = "SELECT key, body, state, status, answer FROM requests WHERE state = ? ORDER BY rowid"
        return msgspec.convert(self._rows(sql, RequestState.ABANDONED), list[Request])

    def close_request(self, key: str) -> None:
        """Note that nothing more is to be done about an abandoned request."""
        with self._transaction() as db:
            db.execute("UPDATE requests SET state = ? WHERE key = ?", (RequestState.CLOSED, key))

    # Print jobs

    def queued_job(self) -> Job | None:
        """The oldest job of which not one byte was sent."""
        return self._job("state = ? ORDER BY n", JobState.QUEUED)

    def newest_job(self) -> Job | None:
        """The visitors' job that was added last."""
        return self._job("requested_as = '' ORDER BY n DESC")

    def last_sent_job(self) -> Job | None:
        """The newest job of which a byte may have left."""
        return self._job("state IN ('sent', 'confirmed', 'unknown') ORDER BY n DESC")

    def job_of(self, ticket: str) -> Job | None:
        """The job of a ticket that was drawn here."""
        return self._job("ticket = ? AND requested_as = '' ORDER BY n DESC", ticket)

    def job(self, job_id: str) -> Job | None:
        """The job of an id."""
        return self._job("id = ?", job_id)

    def jobs_in(self, state: JobState) -> list[Job]:
        """All unsettled jobs in a state, oldest first."""
        sql = f"{_JOBS} WHERE state = ? AND settled = '' ORDER BY n"
        return msgspec.convert(self._rows(sql, state), list[Job])

    def add_requested(self, job: Job) -> bool:
        """Store a job that staff asked for; returns whether it is new. One that is known is never stored again."""
        with self._transaction():
            if self.job(job.id) is not None:
                return False
            self._add_job(job)
            return True

    def drop_queued_requests(self) -> None:
        """Forget what staff asked for and of which not one byte was sent: the hub asks again while it wants it."""
        with self._transaction() as db:
            db.execute("DELETE FROM jobs WHERE state = ? AND requested_as <> ''", (JobState.QUEUED,))

    def mark_sent(self, job_id: str) -> None:
        """To be called before the first byte leaves."""
        with self._transaction() as db:
            db.execute("UPDATE jobs SET state = ? WHERE id = ?", (JobState.SENT, job_id))

    def end_job(self, ended: Job, errand: Errand, now_ms: int) -> None:
        """Store a job's end together with the errand that reports it."""
        with self._transaction() as db:
            sql = "UPDATE jobs SET state = ?, code = ?, cancel_at_ms = ?, settled = ? WHERE id = ?"
            db.execute(sql, (ended.state, ended.code, ended.cancel_at_ms, ended.settled, ended.id))
            self._add_errand(errand, now_ms)

    def settle_job(self, job_id: str, settled: Settlement, errand: Errand | None, now_ms: int) -> bool:
        """Settle a failed job that nobody has settled yet; returns whether this was the one to do it."""
        with self._transaction() as db:
            sql = "UPDATE jobs SET settled = ? WHERE id = ? AND state = ? AND settled = ''"
            is_first = db.execute(sql, (settled, job_id, JobState.FAILED)).rowcount == 1
            if is_first and errand is not None:
                self._add_errand(errand, now_ms)
            return is_first

    # Errands

    def open_errands(self) -> list[Errand]:
        """What the hub has yet to hear, oldest first."""
        rows = self._rows("SELECT key, path, body FROM errands WHERE is_done = 0 ORDER BY n")
        return [Errand(str(row["key"]), str(row["path"]), json.loads(str(row["body"]))) for row in rows]

    def finish_errand(self, key: str) -> None:
        """Note that the hub has answered."""
        with self._transaction() as db:
            db.execute("UPDATE errands SET is_done = 1 WHERE key = ?", (key,))

    def forget_before(self, then_ms: int) -> None:
        """Delete what is older and leads to nothing any more."""
        with self._transaction() as db:
            old = (then_ms, RequestState.ANSWERED, RequestState.CLOSED)
            db.execute("DELETE FROM requests WHERE created_ms < ? AND state IN (?, ?)", old)
            settled = "(state IN ('confirmed', 'unknown') OR settled <> '')"
            db.execute(f"DELETE FROM jobs WHERE created_ms < ? AND {settled}", (then_ms,))  # noqa: S608 - a constant
            db.execute("DELETE FROM errands WHERE created_ms < ? AND is_done = 1", (then_ms,))

    # Inside

    def _conclude(self, key: str, state: RequestState, answer: PageAnswer) -> bool:
        sql = "UPDATE requests SET state = ?, status = ?, answer = ? WHERE key = ? AND state = ?"
        text = json.dumps(answer.body, ensure_ascii=False)
        return self._connection.execute(sql, (state, answer.status, text, key, RequestState.ASKED)).rowcount == 1

    def _add_job(self, job: Job) -> None:
        values = msgspec.to_builtins(job)
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        self._connection.execute(f"INSERT INTO jobs ({names}) VALUES ({places})", values)  # noqa: S608 - struct fields

    def _add_errand(self, errand: Errand, now_ms: int) -> None:
        sql = "INSERT OR IGNORE INTO errands (key, path, body, created_ms) VALUES (?, ?, ?, ?)"
        self._connection.execute(sql, (errand.key, errand.path, json.dumps(errand.body), now_ms))

    def _request(self, key: str) -> Request:
        found = self.request(key)
        assert found is not None
        return found

    def _job(self, condition: str, *values: object) -> Job | None:
        rows = self._rows(f"{_JOBS} WHERE {condition} LIMIT 1", *values)
        return msgspec.convert(rows[0], Job) if rows else None

    def _rows(self, sql: str, *values: object) -> list[dict[str, object]]:
        with self._lock:
            cursor = self._connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


_JOBS = "SELECT id, ticket, label, paper, created_ms, state, code, cancel_at_ms, settled, requested_as FROM jobs"


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, path)
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        raise SpoolError(f"{path} cannot be used ({error}): does another agent of this kiosk run?") from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise SpoolError(f"{path} cannot be used ({error}): it is damaged, move it away and start again") from error
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
