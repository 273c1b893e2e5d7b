"""What a simulated printer consists of, and what a person sees of it."""

import threading
import time
from collections.abc import Callable

from drivers.printers.raster import Raster
from drivers.simulators.faults import Fault, Mishap
from drivers.simulators.models import GENERIC, Model, find_model
from drivers.simulators.outlet import Clock, Outlet
from drivers.simulators.press import Press
from drivers.simulators.schedule import Schedule
from drivers.simulators.voice import Voice


class PrinterBody:
    """The parts of one printer and the state between them; all may be looked at from any thread."""

    def __init__(
        self,
        on_ticket: Callable[[Raster], object],
        model: Model | str = GENERIC,
        clock: Clock = time.monotonic,
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.model = find_model(model) if isinstance(model, str) else model
        self._lock = threading.RLock()
        self._faults: set[Fault] = set()
        self._voice = Voice(self.model, self._faults, clock)
        self._press = Press(self.model, clock)
        self._outlet = Outlet(self._press.strip, self.model.has_presenter, on_ticket, clock)
        self._received = bytearray()
        self._schedule = Schedule()
        self._is_hung_up = False
        self._is_dead = False
        self._is_overrun = False
        self._bytes_to_lose = 0
        self._will_jam = False

    @property
    def faults(self) -> frozenset[Fault]:
        """The faults of this moment."""
        with self._lock:
            return frozenset(self._faults)

    @property
    def impending(self) -> frozenset[Mishap]:
        """The mishaps that were ordered and have not happened yet."""
        with self._lock:
            others = {
                Mishap.SHORT_ROLL: bool(self._press.strip.rows_left),
                Mishap.JAM_AT_CUT: self._will_jam,
            }
            return self._schedule.mishaps | {mishap for mishap, is_so in others.items() if is_so}

    @property
    def hanging(self) -> Raster:
        """What is printed and not yet cut off."""
        with self._lock:
            return self._press.strip.hanging

    @property
    def held_out(self) -> Raster | None:
        """The ticket in the presenter's output."""
        with self._lock:
            self._note_output()
            return self._outlet.held

    @property
    def retracted(self) -> list[Raster]:
        """The tickets that nobody took and the presenter drew back in."""
        with self._lock:
            return list(self._outlet.retracted)

    @property
    def printed_text(self) -> list[str]:
        """Every line printed in the printer's own letters, oldest first."""
        with self._lock:
            return list(self._press.lines)

    @property
    def strays(self) -> bytes:
        """Bytes that were neither a command nor a letter."""
        with self._lock:
            return bytes(self._press.strays)

    def _note_output(self) -> None:
        self._outlet.look()
        self._voice.has_ticket_in_output = self._outlet.held is not None
