"""One connection's talk with an ESC/POS printer: questions asked, replies sorted."""

from collections.abc import Callable

from drivers.links import ByteLink
from drivers.printers.escpos_bytes import status_query
from drivers.printers.replies import ReplyKind, ReplyReader
from drivers.printers.status import QUERIES, PrinterStatus, read_status

Clock = Callable[[], float]


class Conversation:
    """Asks over an open link and keeps the answers apart.

    `ordered` collects the answers to GS r, oldest first. Every method raises the link's DeviceError.
    """

    def __init__(self, link: ByteLink, clock: Clock, stall_s: float) -> None:
        self.ordered: list[int] = []
        self._link = link
        self._clock = clock
        self._stall_s = stall_s
        self._reader = ReplyReader()
        self._real_time: list[int] = []

    def listen(self, wait_s: float) -> None:
        """Take what arrives within `wait_s`; return at the first bytes."""
        for reply in self._reader.feed(self._link.read(wait_s)):
            if reply.kind is ReplyKind.ORDERED:
                self.ordered.append(reply.body[0])
            elif reply.kind is ReplyKind.REAL_TIME:
                self._real_time.append(reply.body[0])

    def status(self, answer_s: float) -> PrinterStatus:
        """Ask the four real-time questions, each with its own `answer_s`; stops at the first one unanswered."""
        answers: dict[int, int] = {}
        for kind in QUERIES:
            if (answer := self._ask(kind, answer_s)) is None:
                break
            answers[kind] = answer
        return read_status(answers)

    def say(self, payload: bytes) -> None:
        """Send bytes."""
        self._link.write(payload, self._stall_s)

    def _ask(self, kind: int, answer_s: float) -> int | None:
        self._real_time.clear()
        self.say(status_query(kind))
        deadline = self._clock() + answer_s
        while not self._real_time and (left := deadline - self._clock()) > 0:
            self.listen(left)
        return self._real_time[0] if self._real_time else None
