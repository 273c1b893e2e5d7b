"""A code scanner on a serial line of its own, made of bytes."""

import threading
from collections import deque
from collections.abc import Callable

from drivers.simulators.faults import SILENCING, Fault
from drivers.simulators.hall.troubles import Troubles, Words

AGAIN_S = 0.3


class ScannerSimulator:
    """Sends what it reads as UTF-8, with a prefix and an ending as it is set up; hears nothing."""

    WORDS: Words = (Fault.DOUBLE_READ, Fault.HALF_REPLY, Fault.SILENT, Fault.UNPLUGGED)

    def __init__(self, prefix: str = "", ending: str = "\r") -> None:
        self.on_change: Callable[[], None] = lambda: None
        self.is_hung_up = False
        self._prefix, self._ending = prefix, ending
        self._lock = threading.Lock()
        self._troubles = Troubles(self.WORDS)
        self._readings: deque[tuple[float, bytes]] = deque()

    def scan(self, text: str, now_s: float) -> None:
        """Hold a code under it; it beeps and sends."""
        reading = f"{self._prefix}{text}{self._ending}".encode()
        with self._lock:
            if Fault.HALF_REPLY in self._troubles.on:
                reading = reading[: len(reading) // 2]
            if not self._troubles.on & (SILENCING | {Fault.UNPLUGGED}):
                self._readings.append((now_s, reading))
                if Fault.DOUBLE_READ in self._troubles.on:
                    self._readings.append((now_s + AGAIN_S, reading))
        self.on_change()

    def fault(self, word: str, is_on: bool) -> None:
        """Cause or end a trouble. Raises ValueError."""
        with self._lock:
            self._troubles.switch(word, is_on)
        self.on_change()

    @property
    def faults(self) -> frozenset[Fault]:
        """The troubles of this moment."""
        with self._lock:
            return frozenset(self._troubles.on)

    def connected(self) -> None:
        """The line was opened; what was read before is gone."""
        with self._lock:
            self._readings.clear()

    def disconnected(self) -> None:
        """The line was closed."""

    def feed(self, chunk: bytes, now_s: float) -> None:
        """Bytes come; a scanner passes over them."""

    def take(self, now_s: float) -> bytes:
        """What has been read and was not taken yet."""
        taken = bytearray()
        with self._lock:
            while self._readings and self._readings[0][0] <= now_s:
                taken += self._readings.popleft()[1]
        return bytes(taken)

    def next_s(self, now_s: float) -> float | None:
        """When it has something to send."""
        with self._lock:
            return max(now_s, self._readings[0][0]) if self._readings else None
