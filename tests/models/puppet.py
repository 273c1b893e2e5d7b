"""A piece of the program in a thread of its own that goes on only when it is told to."""

import queue
import threading
from collections.abc import Callable

WITHIN_S = 20.0


class Killed(BaseException):
    """The process is no more: nothing that comes after this is done."""


class Puppet:
    """``act`` is called with what it waits at: that says where it has come to and gives what it was told there."""

    def __init__(self, act: Callable[[Callable[[str], object]], object]) -> None:
        self._said: queue.Queue[str] = queue.Queue()
        self._told: queue.Queue[object] = queue.Queue()
        self._thread = threading.Thread(target=self._run, args=(act,), daemon=True)
        self._thread.start()
        self.at = self._said.get(timeout=WITHIN_S)
        """Where it waits; empty when it has come to its end."""

    def tell(self, answer: object) -> None:
        """Let it go on with an answer, or with an exception; returns when it waits again or has ended."""
        self._told.put(answer)
        self.at = self._said.get(timeout=WITHIN_S)

    def _run(self, act: Callable[[Callable[[str], object]], object]) -> None:
        try:
            act(self._wait)
        except Killed:
            pass
        finally:
            self._said.put("")

    def _wait(self, place: str) -> object:
        self._said.put(place)
        answer = self._told.get()
        if isinstance(answer, BaseException):
            raise answer
        return answer
