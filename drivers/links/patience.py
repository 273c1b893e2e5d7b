"""Waiting for a device: with a deadline that progress moves on, and without a limit of 1,024 open files."""

import select
import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable


@runtime_checkable
class HasFileno(Protocol):
    """A socket, or whatever else the kernel can be asked about."""

    def fileno(self) -> int:
        """Its number; -1 if there is nothing that the kernel could wait for."""


def is_ready(way: int | HasFileno, event: int, wait_s: float) -> bool:
    """Wait for room or bytes, or for an error, which the next call names. `event` 0 waits for errors alone."""
    poll = select.poll()
    poll.register(way, event)
    return bool(poll.poll(max(0.0, wait_s) * 1000))


class Patience:
    """Seconds that are left while nothing goes on."""

    def __init__(self, stall_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._stall_s = stall_s
        self._clock = clock
        self.renew()

    def renew(self) -> None:
        """Something went on."""
        self._until_s = self._clock() + self._stall_s

    @property
    def left_s(self) -> float:
        """0 when patience is over."""
        return max(0.0, self._until_s - self._clock())
