"""The hub's loop as the fan-out's clock and timer, and what is done on it again and again."""

import logging
import resource
import time
from collections.abc import Callable, Sequence

import gevent

log = logging.getLogger(__name__)


class GeventLoop:
    """Clock and timer of the running gevent hub."""

    def now_ms(self) -> int:
        """Wall clock, ms since the epoch (UTC)."""
        return time.time_ns() // 1_000_000

    def elapsed_ms(self) -> float:
        """A clock that only goes forward, ms."""
        return time.monotonic() * 1000

    def later(self, delay_ms: float, action: Callable[[], None]) -> None:
        """Do ``action`` in a greenlet of its own, ``delay_ms`` from now; behind those who are ready already."""
        if delay_ms > 0:
            gevent.spawn_later(delay_ms / 1000, action)
        else:
            gevent.spawn(action)

    def give_way(self) -> None:
        """Let every greenlet that is ready have a turn."""
        gevent.sleep(0)


def do_every(pause_s: float, chores: Sequence[Callable[[], object]]) -> None:
    """Do each of these, with a pause before each round, for ever. What one meets keeps no other from being done."""
    while True:
        gevent.sleep(pause_s)
        for chore in chores:
            _do(chore)


def _do(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception:
        log.exception("housekeeping met a fault")


def raise_descriptor_limit() -> None:
    """Allow as many open sockets as the system lets this process have: each screen takes two descriptors."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
