"""The book of print jobs: how each ends, what the hub hears of it, and what becomes of a number without paper."""

import logging
from collections.abc import Callable

from msgspec.structs import replace

from drivers.printers import JobEnd
from kiosk_app.board import Now
from kiosk_app.issuing import TICKETS, cancelling
from kiosk_app.records import Errand, Job, JobState, Settlement
from kiosk_app.spool import Spool
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)

STOPPED = "agent_stopped"
"""The code of a job that an earlier run of the agent left behind."""

ENDS = {JobEnd.CONFIRMED: JobState.CONFIRMED, JobEnd.FAILED: JobState.FAILED, JobEnd.UNKNOWN: JobState.UNKNOWN}


class NoSuchJob(Exception):
    """This kiosk has no print job of the ticket."""


class NotFailed(Exception):
    """The ticket's job did not fail: there is nothing to decide."""


class SettledOtherwise(Exception):
    """Somebody, or time, has decided the opposite before."""


class PrintJobs:
    """Moves jobs on. ``on_change`` gets the newest job after each change, ``on_errand`` is called for a new errand."""

    def __init__(self, spool: Spool, now: Now, timing: KioskTiming) -> None:
        self.on_change: Callable[[Job | None], None] = lambda _job: None
        self.on_errand: Callable[[], None] = lambda: None
        self._spool = spool
        self._now = now
        self._timing = timing

    def resume(self) -> None:
        """Judge what an earlier run left: a job that was sent may be paper, an old queued one nobody waits for."""
        for job in self._spool.jobs_in(JobState.SENT):
            self.end(job, JobEnd.UNKNOWN, STOPPED)
        oldest_ms = self._now() - int(self._timing.queue_s * 1000)
        for job in self._spool.jobs_in(JobState.QUEUED):
            if job.created_ms < oldest_ms:
                self.end(job, JobEnd.FAILED, STOPPED)
        self.show_newest()

    def next(self) -> Job | None:
        """The job that is to be printed next."""
        return self._spool.queued_job()

    def sending(self, job: Job) -> None:
        """To be called before the first byte of a job leaves."""
        self._spool.mark_sent(job.id)

    def end(self, job: Job, end: JobEnd, code: str) -> None:
        """Store a job's end; a failed one waits for its visitor until ``noting_s`` are over."""
        now_ms = self._now()
        failed_ms = now_ms + int(self._timing.noting_s * 1000) if end is JobEnd.FAILED else None
        ended = replace(job, state=ENDS[end], code=code, cancel_at_ms=failed_ms)
        report = Errand(f"print-{job.id}", f"{TICKETS}/{job.ticket}/print", {"job": job.id, "result": end.value})
        self._spool.end_job(ended, report, now_ms)
        log.info("print job %s of %s: %s %s", job.id, job.ticket, end.value, code)
        self._tell()

    def note(self, ticket: str) -> None:
        """The visitor has the number without paper: it stays. Raises NoSuchJob, NotFailed, SettledOtherwise."""
        self._settle(ticket, Settlement.NOTED)

    def cancel(self, ticket: str) -> None:
        """The visitor gives the number back. Raises NoSuchJob, NotFailed, SettledOtherwise."""
        self._settle(ticket, Settlement.KIOSK_CANCELLED)

    def cancel_overdue(self) -> None:
        """Cancel the numbers without paper that nobody has noted in time."""
        for job in self._spool.jobs_in(JobState.FAILED):
            if job.cancel_at_ms is not None and job.cancel_at_ms <= self._now():
                self._decide(job, Settlement.PRINT_FAILED)

    def _settle(self, ticket: str, wanted: Settlement) -> None:
        job = self._spool.job_of(ticket)
        if job is None:
            raise NoSuchJob(ticket)
        if job.state is not JobState.FAILED:
            raise NotFailed(ticket)
        if self._decide(job, wanted):
            return
        decided = self._spool.job(job.id)
        if decided is None or decided.settled is not wanted:
            raise SettledOtherwise(ticket)

    def _decide(self, job: Job, wanted: Settlement) -> bool:
        errand = None if wanted is Settlement.NOTED else cancelling(job.ticket, job.id, wanted)
        is_first = self._spool.settle_job(job.id, wanted, errand, self._now())
        if is_first:
            log.info("number %s without paper: %s", job.ticket, wanted.value)
            self._tell()
        return is_first

    def _tell(self) -> None:
        self.show_newest()
        self.on_errand()

    def show_newest(self) -> None:
        """Tell of the newest job as it is now."""
        self.on_change(self._spool.newest_job())
