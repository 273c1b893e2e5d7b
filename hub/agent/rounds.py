"""The threads of an agent that do something now and then, and when those who did not answer are asked again."""

import threading
import time
from collections.abc import Callable


class Rounds:
    """Does something every so often and when it is woken, in one thread; a fault in it ends nothing.

    ``on_fault`` is told what was raised, at the edge of this thread.
    """

    def __init__(self, do: Callable[[], None], every_s: float, on_fault: Callable[[Exception], None]) -> None:
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock."""
        self._do = do
        self._every_s = every_s
        self._on_fault = on_fault
        self._bell = threading.Event()
        self._stop = threading.Event()

    @property
    def has_to_end(self) -> bool:
        """Whether this is about to end; what fails then, with all else being closed, is no fault."""
        return self._stop.is_set()

    def wake(self) -> None:
        """There is something to do, or to stop for."""
        self._bell.set()

    def turn(self) -> None:
        """The thread goes on: one part of a long round is done."""
        self.turned_s = time.monotonic()

    def run(self, stop: threading.Event) -> None:
        """Go on until ``stop`` is set and this was woken."""
        self._stop = stop
        while not stop.is_set():
            self.turn()
            self._bell.clear()
            try:
                self._do()
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                if not self.has_to_end:
                    self._on_fault(error)
            if not stop.is_set():
                self._bell.wait(self._every_s)


class Tries:
    """When somebody is asked again: after pauses that grow from ``pauses_s[0]`` to ``pauses_s[1]``, or at once again.

    Safe for several threads.
    """

    def __init__(self, pauses_s: tuple[float, float]) -> None:
        self._first_s, self._longest_s = pauses_s
        self._lock = threading.Lock()
        self._pause_s = self._next_s = 0.0

    def is_due(self) -> bool:
        """Whether the pause is over."""
        return time.monotonic() >= self._next_s

    def failed(self) -> None:
        """Nobody answered."""
        with self._lock:
            self._pause_s = min(max(self._first_s, self._pause_s * 2), self._longest_s)
            self._next_s = time.monotonic() + self._pause_s

    def again(self) -> None:
        """Somebody answered, or may do so now: the next try is due at once."""
        with self._lock:
            self._pause_s = self._next_s = 0.0
