"""What a simulated printer answers, and what becomes of its answers on the way.

Bits: Epson's tables for DLE EOT, GS r, GS a and GS ( H; Custom's for the full status of its presenters.
"""

import re
from collections import deque

from drivers.simulators import commands
from drivers.simulators.commands import Command
from drivers.simulators.faults import SILENCING, STOPPING, Fault
from drivers.simulators.models import Model
from drivers.simulators.outlet import Clock

REAL_TIME_QUESTION = re.compile(rb"\x10\x04([\x01-\x04\x14])")
FULL_STATUS = 0x14
SLOW_S = 0.7
NAMES = {66: "TOI LUOT", 67: "SIMULATED 80"}
NOISE = bytes((0x10, 0x00, 0x00, 0x00))
"""A report that all is well, by the form of automatic status."""


class Voice:
    """The answers of one printer; `faults` is the printer's own set of them.

    Held-back answers (LATE_REPLY) wait for `release`.
    """

    def __init__(self, model: Model, faults: set[Fault], clock: Clock) -> None:
        self.reports_changes = False
        self.has_ticket_in_output = False
        self._model = model
        self._faults = faults
        self._replies = bytearray()
        self._held = bytearray()
        self._slow: deque[tuple[float, bytes]] = deque()
        self._clock = clock
        self._tail = b""
        self._is_even = False
        self._answers = {
            commands.ASK_IN_ORDER: self._answer_in_order,
            commands.ASK_NAME: self._answer_name,
            commands.PROCESS_ID: self._answer_process_id,
            commands.AUTOMATIC_STATUS: self._promise_reports,
        }

    # What becomes of answers.

    def take(self) -> bytes:
        """Return and forget what the printer has to say."""
        while self._slow and self._slow[0][0] <= self._clock():
            self._replies += self._slow.popleft()[1]
        replies = bytes(self._replies)
        self._replies.clear()
        return replies

    def release(self) -> None:
        """Let go of the answers that were held back."""
        self._replies += self._held
        self._held.clear()

    @property
    def slow_ms(self) -> float | None:
        """In how many milliseconds the next slow answer comes; None when none does."""
        return max(0.0, (self._slow[0][0] - self._clock()) * 1000) if self._slow else None

    def hang_up(self) -> None:
        """The connection is gone and with it what nobody read, but not what is held back or the model keeps."""
        if not self._model.keeps_received:
            self._forget()
        self._tail = b""

    def _forget(self) -> None:
        self._replies.clear()
        self._slow.clear()

    def lose_power(self) -> None:
        """Forget everything."""
        self._forget()
        self._tail = b""
        self._held.clear()
        self.reports_changes = False

    def say(self, reply: bytes) -> None:
        """Send one answer the way the faults of this moment let it go."""
        if self._faults & SILENCING:
            return
        if Fault.HALF_REPLY in self._faults:
            reply = self._half(reply)
        if Fault.STATUS_NOISE in self._faults:
            reply = NOISE + reply
        self._where(reply)

    def _where(self, reply: bytes) -> None:
        if Fault.LATE_REPLY in self._faults:
            self._held += reply
        elif Fault.SLOW_REPLY in self._faults or self._slow:
            self._slow.append((self._clock() + (SLOW_S if Fault.SLOW_REPLY in self._faults else 0), reply))
        else:
            self._replies += reply

    def _half(self, reply: bytes) -> bytes:
        if len(reply) > 1:
            return reply[: len(reply) // 2]
        self._is_even = not self._is_even
        return reply if self._is_even else b""

    # The answers.

    def hear(self, accepted: bytes) -> None:
        """Answer the real-time questions in what was just received, wherever they stand."""
        stream = self._tail + accepted
        for question in REAL_TIME_QUESTION.finditer(stream):
            kind = question[1][0]
            if kind != FULL_STATUS:
                self.say(bytes((self._real_time_answer(kind),)))
            elif self._model.has_presenter:
                self.say(self._full_status())
        self._tail = stream[-2:]

    def obey(self, command: Command) -> bool:
        """Answer a question that waits for its turn; False when the command is none."""
        answer = self._answers.get(command.code)
        if answer is not None:
            answer(command)
        return answer is not None

    def _answer_in_order(self, command: Command) -> None:
        """GS r 1: bits 0 and 1 paper low, bits 2 and 3 paper out; GS r 2: no drawer."""
        paper = self._bit(Fault.PAPER_LOW, 0x03) | self._bit(Fault.PAPER_OUT, 0x0C)
        self.say(bytes((paper if command.parameters[0] in (1, 49) else 0,)))

    def _answer_process_id(self, command: Command) -> None:
        """GS ( H fn 48: 37 22, the four characters that were sent, NUL; other functions get no answer."""
        body = command.body
        if self._model.knows_process_id and len(body) == 6 and body[:2] == b"\x30\x30":
            self.say(b"\x37\x22" + body[2:] + b"\x00")

    def _promise_reports(self, command: Command) -> None:
        self.reports_changes = command.parameters[0] != 0
        self.report_change()

    def _answer_name(self, command: Command) -> None:
        """GS I n: one byte for the model, a block for the maker's and the model's name."""
        kind = command.parameters[0]
        self.say(b"_" + NAMES[kind].encode() + b"\x00" if kind in NAMES else b"\x20")

    def report_change(self) -> None:
        """The four bytes of automatic status, to whoever asked for them (GS a)."""
        if not self.reports_changes:
            return
        state = 0x10 | (0x08 if self._is_stopped else 0) | self._bit(Fault.COVER_OPEN, 0x20)
        errors = self._bit(Fault.CUTTER_JAM, 0x08) | self._bit(Fault.PAPER_JAM, 0x04)
        paper = self._bit(Fault.PAPER_LOW, 0x03) | self._bit(Fault.PAPER_OUT, 0x0F)
        self.say(bytes((state, errors, paper, 0)))

    @property
    def _is_stopped(self) -> bool:
        return bool(self._faults & STOPPING)

    def _bit(self, fault: Fault, bits: int) -> int:
        return bits if fault in self._faults else 0

    def _real_time_answer(self, kind: int) -> int:
        """DLE EOT 1…4; 0x12 are the fixed bits. A jam of paper is a recoverable (mechanical) error there."""
        stuck = self._bit(Fault.CUTTER_JAM, 0x40) | self._bit(Fault.PAPER_JAM, 0x40)
        answers = {
            1: 0x08 if self._is_stopped else 0,
            2: self._bit(Fault.COVER_OPEN, 0x04) | self._bit(Fault.PAPER_OUT, 0x20) | stuck,
            3: self._bit(Fault.CUTTER_JAM, 0x08) | self._bit(Fault.PAPER_JAM, 0x04),
            4: self._bit(Fault.PAPER_OUT, 0x6C) | self._bit(Fault.PAPER_LOW, 0x0C),
        }
        return 0x12 | answers[kind]

    def _full_status(self) -> bytes:
        """Custom's DLE EOT 14H: paper, user, recoverable and unrecoverable errors."""
        paper = self._bit(Fault.PAPER_OUT, 0x05) | self._bit(Fault.PAPER_LOW, 0x04)
        paper |= 0x20 if self.has_ticket_in_output else 0
        user = self._bit(Fault.COVER_OPEN, 0x02)
        return bytes((0x10, 0x0F, paper, user, self._bit(Fault.PAPER_JAM, 0x40), self._bit(Fault.CUTTER_JAM, 0x01)))
