"""The kiosk's disk: one SQLite file that knows every request before it is sent and every job before paper moves."""

import json
from collections.abc import Container
from pathlib import Path

import msgspec

from kiosk_app.records import Errand, Job, JobState, OwnTicket, PageAnswer, Request, RequestState, Settlement
from kiosk_app.spool_file import SpoolFile


class Spool:
    """Requests, jobs and errands of one kiosk; safe for several threads, every write is durable when it returns.

    Raises OwnFileError when the file cannot be opened; sqlite3.Error where the disk fails later.
    """

    def __init__(self, path: Path) -> None:
        self.file = SpoolFile(path)

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    # Requests

    def open_request(self, key: str, body: str, now_ms: int) -> tuple[Request, bool]:
        """Store a request before anything is sent; returns it (or the one of this key) and whether it is new."""
        with self.file.transaction() as db:
            sql = "INSERT OR IGNORE INTO requests (key, body, state, created_ms) VALUES (?, ?, ?, ?)"
            is_new = db.execute(sql, (key, body, RequestState.ASKED, now_ms)).rowcount == 1
            return self._request(key), is_new

    def request(self, key: str) -> Request | None:
        """The request of a key, or None."""
        rows = self.file.rows("SELECT key, body, state, status, answer FROM requests WHERE key = ?", key)
        return msgspec.convert(rows[0], Request) if rows else None

    def answer_request(self, key: str, answer: PageAnswer, job: Job | None) -> None:
        """Store the hub's answer and, for a number, its print job: both or neither."""
        with self.file.transaction():
            self._conclude(key, RequestState.ANSWERED, answer)
            if job is not None:
                self._add_job(job)

    def draw_here(self, key: str, answer: PageAnswer, own: OwnTicket, papers: tuple[Job, Errand]) -> bool:
        """Answer a request with a number of this kiosk's own, its job and the errand that hands it in: all or none.

        Returns whether the request was still unanswered. Raises sqlite3.IntegrityError for a number drawn before.
        """
        job, join = papers
        with self.file.transaction() as db:
            if not self._conclude(key, RequestState.ANSWERED, answer):
                return False
            values = msgspec.to_builtins(own)
            names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
            db.execute(f"INSERT INTO own_tickets ({names}) VALUES ({places})", values)  # noqa: S608 - struct fields
            self._add_job(job)
            self._add_errand(join, own.created_ms)
            return True

    def abandon_request(self, key: str, answer: PageAnswer) -> bool:
        """Note that the page was told ``answer`` while the hub had not spoken; returns whether that was so."""
        with self.file.transaction():
            return self._conclude(key, RequestState.ABANDONED, answer)

    def abandon_unanswered(self, answer: PageAnswer, but: Container[str] = ()) -> None:
        """Abandon whatever was left without an answer, ``but`` not the requests of these keys."""
        for row in self.file.rows("SELECT key FROM requests WHERE state = ?", RequestState.ASKED):
            if row["key"] not in but:
                self.abandon_request(str(row["key"]), answer)

    def abandoned_requests(self) -> list[Request]:
        """The abandoned requests about which the hub has yet to be asked, oldest first."""
        sql = "SELECT key, body, state, status, answer FROM requests WHERE state = ? ORDER BY rowid"
        return msgspec.convert(self.file.rows(sql, RequestState.ABANDONED), list[Request])

    def close_request(self, key: str) -> None:
        """Note that nothing more is to be done about an abandoned request."""
        with self.file.transaction() as db:
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
        return msgspec.convert(self.file.rows(sql, state), list[Job])

    def add_requested(self, job: Job) -> bool:
        """Store a job that staff asked for; returns whether it is new. One that is known is never stored again."""
        with self.file.transaction():
            if self.job(job.id) is not None:
                return False
            self._add_job(job)
            return True

    def drop_queued_requests(self) -> None:
        """Forget what staff asked for and of which not one byte was sent: the hub asks again while it wants it."""
        with self.file.transaction() as db:
            db.execute("DELETE FROM jobs WHERE state = ? AND requested_as <> ''", (JobState.QUEUED,))

    def mark_sent(self, job_id: str) -> None:
        """To be called before the first byte leaves."""
        with self.file.transaction() as db:
            db.execute("UPDATE jobs SET state = ? WHERE id = ?", (JobState.SENT, job_id))

    def end_job(self, ended: Job, errand: Errand, now_ms: int) -> bool:
        """Store a job's end together with the errand that reports it; returns whether it had none before."""
        with self.file.transaction() as db:
            sql = "UPDATE jobs SET state = ?, code = ?, cancel_at_ms = ?, settled = ? WHERE id = ? AND state IN (?, ?)"
            end = (ended.state, ended.code, ended.cancel_at_ms, ended.settled, ended.id)
            is_first = db.execute(sql, (*end, JobState.QUEUED, JobState.SENT)).rowcount == 1
            if is_first:
                self._add_errand(errand, now_ms)
            return is_first

    def settle_job(self, job_id: str, settled: Settlement, errand: Errand | None, now_ms: int) -> bool:
        """Settle a failed job that nobody has settled yet; returns whether this was the one to do it."""
        with self.file.transaction() as db:
            sql = "UPDATE jobs SET settled = ? WHERE id = ? AND state = ? AND settled = ''"
            is_first = db.execute(sql, (settled, job_id, JobState.FAILED)).rowcount == 1
            if is_first and errand is not None:
                self._add_errand(errand, now_ms)
            return is_first

    # Errands

    def open_errands(self) -> list[Errand]:
        """What the hub has yet to hear, oldest first, up to the first that is held back."""
        held = "SELECT min(n) FROM errands WHERE is_held = 1 AND is_done = 0"
        sql = f"SELECT key, path, body FROM errands WHERE is_done = 0 AND n < ifnull(({held}), n + 1) ORDER BY n"  # noqa: S608
        rows = self.file.rows(sql)
        return [Errand(str(row["key"]), str(row["path"]), json.loads(str(row["body"]))) for row in rows]

    def finish_errand(self, key: str, outcome: str) -> None:
        """Note that the hub has answered; of a number that was handed in the ``outcome`` as well."""
        with self.file.transaction() as db:
            db.execute("UPDATE errands SET is_done = 1 WHERE key = ?", (key,))
            db.execute("UPDATE own_tickets SET outcome = ? WHERE key = ?", (outcome, key))

    def forget_before(self, then_ms: int) -> None:
        """Delete what is older and leads to nothing any more."""
        with self.file.transaction() as db:
            old = (then_ms, RequestState.ANSWERED, RequestState.CLOSED)
            db.execute("DELETE FROM requests WHERE created_ms < ? AND state IN (?, ?)", old)
            settled = "(state IN ('confirmed', 'unknown') OR settled <> '')"
            db.execute(f"DELETE FROM jobs WHERE created_ms < ? AND {settled}", (then_ms,))  # noqa: S608 - a constant
            db.execute("DELETE FROM errands WHERE created_ms < ? AND is_done = 1", (then_ms,))
            db.execute("DELETE FROM own_tickets WHERE created_ms < ? AND outcome <> ''", (then_ms,))

    # Inside

    def _conclude(self, key: str, state: RequestState, answer: PageAnswer) -> bool:
        sql = "UPDATE requests SET state = ?, status = ?, answer = ? WHERE key = ? AND state = ?"
        text = json.dumps(answer.body, ensure_ascii=False)
        return self.file.connection.execute(sql, (state, answer.status, text, key, RequestState.ASKED)).rowcount == 1

    def _add_job(self, job: Job) -> None:
        values = msgspec.to_builtins(job)
        names = ", ".join(values)
        places = ", ".join(f":{name}" for name in values)
        self.file.connection.execute(f"INSERT INTO jobs ({names}) VALUES ({places})", values)  # noqa: S608 - struct fields

    def _add_errand(self, errand: Errand, now_ms: int) -> None:
        sql = "INSERT OR IGNORE INTO errands (key, path, body, is_held, created_ms) VALUES (?, ?, ?, ?, ?)"
        self.file.connection.execute(sql, (errand.key, errand.path, json.dumps(errand.body), errand.is_held, now_ms))

    def _request(self, key: str) -> Request:
        found = self.request(key)
        assert found is not None
        return found

    def _job(self, condition: str, *values: object) -> Job | None:
        rows = self.file.rows(f"{_JOBS} WHERE {condition} LIMIT 1", *values)
        return msgspec.convert(rows[0], Job) if rows else None


_JOBS = "SELECT id, ticket, label, paper, created_ms, state, code, cancel_at_ms, settled, requested_as FROM jobs"
