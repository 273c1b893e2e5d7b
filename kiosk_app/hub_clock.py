"""What time the hub has, worked out from its views, whatever this machine's clock shows."""

from collections.abc import Callable

CLOCK_WAS_SET_MS = 3000
"""A view on its way grows older, but hardly by so much: the hub's clock was set back."""

NEWS_MS = 500
"""A change of so much is told to the page."""


class HubClock:
    """The hub's clock. Until the hub has spoken it is ``now``, this machine's own; ``steady_s`` never jumps."""

    def __init__(self, now: Callable[[], int], steady_s: Callable[[], float]) -> None:
        self._now = now
        self._steady_s = steady_s
        self._ahead_ms: int | None = None
        self._is_new_connection = True

    def now_ms(self) -> int:
        """Milliseconds since the epoch, UTC, by the hub's clock."""
        return self._now() if self._ahead_ms is None else self._steady_ms() + self._ahead_ms

    def ahead_ms(self) -> int:
        """How far the hub's clock is ahead of this machine's now."""
        return self.now_ms() - self._now()

    def connected(self) -> None:
        """The hub may be another one, or this machine may have slept: what was known counts no more."""
        self._is_new_connection = True

    def heard(self, at_ms: int) -> int:
        """A view of that time has come; returns by how much the clock moved, 0 for less than ``NEWS_MS``.

        The largest difference seen is the truest, unless the clock was set.
        """
        seen_ms, before_ms = at_ms - self._steady_ms(), self.now_ms()
        known_ms = seen_ms if self._ahead_ms is None else self._ahead_ms
        if self._is_new_connection or seen_ms > known_ms or known_ms - seen_ms > CLOCK_WAS_SET_MS:
            known_ms = seen_ms
        self._ahead_ms, self._is_new_connection = known_ms, False
        moved_ms = self.now_ms() - before_ms
        return moved_ms if abs(moved_ms) >= NEWS_MS else 0

    def _steady_ms(self) -> int:
        return int(self._steady_s() * 1000)
