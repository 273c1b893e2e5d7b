"""The driver of an ESC/POS receipt printer: prints a job, says honestly how that ended, reads the status.

python-escpos builds command bytes; its transport and status are not used, because a closed connection, a silent printer
and pending automatic status bytes all look like "paper fine" or "no paper" there.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from drivers.errors import DeviceError
from drivers.links import ByteLink
from drivers.printers.conversation import Clock, Conversation, Memory
from drivers.printers.encoding import PartError, encode
from drivers.printers.escpos_bytes import INITIALISE
from drivers.printers.fences import FenceOfJob, Ledger, Waits, fence_of
from drivers.printers.job import NO_ANSWER, NOT_DRAWN, JobEnd, JobReport, broken_off
from drivers.printers.parts import Cut, Part
from drivers.printers.presenter import CUT_OFF, clear_output
from drivers.printers.profile import GENERIC, Profile
from drivers.printers.status import SILENT, Output, PrinterStatus

log = logging.getLogger(__name__)

IN_OUTPUT = "ticket_in_output"


class PrinterTiming(msgspec.Struct, frozen=True):
    """Deadlines in seconds: per question, without progress while writing a job or a mere question of an idle printer,
    between looks, overall for the fence, for an answer that follows upon another, and for a presenter to clear its
    output.
    """

    answer_s: float = 0.5
    stall_s: float = 5.0
    asking_stall_s: float = 1.0
    look_s: float = 0.5
    fence_s: float = 8.0
    settle_s: float = 1.5
    clear_s: float = 4.0


class EscposPrinter:
    """An ESC/POS printer behind a link that is opened anew for each job and each reading.

    `open_way` gives an open link or raises DeviceError, for example `lambda: open_link("socket://127.0.0.1:8083")`.
    Calls from several threads wait for each other. `half_ticket_may_hang` says that an earlier process may have left
    a ticket half printed: the first job then begins with a cut. `on_progress` is called as often as a job or a reading
    goes on: on a slow line a job may take a minute and still not hang.
    """

    def __init__(
        self,
        open_way: Callable[[], ByteLink],
        profile: Profile = GENERIC,
        timing: PrinterTiming | None = None,
        clock: Clock = time.monotonic,
        half_ticket_may_hang: bool = False,
    ) -> None:
        self.profile = profile
        self.on_progress: Callable[[], None] = lambda: None
        self.can_confirm = profile.reliability.fence != "one_way"
        """Whether a job can be confirmed at all, by the profile and, once it was open, by the link."""
        self._open_way = open_way
        self._timing = timing or PrinterTiming()
        self._clock = clock
        self._lock = threading.Lock()
        self._half_ticket_may_hang = half_ticket_may_hang
        self._ledger = Ledger(open_questions=int(half_ticket_may_hang))
        self._memory = Memory()
        self._is_mute = False
        self._has_spoken = False
        self._held_out_since_s: float | None = None

    def expect_late_answers(self) -> None:
        """An earlier process may have asked what is still to be answered: nothing counts before it was cleared up."""
        self._ledger.open_questions = max(1, self._ledger.open_questions)
        self._memory.has_late_answers = True

    def status(self) -> PrinterStatus:
        """Read the printer's state. Never raises DeviceError: an unreachable printer is a reading too."""
        with self._lock:
            try:
                link = self._open_way()
            except DeviceError as error:
                return PrinterStatus(trouble=error.code)
            try:
                return self._look_in_peace(self._converse(link, self._timing.asking_stall_s))
            except DeviceError as error:
                return PrinterStatus(trouble=error.code)
            finally:
                link.close()

    def print(self, parts: Sequence[Part]) -> JobReport:
        """Print a job. Never raises DeviceError: a failure is an end of the job, see JobReport."""
        with self._lock:
            try:
                chunks = self._chunks(parts)
                link = self._open_way()
            except PartError as error:
                log.error("a job cannot be printed here: %s", error)
                return JobReport(JobEnd.FAILED, NOT_DRAWN)
            except DeviceError as error:
                return broken_off(error.code, is_begun=False)
            had_half, self._half_ticket_may_hang = self._half_ticket_may_hang, True
            try:
                report = self._run_job(self._converse(link, self._timing.stall_s), chunks, had_half)
            finally:
                link.close()
            self._half_ticket_may_hang = had_half if report.end is JobEnd.FAILED else report.leaves_half_a_ticket
            return report

    def _chunks(self, parts: Sequence[Part]) -> list[bytes]:
        """The job as it is sent, about a slice at a time: a pause may be wanted between two, and a line may be slow."""
        first, *more = encode(parts, self.profile) or [b""]
        return [INITIALISE + first, *more]

    @property
    def _slice_bytes(self) -> int:
        return self.profile.reliability.slice_rows * self.profile.width_dots // 8

    def _end_of_half_a_ticket(self) -> bytes:
        """Behind a job that broke off a cut comes first, so that nobody gets a stranger's half ticket on top.

        A printer that kept a picture's beginning over the lost connection takes what comes for the rest of it: as
        many NULs as a slice has bytes are blank rows there, and nothing anywhere else.
        """
        return bytes(self._slice_bytes) + INITIALISE + self._cut_off()

    def _cut_off(self) -> bytes:
        if self.profile.commands == "custom":
            return CUT_OFF + clear_output(self.profile)
        return b"".join(encode((Cut(),), self.profile))

    def _converse(self, link: ByteLink, stall_s: float) -> Conversation:
        self.can_confirm = link.can_read and self.profile.reliability.fence != "one_way"
        talk = Conversation(link, self.profile, self._clock, stall_s, self._memory)
        talk.on_progress = self.on_progress
        return talk

    def _run_job(self, talk: Conversation, chunks: list[bytes], half_ticket_may_hang: bool) -> JobReport:
        """Ask, send, wait. A printer that answers nothing may be a model that never does: it gets its job."""
        fence = self._fence(talk)
        try:
            before = self._ready_to_print(talk, fence)
            if _is_stopped(before):
                return JobReport(JobEnd.FAILED, before.trouble, before)
            if half_ticket_may_hang:
                talk.say(self._end_of_half_a_ticket())
            fence.prepare(before.is_online)
        except DeviceError as error:
            return broken_off(error.code, is_begun=False)
        is_begun = False
        try:
            for chunk in chunks:
                self._say(talk, chunk, is_begun)
                is_begun = True
            fence.ask()
            return self._await_fence(talk, fence, before)
        except DeviceError as error:
            return broken_off(error.code, is_begun or error.sent_bytes > 0)

    def _say(self, talk: Conversation, chunk: bytes, is_begun: bool) -> None:
        """Send a chunk, with the pause that the model wants between two."""
        if is_begun:
            talk.rest(self.profile.reliability.pause_ms / 1000)
        talk.say(chunk)

    def _ready_to_print(self, talk: Conversation, fence: FenceOfJob) -> PrinterStatus:
        """The state before a job. Who is known to answer nothing is not asked again; who holds a ticket out is waited
        for, and then told to let go of it.
        """
        if self._is_mute and not fence.is_awaited:
            return SILENT
        before = self._look(talk)
        if before.output is not Output.TICKET:
            return before
        before = self._until_taken(talk, before, self.profile.presenter.present_s)
        if before.output is Output.TICKET and before.trouble in ("", IN_OUTPUT):
            talk.say(clear_output(self.profile))
            before = self._until_taken(talk, before, self._timing.clear_s)
        return replace(before, trouble=before.trouble or IN_OUTPUT) if before.output is Output.TICKET else before

    def _look_in_peace(self, talk: Conversation) -> PrinterStatus:
        """While nobody waits for a ticket, late answers are cleared up, so that the next one need not wait for that."""
        status = self._look(talk)
        is_worth_a_try = self._ledger.has_answered or not self._ledger.was_tried
        if self._ledger.open_questions and status.is_ready and is_worth_a_try:
            self._ledger.was_tried = True
            self._fence(talk).prepare(is_answering=True)
        return status

    def _fence(self, talk: Conversation) -> FenceOfJob:
        waits = Waits(self._timing.answer_s, self._timing.fence_s, self._timing.settle_s)
        return fence_of(self.profile.reliability.fence, talk, waits, self._ledger)

    def _until_taken(self, talk: Conversation, seen: PrinterStatus, wait_s: float) -> PrinterStatus:
        deadline = self._clock() + wait_s
        while seen.output is Output.TICKET and self._clock() < deadline:
            talk.rest(self._timing.look_s)
            seen = self._look(talk)
        return seen

    def _look(self, talk: Conversation) -> PrinterStatus:
        """Read the state; a ticket that is held out for much longer than it should be is a trouble of its own."""
        self.on_progress()
        status = talk.status(self._timing.answer_s)
        self._is_mute = status == SILENT
        self._has_spoken |= status.is_online
        if status.output is not Output.TICKET:
            self._held_out_since_s = None
            return status
        since_s = self._held_out_since_s = self._clock() if self._held_out_since_s is None else self._held_out_since_s
        is_stuck = self._clock() - since_s > self.profile.presenter.present_s + self._timing.clear_s
        return replace(status, trouble=IN_OUTPUT) if is_stuck and not status.trouble else status

    def _await_fence(self, talk: Conversation, fence: FenceOfJob, before: PrinterStatus) -> JobReport:
        """Wait for the fence, looking at the status meanwhile.

        Trouble counts when two looks in a row agree: a picture may contain the bytes of a status question, which
        printers answer wherever they stand.
        """
        seen = before
        deadline = self._clock() + (self._timing.fence_s if fence.is_awaited else 0)
        while fence.answer() is None and self._clock() < deadline:
            talk.listen(self._timing.look_s)
            if fence.answer() is not None:
                break
            earlier, seen = seen, self._look(talk)
            if fence.answer() is None and _is_stopped(seen) and seen.trouble == earlier.trouble:
                return JobReport(JobEnd.UNKNOWN, seen.trouble, seen)
        trouble = fence.answer()
        if trouble is None:
            has_fallen_silent = self._ledger.has_answered or (self._has_spoken and not seen.is_online)
            return JobReport(JobEnd.UNKNOWN, SILENT.trouble if has_fallen_silent else NO_ANSWER, seen)
        return JobReport(JobEnd.UNKNOWN if trouble else JobEnd.CONFIRMED, trouble, seen)


def _is_stopped(status: PrinterStatus) -> bool:
    """Whether the printer itself named a reason not to print; silence is none."""
    return status.is_online and status.trouble not in ("", "printer_silent")
