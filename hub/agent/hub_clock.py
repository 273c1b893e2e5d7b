"""What time the hub has, worked out from its views, whatever this machine's clock shows."""

import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

CLOCK_WAS_SET_MS = 3000
"""A view on its way grows older, but hardly by so much: the hub's clock was set back."""

FORGETS_MS = 300_000
"""What was seen counts for this long, and twice as long at most: two clocks drift apart by milliseconds meanwhile, by
seconds in a day."""

NEWS_MS = 500
"""A change of so much is told to the page."""

BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot_s() -> float:
    """Seconds by a clock that nobody sets and that goes on while this machine sleeps, where there is one.

    Otherwise a kiosk that slept over night would believe in yesterday. Windows' monotonic clock does so by itself.
    """
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ClockMemory(Struct, frozen=True):
    """What is worth remembering of the hub's clock: how far it was ahead of two others, and its time ``at_ms`` then.

    ``steady_ahead_ms`` counts for as long as the machine's ``boot`` lasts, ``ahead_ms`` of its own clock beyond that.
    """

    boot: str
    steady_ahead_ms: int
    ahead_ms: int
    at_ms: int


def boot_id() -> str:
    """What tells one start of this machine from another; empty where the system does not say."""
    return BOOT.read_text(encoding="ascii").strip() if BOOT.exists() else ""


class HubClock:
    """The hub's clock. Until the hub has spoken it is ``now``, this machine's own, or as far ahead of it as remembered.

    ``steady_s`` never jumps and counts on, while the machine sleeps and over restarts of this program, for as long as
    its ``boot`` lasts.
    """

    def __init__(self, now: Callable[[], int], steady_s: Callable[[], float], boot: str = "") -> None:
        self.boot = boot
        self._now = now
        self._steady_s = steady_s
        self._ahead_ms: int | None = None
        self._newest_ms = self._former_ms = self._newest_since_ms = 0
        self._remembered: ClockMemory | None = None
        self._is_new_connection = True

    @property
    def is_known(self) -> bool:
        """Whether there is reason to believe in it: one that shows a time before the hub was heard last is wrong."""
        if self._ahead_ms is not None:
            return True
        return self._remembered is not None and self.now_ms() >= self._remembered.at_ms

    @property
    def is_heard(self) -> bool:
        """Whether the hub was heard since this machine was switched on: its clock is known then, not only likely."""
        return self._ahead_ms is not None

    def recall(self, memory: ClockMemory) -> None:
        """Go on with what was remembered."""
        self._remembered = memory
        if self.boot and self.boot == memory.boot:
            self._ahead_ms = memory.steady_ahead_ms

    def memory(self) -> ClockMemory:
        """What to remember of it now."""
        now_ms = self.now_ms()
        return ClockMemory(self.boot, now_ms - self.steady_ms(), now_ms - self._now(), now_ms)

    def machine_ms(self) -> int:
        """This machine's own clock."""
        return self._now()

    def now_ms(self) -> int:
        """Milliseconds since the epoch, UTC, by the hub's clock."""
        if self._ahead_ms is not None:
            return self.steady_ms() + self._ahead_ms
        return self._now() + (self._remembered.ahead_ms if self._remembered else 0)

    def ahead_ms(self) -> int:
        """How far the hub's clock is ahead of this machine's now."""
        return self.now_ms() - self._now()

    def connected(self) -> None:
        """The hub may be another one, or this machine may have slept: what was known counts no more."""
        self._is_new_connection = True

    def heard(self, at_ms: int) -> int:
        """A view of that time has come; returns by how much the clock moved, 0 for less than ``NEWS_MS``.

        The largest difference seen is the truest, unless the clock was set; what was seen long ago counts no more.
        """
        steady_ms, before_ms = self.steady_ms(), self.now_ms()
        seen_ms = at_ms - steady_ms
        was_set = self._ahead_ms is not None and self._ahead_ms - seen_ms > CLOCK_WAS_SET_MS
        if self._is_new_connection or was_set:
            self._newest_ms = self._former_ms = seen_ms
            self._newest_since_ms = steady_ms
        elif steady_ms - self._newest_since_ms >= FORGETS_MS:
            self._former_ms, self._newest_ms, self._newest_since_ms = self._newest_ms, seen_ms, steady_ms
        self._newest_ms = max(self._newest_ms, seen_ms)
        self._ahead_ms, self._is_new_connection = max(self._newest_ms, self._former_ms), False
        moved_ms = self.now_ms() - before_ms
        return moved_ms if abs(moved_ms) >= NEWS_MS else 0

    def steady_ms(self) -> int:
        """Milliseconds by the clock that nobody sets."""
        return int(self._steady_s() * 1000)
