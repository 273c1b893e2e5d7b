"""The hub's loop as the fan-out's clock and timer."""

import time
from collections.abc import Callable

import gevent


class GeventLoop:
    """Clock and timer of the running gevent hub."""

    def now_ms(self) -> int:
        """Wall clock, ms since the epoch (UTC)."""
        return time.time_ns() // 1_000_000

    def elapsed_ms(self) -> float:
        """A clock that only goes forward, ms."""
        return time.monotonic() * 1000

    def later(self, delay_ms: float, action: Callable[[], None]) -> None:
        """Do ``action`` in a greenlet of its own, ``delay_ms`` from now."""
        gevent.spawn_later(delay_ms / 1000, action)
