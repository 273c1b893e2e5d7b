"""How often something was tried of late, so that guessing takes longer than it is worth."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Hashable

MOST_KEYS = 1000
"""With more keys than this, those whose window has passed are forgotten before another is noted."""


class Attempts:
    """At most ``most`` attempts by one key (an address, an account) within ``within_s`` seconds, in a moving window.

    ``steady_s`` is a clock that is never set: with the time of day, a clock put right by a day would lock people out
    for a day.
    """

    def __init__(self, most: int, within_s: float, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._within_s = within_s
        self._steady_s = steady_s
        self._times: defaultdict[Hashable, deque[float]] = defaultdict(lambda: deque(maxlen=most))

    def note(self, *keys: Hashable) -> None:
        """One more attempt, by each of these keys."""
        if len(self._times) > MOST_KEYS:
            self._forget_old()
        now_s = self._steady_s()
        for key in keys:
            self._times[key].append(now_s)

    def wait_s(self, *keys: Hashable) -> int:
        """How long until another attempt may be made by all of these keys: 0, or whole seconds, rounded up."""
        return max((self._wait_of(self._times[key]) for key in keys if key in self._times), default=0)

    def forget(self, *keys: Hashable) -> None:
        """Start anew: the right thing was tried."""
        for key in keys:
            self._times.pop(key, None)

    def _wait_of(self, times: deque[float]) -> int:
        left_s = times[0] + self._within_s - self._steady_s()
        return int(left_s) + 1 if len(times) == self._most and left_s > 0 else 0

    def _forget_old(self) -> None:
        oldest_s = self._steady_s() - self._within_s
        for key in [key for key, times in self._times.items() if times[-1] < oldest_s]:
            del self._times[key]
