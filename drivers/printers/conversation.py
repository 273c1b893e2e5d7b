"""One connection's talk with an ESC/POS printer: questions asked, replies sorted."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.errors import DeviceError
from drivers.links import ByteLink
from drivers.printers.escpos_bytes import status_query
from drivers.printers.presenter import FULL_STATUS_QUERY, read_full_status
from drivers.printers.profile import Profile
from drivers.printers.replies import ReplyKind, ReplyReader
from drivers.printers.status import OFFLINE_BIT, QUERIES, SILENT, PrinterStatus, read_status

Clock = Callable[[], float]

PIECE_BYTES = 4096
"""Half a minute on the slowest line."""

QUIET_S = 0.05
"""What a printer has kept comes within so many seconds."""

MOST_READINGS = 3
MOST_STALE_READS = 64
"""A printer that never stops talking is listened to no longer than so many reads before a question."""


@dataclass
class Memory:
    """What a driver remembers from one connection to the next: whether late answers may lie in the line."""

    has_late_answers: bool = False


class Conversation:
    """Asks over an open link and keeps the answers apart.

    `ordered` collects the answers to GS r, `blocks` the named ones, oldest first. Every method raises the link's
    DeviceError. `on_progress` is called as often as something was sent.
    """

    def __init__(
        self, link: ByteLink, profile: Profile, clock: Clock, stall_s: float, memory: Memory | None = None
    ) -> None:
        self._heard: dict[ReplyKind, list[bytes]] = {kind: [] for kind in ReplyKind}
        self._link = link
        self._clock = clock
        self._stall_s = stall_s
        self._memory = memory or Memory()
        self._has_presenter = profile.commands == "custom"
        self._reader = ReplyReader(self._has_presenter)
        self.on_progress: Callable[[], None] = lambda: None

    @property
    def can_hear(self) -> bool:
        """Whether anything can come back at all."""
        return self._link.can_read

    @property
    def ordered(self) -> list[bytes]:
        """The answers to GS r."""
        return self._heard[ReplyKind.ORDERED]

    @property
    def blocks(self) -> list[bytes]:
        """The named answers."""
        return self._heard[ReplyKind.BLOCK]

    def now(self) -> float:
        """Seconds of a clock that never jumps."""
        return self._clock()

    def listen(self, wait_s: float) -> bool:
        """Take what arrives within `wait_s`; return at the first bytes. Whether any came."""
        chunk = self._link.read(wait_s)
        for reply in self._reader.feed(chunk):
            self._heard[reply.kind].append(reply.body)
        return bool(chunk)

    def catch_up(self) -> None:
        """Take what has arrived by now."""
        for _ in range(MOST_STALE_READS):
            if not self.can_hear or not self.listen(0):
                return

    def await_one(self, heard: list[bytes], answer_s: float) -> bytes | None:
        """The first of such answers, waited for."""
        deadline = self._clock() + answer_s
        while not heard and (left := deadline - self._clock()) > 0:
            self.listen(left)
        return heard[0] if heard else None

    def rest(self, seconds: float) -> None:
        """Let the printer work, listening meanwhile."""
        deadline = self._clock() + seconds
        while (left := deadline - self._clock()) > 0:
            self.listen(left)

    def say(self, payload: bytes) -> None:
        """Send bytes, and tell with every few that it goes on."""
        for start in range(0, len(payload), PIECE_BYTES):
            try:
                self._link.write(payload[start : start + PIECE_BYTES], self._stall_s)
            except DeviceError as error:
                raise error.behind(start) from error
            self.on_progress()

    def status(self, answer_s: float) -> PrinterStatus:
        """Ask for the state, `answer_s` for each question; stops at the first one unanswered.

        Answers that lie there already belong to earlier questions and are forgotten.
        """
        if not self.can_hear:
            return SILENT
        for _ in range(MOST_READINGS):
            status = self._reading(answer_s)
            if status.trouble == "printer_silent" or not self._is_out_of_step():
                return status
        return PrinterStatus(is_online=True, trouble="printer_silent")

    def _is_out_of_step(self) -> bool:
        """Whether there are more answers than questions: what was read belongs to other questions then.

        A USB printer keeps what nobody has read; one answer that came too late would shift all that follow.
        """
        if not self._memory.has_late_answers:
            return False
        status_answers = self._heard[ReplyKind.REAL_TIME], self._heard[ReplyKind.FULL]
        for answers in status_answers:
            answers.clear()
        self.rest(QUIET_S)
        self._memory.has_late_answers = any(status_answers)
        return self._memory.has_late_answers

    def _reading(self, answer_s: float) -> PrinterStatus:
        if self._memory.has_late_answers:
            self.rest(QUIET_S)
        if self._has_presenter:
            return self._full_status(answer_s)
        answers: dict[int, int] = {}
        for kind in QUERIES:
            if (answer := self._ask(status_query(kind), ReplyKind.REAL_TIME, answer_s)) is None:
                break
            answers[kind] = answer[0]
        return read_status(answers)

    def _full_status(self, answer_s: float) -> PrinterStatus:
        printer = self._ask(status_query(1), ReplyKind.REAL_TIME, answer_s)
        if printer is None:
            return SILENT
        frame = self._ask(FULL_STATUS_QUERY, ReplyKind.FULL, answer_s)
        return read_full_status(frame, bool(printer[0] & OFFLINE_BIT))

    def _ask(self, question: bytes, kind: ReplyKind, answer_s: float) -> bytes | None:
        self.catch_up()
        self._heard[kind].clear()
        self.say(question)
        answer = self.await_one(self._heard[kind], answer_s)
        self._memory.has_late_answers |= answer is None
        return answer
