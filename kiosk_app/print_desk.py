"""The printer's own thread: prints what is queued, looks at the printer while there is nothing to print."""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from drivers.printers import NOT_DRAWN, JobEnd, JobReport, Part, PrinterStatus
from hub.agent.trouble import Trouble
from kiosk_app.paper_parts import Composer
from kiosk_app.print_jobs import PrintJobs
from kiosk_app.records import Job
from kiosk_app.timing import KioskTiming

log = logging.getLogger(__name__)

AWAY = frozenset({"link_refused", "link_lost"})
"""Troubles in which the printer may be plugged in, or switched on, at any moment."""


class Printer(Protocol):
    """What the desk needs of a printer's driver; ``on_progress`` is called while a long job goes on,
    ``can_confirm`` says whether it can tell at all that it has printed.
    """

    on_progress: Callable[[], None]
    can_confirm: bool

    def status(self) -> PrinterStatus:
        """Read the printer's state."""

    def print(self, parts: Sequence[Part]) -> JobReport:
        """Print the parts of a job."""


class Aside(NamedTuple):
    """A paper that is no ticket: how it is made, and who hears how it ended."""

    compose: Callable[[], Sequence[Part]]
    told: Callable[[JobReport], None]


class PrintDesk:
    """One printer, one thread. ``on_status`` gets every status that differs from the one before."""

    def __init__(self, jobs: PrintJobs, printer: Printer, timing: KioskTiming, compose: Composer | None = None) -> None:
        self.on_status: Callable[[PrinterStatus], None] = lambda _status: None
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock."""
        self._jobs = jobs
        self._printer = printer
        self._timing = timing
        self._compose = compose or Composer()
        self._last: PrinterStatus | None = None
        self._asides: deque[Aside] = deque()
        self._bell = threading.Event()
        self._trouble = Trouble(log)
        printer.on_progress = self._goes_on

    def wake(self) -> None:
        """There is something to print, or to stop for."""
        self._bell.set()

    def try_out(self, compose: Callable[[], Sequence[Part]], told: Callable[[JobReport], None]) -> None:
        """Print something that is no ticket, once, when nobody waits for a paper; it is kept nowhere.

        ``told`` hears how it ended.
        """
        self._asides.append(Aside(compose, told))
        self.wake()

    def _goes_on(self) -> None:
        self.turned_s = time.monotonic()

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set and the desk was woken."""
        while not stop.is_set():
            self._goes_on()
            self._bell.clear()
            try:
                while not stop.is_set() and (job := self._jobs.next()) is not None:
                    self.print_one(job)
                self._print_aside()
                self.look()
                self._trouble.over()
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                if stop.is_set():
                    return
                self._trouble.fault("the printer's desk", error)
            if not stop.is_set():
                self._bell.wait(self._pause_s())

    def print_one(self, job: Job) -> None:
        """Draw, print and store the end of one job. It is on the disk as sent before a byte leaves."""
        self._goes_on()
        try:
            parts = self._compose(job.paper)
        except Exception:
            log.exception("the paper of job %s cannot be drawn", job.id)
            self._jobs.end(job, JobEnd.FAILED, NOT_DRAWN)
            return
        self._jobs.sending(job)
        report = self._printed(parts, job.id)
        self._jobs.end(job, report.end, report.code)

    def _printed(self, parts: Sequence[Part], name: str) -> JobReport:
        try:
            return self._printer.print(parts)
        except Exception:
            log.exception("the driver failed in job %s", name)
            return JobReport(JobEnd.UNKNOWN, "driver_fault")

    def _print_aside(self) -> None:
        """One paper that is no ticket; whoever waits for a number comes before the next."""
        if not self._asides:
            return
        aside = self._asides.popleft()
        if self._asides:
            self._bell.set()
        try:
            parts = aside.compose()
        except Exception:
            log.exception("a paper that is no ticket cannot be drawn")
            aside.told(JobReport(JobEnd.FAILED, NOT_DRAWN))
            return
        self._jobs.trial_begins()
        report = self._printed(parts, "without a ticket")
        if not report.leaves_half_a_ticket:
            self._jobs.trial_ends()
        aside.told(report)

    def _pause_s(self) -> float:
        """Until the next look: a printer that is away is tried soon again, not by all kiosks at the same moment."""
        if self._last is not None and self._last.trouble in AWAY:
            return random.uniform(*self._timing.reopen_s)
        return self._timing.status_every_s

    def look(self) -> None:
        """Read the status; a change is told at once, and once."""
        status = self._printer.status()
        if status != self._last:
            self._last = status
            log.info("printer: %s", status)
            self.on_status(status)
