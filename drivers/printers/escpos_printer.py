"""The driver of an ESC/POS receipt printer: prints a picture, says honestly how that ended, reads the status.

python-escpos builds command bytes; its transport and status are not used, because a closed connection, a silent printer
and pending automatic status bytes all look like "paper fine" or "no paper" there.
"""

import threading
import time
from collections.abc import Callable
from enum import StrEnum

import msgspec

from drivers.errors import DeviceError
from drivers.links import ByteLink
from drivers.printers.conversation import Clock, Conversation
from drivers.printers.escpos_bytes import CUT, INITIALISE, ticket_job
from drivers.printers.raster import Raster
from drivers.printers.status import PrinterStatus

FENCE_PAPER_OUT_BITS = 0x0C

NO_ANSWER = "no_answer"
"""The code of a job that was sent as a whole to a printer without trouble that never answered: no half ticket hangs."""


class JobEnd(StrEnum):
    """How a print job ended."""

    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class JobReport(msgspec.Struct, frozen=True):
    """The end of one job.

    CONFIRMED: the printer answered the fence behind the picture. FAILED: not one byte of the job was sent; trying again
    cannot print it twice. UNKNOWN: something was sent and nothing proves that it came out; never reprint by yourself.
    `code` is "" when confirmed, otherwise the reason (the codes of PrinterStatus.trouble, or no_answer: everything was
    sent and the printer reported no trouble, but the fence stayed unanswered).
    """

    end: JobEnd
    code: str = ""
    status: PrinterStatus = PrinterStatus()


class PrinterTiming(msgspec.Struct, frozen=True):
    """Deadlines in seconds: per question, without progress while writing, between looks and overall for the fence."""

    answer_s: float = 0.5
    stall_s: float = 5.0
    look_s: float = 0.5
    fence_s: float = 8.0


class EscposPrinter:
    """An ESC/POS printer behind a link that is opened anew for each job and each reading.

    `open_way` gives an open link or raises DeviceError, for example `lambda: open_link("socket://127.0.0.1:8083")`.
    Calls from several threads wait for each other. `half_ticket_may_hang` says that an earlier process may have left
    a ticket half printed: the first job then begins with a cut.
    """

    def __init__(
        self,
        open_way: Callable[[], ByteLink],
        timing: PrinterTiming | None = None,
        clock: Clock = time.monotonic,
        half_ticket_may_hang: bool = False,
    ) -> None:
        self._open_way = open_way
        self._timing = timing or PrinterTiming()
        self._clock = clock
        self._lock = threading.Lock()
        self._half_ticket_may_hang = half_ticket_may_hang

    def status(self) -> PrinterStatus:
        """Read the printer's state. Never raises DeviceError: an unreachable printer is a reading too."""
        with self._lock:
            try:
                link = self._open_way()
            except DeviceError as error:
                return PrinterStatus(trouble=error.code)
            try:
                return self._converse(link).status(self._timing.answer_s)
            except DeviceError as error:
                return PrinterStatus(trouble=error.code)
            finally:
                link.close()

    def print(self, raster: Raster) -> JobReport:
        """Print a picture and cut. Never raises DeviceError: a failure is an end of the job, see JobReport."""
        with self._lock:
            try:
                link = self._open_way()
            except DeviceError as error:
                return JobReport(JobEnd.FAILED, error.code, PrinterStatus(trouble=error.code))
            try:
                report = self._run_job(self._converse(link), raster)
            finally:
                link.close()
            if report.end is not JobEnd.FAILED:
                self._half_ticket_may_hang = report.end is JobEnd.UNKNOWN and report.code != NO_ANSWER
            return report

    def _converse(self, link: ByteLink) -> Conversation:
        return Conversation(link, self._clock, self._timing.stall_s)

    def _run_job(self, talk: Conversation, raster: Raster) -> JobReport:
        """Ask, send, wait. A printer that answers nothing may be a model that never does: it gets its job."""
        try:
            before = talk.status(self._timing.answer_s)
        except DeviceError as error:
            return JobReport(JobEnd.FAILED, error.code, PrinterStatus(trouble=error.code))
        if _is_stopped(before):
            return JobReport(JobEnd.FAILED, before.trouble, before)
        talk.ordered.clear()
        try:
            talk.say(self._job_bytes(raster))
        except DeviceError as error:
            end = JobEnd.UNKNOWN if error.sent_bytes else JobEnd.FAILED
            return JobReport(end, error.code, PrinterStatus(trouble=error.code))
        try:
            return self._await_fence(talk, before)
        except DeviceError as error:
            return JobReport(JobEnd.UNKNOWN, error.code, PrinterStatus(trouble=error.code))

    def _job_bytes(self, raster: Raster) -> bytes:
        """The job; behind one that broke off, a cut first, so that nobody gets a stranger's half ticket on top."""
        lead = INITIALISE + CUT if self._half_ticket_may_hang else b""
        return lead + ticket_job(raster)

    def _await_fence(self, talk: Conversation, before: PrinterStatus) -> JobReport:
        """Wait for the fence, looking at the status meanwhile.

        Trouble counts when two looks in a row agree: a picture may contain the bytes of a status question, which
        printers answer wherever they stand.
        """
        seen = before
        deadline = self._clock() + self._timing.fence_s
        while not talk.ordered and self._clock() < deadline:
            talk.listen(self._timing.look_s)
            if talk.ordered:
                break
            earlier, seen = seen, talk.status(self._timing.answer_s)
            if not talk.ordered and _is_stopped(seen) and seen.trouble == earlier.trouble:
                return JobReport(JobEnd.UNKNOWN, seen.trouble, seen)
        if not talk.ordered:
            return JobReport(JobEnd.UNKNOWN, NO_ANSWER, seen)
        if talk.ordered[0] & FENCE_PAPER_OUT_BITS:
            return JobReport(JobEnd.UNKNOWN, "paper_out", seen)
        return JobReport(JobEnd.CONFIRMED, "", seen)


def _is_stopped(status: PrinterStatus) -> bool:
    """Whether the printer itself named a reason not to print; silence is none."""
    return status.is_online and status.trouble not in ("", "printer_silent")
