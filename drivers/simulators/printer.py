"""A thermal printer made of bytes: reads ESC/POS, paints 1-bit pictures, answers like a real one, fails on demand."""

import re
import threading
from collections.abc import Callable
from enum import StrEnum

from drivers.printers.raster import Raster
from drivers.simulators import commands
from drivers.simulators.commands import Command, take_command
from drivers.simulators.paper import PaperStrip

HEAD_DOTS = 576
LINE_ROWS = 30
RECEIVE_BUFFER_BYTES = 4096
REAL_TIME_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")
NAMES = {66: "TOI LUOT", 67: "SIMULATED 80"}


class Fault(StrEnum):
    """What can be wrong with the printer."""

    PAPER_OUT = "paper_out"
    PAPER_LOW = "paper_low"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER_JAM = "cutter_jam"
    SILENT = "silent"
    SLOW = "slow"


STOPPING = frozenset((Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER_JAM))


class PrinterSimulator:
    """The printer behind any link; safe for several threads.

    `on_ticket` gets each picture when it is cut off, `on_change` is called when a fault changed; neither may call back.
    A stopped printer fills its receive buffer and then takes nothing more; questions in real time are answered wherever
    they stand in the stream, even inside a picture. When the link closes, what was received and not printed is
    forgotten; what hangs out of the printer stays.
    """

    def __init__(self, on_ticket: Callable[[Raster], object]) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.strays = bytearray()
        self._on_ticket = on_ticket
        self._lock = threading.RLock()
        self._faults: set[Fault] = set()
        self._paper = PaperStrip(HEAD_DOTS)
        self._received = bytearray()
        self._tail = b""
        self._replies = bytearray()
        self._reports_changes = False
        self._bytes_to_live: int | None = None
        self._is_hung_up = False
        self._will_jam = False

    # What a person does to the printer.

    def fault(self, fault: Fault | str, is_on: bool = True) -> None:
        """Cause or repair a fault. Raises ValueError for an unknown name."""
        with self._lock:
            wanted = Fault(fault)
            (self._faults.add if is_on else self._faults.discard)(wanted)
            if wanted is Fault.PAPER_OUT and not is_on:
                self._paper.rows_left = None
            self._report_change()
            self._run()
        self.on_change()

    def load_short_roll(self, rows: int) -> None:
        """Put in a roll that ends after so many rows (8 a millimetre)."""
        with self._lock:
            self._paper.rows_left = rows

    def die_after(self, byte_count: int) -> None:
        """Lose power after so many more bytes; the next connection finds the printer switched on again."""
        with self._lock:
            self._bytes_to_live = byte_count

    def jam_at_next_cut(self) -> None:
        """Let the knife get stuck when it is next used; repairing the fault cutter_jam lets it cut after all."""
        with self._lock:
            self._will_jam = True

    @property
    def faults(self) -> frozenset[Fault]:
        """The faults of this moment."""
        with self._lock:
            return frozenset(self._faults)

    @property
    def hanging(self) -> Raster:
        """What is printed and not yet cut off."""
        with self._lock:
            return self._paper.hanging

    # What the link sees.

    def connected(self) -> None:
        """A link was opened."""
        with self._lock:
            self._is_hung_up = False

    def disconnected(self) -> None:
        """The link was closed."""
        with self._lock:
            self._received.clear()
            self._replies.clear()
            self._tail = b""

    @property
    def is_hung_up(self) -> bool:
        """Whether the printer has dropped the connection."""
        return self._is_hung_up

    @property
    def has_room(self) -> bool:
        """Whether at least one more byte would be accepted."""
        with self._lock:
            return not self._is_stopped or len(self._received) < RECEIVE_BUFFER_BYTES

    def feed(self, chunk: bytes) -> int:
        """Take bytes from the link; return how many were accepted."""
        with self._lock:
            room = max(0, RECEIVE_BUFFER_BYTES - len(self._received)) if self._is_stopped else len(chunk)
            accepted = chunk[:room]
            if self._bytes_to_live is not None:
                accepted = accepted[: self._bytes_to_live]
                self._bytes_to_live -= len(accepted)
            self._answer_real_time(accepted)
            self._received += accepted
            self._run()
            if self._bytes_to_live == 0:
                self._lose_power()
            return len(accepted)

    def take_replies(self) -> bytes:
        """Return and forget what the printer has to say."""
        with self._lock:
            replies = bytes(self._replies)
            self._replies.clear()
            return replies

    # Inside.

    @property
    def _is_stopped(self) -> bool:
        return bool(self._faults & STOPPING)

    def _lose_power(self) -> None:
        self._bytes_to_live = None
        self._is_hung_up = True
        self._reports_changes = False
        self._received.clear()
        self._replies.clear()

    def _run(self) -> None:
        while not self._is_stopped and (command := take_command(self._received)) is not None:
            self._execute(command)

    def _execute(self, command: Command) -> None:
        if command.code == commands.RASTER:
            self._paint(command)
        elif command.code == commands.CUT:
            self._cut(command)
        elif command.code == commands.ASK_IN_ORDER:
            self._say(bytes((self._ordered_answer(command.parameters[0]),)))
        elif command.code == commands.ASK_NAME:
            self._say(_name(command.parameters[0]))
        elif command.code == commands.AUTOMATIC_STATUS:
            self._reports_changes = command.parameters[0] != 0
            self._report_change()
        elif command.code in (commands.FEED_UNITS, commands.FEED_LINES):
            self._paper.feed(command.parameters[0] * (LINE_ROWS if command.code == commands.FEED_LINES else 1))
        elif command.code == commands.LINE_FEED:
            self._paper.feed(LINE_ROWS)
        elif len(command.code) == 1:
            self.strays += command.code

    def _paint(self, command: Command) -> None:
        """Print rows; when the roll ends in the middle, the rest waits for new paper at the head of the buffer."""
        row_bytes = int.from_bytes(command.parameters[2:4], "little")
        painted = self._paper.paint(row_bytes, command.body) if row_bytes else 0
        rest = command.body[painted * row_bytes :]
        if self._paper.rows_left == 0:
            self._faults.add(Fault.PAPER_OUT)
            self._report_change()
        if rest:
            rows = (len(rest) // row_bytes).to_bytes(2, "little")
            self._received[:0] = command.code + command.parameters[:4] + rows + rest

    def _cut(self, command: Command) -> None:
        if self._will_jam:
            self._will_jam = False
            self._faults.add(Fault.CUTTER_JAM)
            self._received[:0] = b"".join(command)
            self._report_change()
        elif (picture := self._paper.cut()) is not None:
            self._on_ticket(picture)

    # Answers.

    def _say(self, reply: bytes) -> None:
        if Fault.SILENT not in self._faults:
            self._replies += reply

    def _answer_real_time(self, accepted: bytes) -> None:
        stream = self._tail + accepted
        for question in REAL_TIME_QUESTION.finditer(stream):
            self._say(bytes((self._real_time_answer(question[1][0]),)))
        self._tail = stream[-2:]

    def _bit(self, fault: Fault, bits: int) -> int:
        return bits if fault in self._faults else 0

    def _real_time_answer(self, kind: int) -> int:
        """DLE EOT 1…4 by Epson's tables; 0x12 are the fixed bits."""
        out, low = self._bit(Fault.PAPER_OUT, 0x6C), self._bit(Fault.PAPER_LOW, 0x0C)
        cover, jam = self._bit(Fault.COVER_OPEN, 0x04), Fault.CUTTER_JAM
        answers = {
            1: 0x08 if self._is_stopped else 0,
            2: cover | self._bit(Fault.PAPER_OUT, 0x20) | self._bit(jam, 0x40),
            3: self._bit(jam, 0x08),
            4: out | low,
        }
        return 0x12 | answers[kind]

    def _ordered_answer(self, kind: int) -> int:
        """GS r 1: bits 0 and 1 paper low, bits 2 and 3 paper out; GS r 2: no drawer."""
        if kind not in (1, 49):
            return 0
        return self._bit(Fault.PAPER_LOW, 0x03) | self._bit(Fault.PAPER_OUT, 0x0C)

    def _report_change(self) -> None:
        """The four bytes of automatic status, by Epson's table for GS a."""
        if not self._reports_changes:
            return
        state = 0x10 | (0x08 if self._is_stopped else 0) | self._bit(Fault.COVER_OPEN, 0x20)
        paper = self._bit(Fault.PAPER_LOW, 0x03) | self._bit(Fault.PAPER_OUT, 0x0F)
        self._say(bytes((state, self._bit(Fault.CUTTER_JAM, 0x08), paper, 0)))


def _name(kind: int) -> bytes:
    """GS I n: one byte for the model, a block for the maker's and the model's name."""
    return b"_" + NAMES[kind].encode() + b"\x00" if kind in NAMES else b"\x20"
