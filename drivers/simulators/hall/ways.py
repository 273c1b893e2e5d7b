"""The ways to a simulated line: in this process with a clock that is stepped, or by a cable in real time."""

import time
from collections.abc import Callable
from typing import Protocol

from drivers.errors import DeviceError
from drivers.simulators.faults import Fault


class LineEnd(Protocol):
    """A Bus or a ScannerSimulator, as its line sees it."""

    on_change: Callable[[], None]
    is_hung_up: bool

    def connected(self) -> None:
        """The line was opened."""

    def disconnected(self) -> None:
        """The line was closed."""

    def feed(self, chunk: bytes, now_s: float) -> None:
        """The host says something."""

    def take(self, now_s: float) -> bytes:
        """What the host hears."""

    def next_s(self, now_s: float) -> float | None:
        """When there may be something to hear."""


class SteppedClock:
    """A clock that stands still until it is stepped."""

    def __init__(self, now_s: float = 0.0) -> None:
        self.now_s = now_s

    def __call__(self) -> float:
        """The seconds of this moment."""
        return self.now_s

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds


class MemoryWay:
    """A ByteLink into a simulated line; waiting steps the clock from one happening to the next."""

    can_read = True

    def __init__(self, end: LineEnd, clock: SteppedClock) -> None:
        self._end = end
        self._clock = clock
        self._is_open = True
        end.connected()

    def write(self, payload: bytes, stall_s: float) -> None:  # noqa: ARG002 - this line takes all at once
        """See ByteLink.write."""
        self._require_open()
        self._end.feed(payload, self._clock.now_s)

    def read(self, wait_s: float) -> bytes:
        """See ByteLink.read."""
        until_s = self._clock.now_s + wait_s
        while not (chunk := self._end.take(self._clock.now_s)):
            self._require_open()
            next_s = self._end.next_s(self._clock.now_s)
            if self._clock.now_s >= until_s:
                return b""
            self._clock.now_s = until_s if next_s is None else min(until_s, max(self._clock.now_s, next_s))
        return chunk

    def _require_open(self) -> None:
        if self._end.is_hung_up or not self._is_open:
            raise DeviceError("link_lost", retry=True)

    def close(self) -> None:
        """See ByteLink.close."""
        if self._is_open:
            self._is_open = False
            self._end.disconnected()


class OnTheLine:
    """A simulated line in real time, as a cable carries it (see `Carried`)."""

    has_room = True
    faults: frozenset[Fault] = frozenset()

    def __init__(self, end: LineEnd, now_s: Callable[[], float] = time.monotonic) -> None:
        self._end = end
        self._now_s = now_s

    @property
    def on_change(self) -> Callable[[], None]:
        """What is called when there may be something new to hear."""
        return self._end.on_change

    @on_change.setter
    def on_change(self, wake: Callable[[], None]) -> None:
        self._end.on_change = wake

    @property
    def is_hung_up(self) -> bool:
        """Whether the line has ended."""
        return self._end.is_hung_up

    @property
    def answers_in_ms(self) -> float | None:
        """In how many milliseconds there may be something to hear; None: not by itself."""
        now_s = self._now_s()
        next_s = self._end.next_s(now_s)
        return None if next_s is None else max(0.0, (next_s - now_s) * 1000)

    def connected(self) -> None:
        """A link was opened."""
        self._end.connected()

    def disconnected(self) -> None:
        """The link was closed."""
        self._end.disconnected()

    def feed(self, chunk: bytes) -> int:
        """Take bytes, all of them."""
        if chunk:
            self._end.feed(chunk, self._now_s())
        return len(chunk)

    def take_replies(self) -> bytes:
        """What is to be heard now."""
        return self._end.take(self._now_s())
