"""Whether the hub gives numbers, by what came of every number that this kiosk asked for, and by its socket."""

import threading
import time
from collections.abc import Callable


class HubAbsence:
    """Since when the hub gives no numbers; safe for several threads. A hub that was never heard is away.

    ``steady_s`` counts seconds and never jumps. A hub that took a connection and does not do what it is asked counts as
    away, too: whoever waits for a number cannot tell the difference.
    """

    def __init__(self, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._steady_s = steady_s
        self._lock = threading.Lock()
        self._since_s: float | None = steady_s()
        self._missed_s = steady_s()

    def heard(self) -> None:
        """The hub has answered who asked for a number, or its socket is up."""
        with self._lock:
            self._since_s = None

    def missed(self) -> None:
        """The hub did not answer who asked for a number, or its socket is gone."""
        with self._lock:
            self._missed_s = self._steady_s()
            if self._since_s is None:
                self._since_s = self._missed_s

    @property
    def is_going_on(self) -> bool:
        """Whether the hub is away."""
        return self._since_s is not None

    def lasts_s(self) -> float:
        """For how long the hub has been away, 0 while it is there."""
        since_s = self._since_s
        return 0.0 if since_s is None else self._steady_s() - since_s

    def untried_s(self) -> float:
        """How long ago it was last seen to be away."""
        return self._steady_s() - self._missed_s
