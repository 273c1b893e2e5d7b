"""The book of print jobs: how each ends, what the hub hears of it, and what becomes of a number without paper."""

import logging
import math
import threading
import time
from collections.abc import Callable

from msgspec.structs import replace

from drivers.printers import NO_ANSWER, JobEnd
from kiosk_app.board import Now
from kiosk_app.issuing import TICKETS, cancelling
from kiosk_app.own_book import OwnBook
from kiosk_app.records import Errand, Job, JobState, Settlement
from kiosk_app.spool import Spool
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)

STOPPED = "agent_stopped"
"""The code of a job that an earlier run of the agent left behind."""

TOO_LATE = "too_late"
"""The code of a job that staff asked for so long ago that nobody waits at the printer for it."""

TRIAL, BEGUN, ENDED = "trial paper", "begun", "ended"
"""What is remembered of a paper that is no ticket: its name and states."""

ENDS = {JobEnd.CONFIRMED: JobState.CONFIRMED, JobEnd.FAILED: JobState.FAILED, JobEnd.UNKNOWN: JobState.UNKNOWN}


class NoSuchJob(Exception):
    """This kiosk has no print job of the ticket."""


class NotFailed(Exception):
    """The ticket's job did not fail: there is nothing to decide."""


class SettledOtherwise(Exception):
    """Somebody, or time, has decided the opposite before."""


