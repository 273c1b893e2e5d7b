"""What the driver tests stand on: a clock, a printer on an in-memory link, a tray that can be waited for."""

import re
import threading
from collections.abc import Callable

from drivers.errors import DeviceError
from drivers.links.memory import MemoryLink
from drivers.printers import GENERIC, Cut, EscposPrinter, Part, Picture, Profile, Raster
from drivers.printers.encoding import encode
from drivers.printers.escpos_bytes import FENCE, INITIALISE
from drivers.simulators import Model, PrinterSimulator


def ticket(raster: Raster) -> tuple[Part, ...]:
    """The simplest job: one picture on one piece of paper."""
    return Picture(raster), Cut()


def ticket_job(raster: Raster) -> bytes:
    """The bytes of that job: initialise, picture, cut, fence."""
    return b"".join((INITIALISE, *encode(ticket(raster), GENERIC), FENCE))


class FakeClock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class Desk:
    """A real driver over an in-memory link to a simulated printer."""

    def __init__(self, model: Model | str = "generic", profile: Profile = GENERIC) -> None:
        self.clock = FakeClock()
        self.pictures: list[Raster] = []
        self.simulator = PrinterSimulator(self.pictures.append, model, self.clock)
        self.is_plugged = True
        self.on_idle: Callable[[], object] = lambda: None
        self.printer = EscposPrinter(self._open, profile, clock=self.clock)

    def restart(self, half_ticket_may_hang: bool) -> None:
        """A driver of another process takes over the same printer."""
        self.printer = EscposPrinter(self._open, clock=self.clock, half_ticket_may_hang=half_ticket_may_hang)

    def _open(self) -> MemoryLink:
        if not self.is_plugged:
            raise DeviceError("link_refused", retry=True)
        return MemoryLink(self.simulator, self._idle)

    def _idle(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.on_idle()


class Parrot:
    """A device that answers each question as a table says, and says what it likes at its nth chance to speak."""

    is_hung_up = False
    can_answer = True

    def __init__(self, answers: dict[bytes, bytes], unasked: dict[int, bytes] | None = None) -> None:
        self.heard = bytearray()
        self.turn = 0
        self._answers = answers
        self._unasked = unasked or {}
        self._replies = bytearray()

    def connected(self) -> None:
        self._replies.clear()

    def disconnected(self) -> None:
        pass

    def feed(self, chunk: bytes) -> int:
        self.heard += chunk
        for question in re.findall(b"|".join(map(re.escape, self._answers)) or b"(?!)", chunk):
            self._replies += self._answers[question]
        return len(chunk)

    def take_replies(self) -> bytes:
        self.turn += 1
        said = self._unasked.get(self.turn, b"") + bytes(self._replies)
        self._replies.clear()
        return said


ALL_WELL = {b"\x10\x04" + bytes((kind,)): b"\x12" for kind in (1, 2, 3, 4)}
"""The answers to the real-time questions of a printer without trouble."""


def printer_of(device: Parrot, clock: FakeClock, profile: Profile = GENERIC) -> EscposPrinter:
    """The real driver before such a device."""
    return EscposPrinter(lambda: MemoryLink(device, clock.advance), profile, clock=clock)


class Tray:
    """Collects pictures from another thread and lets a test wait for them."""

    def __init__(self) -> None:
        self.pictures: list[Raster] = []
        self._changed = threading.Condition()

    def append(self, picture: Raster) -> None:
        with self._changed:
            self.pictures.append(picture)
            self._changed.notify_all()

    def wait_for(self, count: int) -> list[Raster]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.pictures) >= count, timeout=5)
            return list(self.pictures)