class PrintJobs:
    """Moves jobs on. ``on_change`` gets the newest job after each change, ``on_errand`` is called for a new errand.

    ``steady_s`` counts seconds and never jumps, unlike ``now``: a corrected clock takes no visitor's time away.
    """

    def __init__(
        self, spool: Spool, now: Now, timing: KioskTiming, steady_s: Callable[[], float] = time.monotonic
    ) -> None:
        self.on_change: Callable[[Job | None], None] = lambda _job: None
        self.on_errand: Callable[[], None] = lambda: None
        self._spool = spool
        self._book = OwnBook(spool.file)
        self._has_open_trial = self._book.recall(TRIAL) == BEGUN
        self._now = now
        self._timing = timing
        self._steady_s = steady_s
        self._cancel_at_s: dict[str, float] = {}
        self._print_until_s: dict[str, float] = {}
        self._unwritten: dict[str, tuple[Job, JobEnd, str]] = {}
        self._showing = threading.Lock()

    def resume(self) -> None:
        """Judge what an earlier run left: a job that was sent may be paper, an old queued one nobody waits for.

        What staff asked for and was still queued comes again with the hub's view, and with it the hub's time.
        """
        self._spool.drop_queued_requests()
        for job in self._spool.jobs_in(JobState.SENT):
            self.end(job, JobEnd.UNKNOWN, STOPPED)
        oldest_ms = self._now() - int(self._timing.queue_s * 1000)
        for job in self._spool.jobs_in(JobState.QUEUED):
            if job.created_ms < oldest_ms:
                self.end(job, JobEnd.FAILED, STOPPED)
        self.show_newest()

    def half_ticket_may_hang(self) -> bool:
        """Whether the job that was sent last, or a trial paper, may have ended in the middle of its paper."""
        last = self._spool.last_sent_job()
        hangs = last is not None and last.state is not JobState.CONFIRMED and last.code != NO_ANSWER
        return self._has_open_trial or hangs

    def trial_begins(self) -> None:
        """To be called before the first byte of a paper that is no ticket leaves: half of it may hang, too."""
        self._set_trial(BEGUN)

    def trial_ends(self) -> None:
        """Nothing of a trial paper hangs out of the printer any more."""
        if self._has_open_trial:
            self._set_trial(ENDED)

    def _set_trial(self, state: str) -> None:
        self._book.remember(TRIAL, state)
        self._has_open_trial = state == BEGUN

    def request(self, job: Job, print_until_s: float) -> None:
        """Take a job that staff asked for; it fails when its turn comes later than that by the steady clock.

        A job that was taken before is not taken again, whatever became of it.
        """
        self._print_until_s[job.id] = print_until_s
        if not self._spool.add_requested(job):
            self._print_until_s.pop(job.id, None)

    def next(self) -> Job | None:
        """The job that is to be printed next."""
        while (job := self._spool.queued_job()) is not None and self._is_too_late(job):
            self.end(job, JobEnd.FAILED, TOO_LATE)
        return job

    def _is_too_late(self, job: Job) -> bool:
        return self._print_until_s.get(job.id, math.inf) < self._steady_s()

    def sending(self, job: Job) -> None:
        """To be called before the first byte of a job leaves."""
        self._spool.mark_sent(job.id)

    def look(self) -> None:
        """Write down what the disk did not take before, end what is over; to be called often."""
        for job, end, code in list(self._unwritten.values()):
            self.end(job, end, code)
        self.cancel_overdue()

    def end(self, job: Job, end: JobEnd, code: str) -> None:
        """Store a job's end; a visitor's that failed waits for the visitor until ``noting_s`` are over.

        Raises sqlite3.Error where the disk fails: :meth:`look` tries again, for paper may be out that nobody ends anew.
        """
        self._unwritten[job.id] = (job, end, code)
        ended = replace(job, state=ENDS[end], code=code)
        if end is JobEnd.FAILED:
            ended = replace(ended, settled=Settlement.LEFT_TO_STAFF) if job.requested_as else self._await_visitor(ended)
        body = {"job": job.requested_as or job.id, "result": end.value}
        errand = Errand(f"print-{job.id}", f"{TICKETS}/{job.ticket}/print", body)
        is_first = self._spool.end_job(ended, errand, self._now())
        self._unwritten.pop(job.id, None)
        self._print_until_s.pop(job.id, None)
        if not is_first:
            return
        if end is JobEnd.CONFIRMED:
            self.trial_ends()
        log.info("print job %s of %s: %s %s", job.id, job.ticket, end.value, code)
        self._tell()

    def _await_visitor(self, job: Job) -> Job:
        self._cancel_at_s[job.id] = self._steady_s() + self._timing.noting_s
        return replace(job, cancel_at_ms=self._now() + int(self._timing.noting_s * 1000))

    def keep_number(self, ticket: str) -> None:
        """Staff care for a number's paper: should none have come out here, the number stays all the same."""
        job = self._spool.job_of(ticket)
        if job is not None and job.state is JobState.FAILED:
            self._decide(job, Settlement.NOTED)

    def note(self, ticket: str) -> None:
        """The visitor has the number without paper: it stays. Raises NoSuchJob, NotFailed, SettledOtherwise."""
        self._settle(ticket, Settlement.NOTED)

    def cancel(self, ticket: str) -> None:
        """The visitor gives the number back. Raises NoSuchJob, NotFailed, SettledOtherwise."""
        self._settle(ticket, Settlement.KIOSK_CANCELLED)

    def cancel_overdue(self) -> None:
        """Cancel the numbers without paper that nobody has noted in time."""
        for job in self._spool.jobs_in(JobState.FAILED):
            if self._deadline_s(job) <= self._steady_s():
                self._decide(job, Settlement.PRINT_FAILED)

    def _deadline_s(self, job: Job) -> float:
        """When time is over by the steady clock; the wall clock counts only for what an earlier run left behind.

        That clock may have been set meanwhile, so it never gives more than ``noting_s``.
        """
        if job.id not in self._cancel_at_s:
            left_s = ((job.cancel_at_ms or 0) - self._now()) / 1000
            self._cancel_at_s[job.id] = self._steady_s() + min(left_s, self._timing.noting_s)
        return self._cancel_at_s[job.id]

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
            self._cancel_at_s.pop(job.id, None)
            log.info("number %s without paper: %s", job.ticket, wanted.value)
            self._tell()
        return is_first

    def _tell(self) -> None:
        self.show_newest()
        self.on_errand()

    def show_newest(self) -> None:
        """Tell of the newest job as it is now. Several threads tell; none may end with what it read before another."""
        with self._showing:
            self.on_change(self._spool.newest_job())
