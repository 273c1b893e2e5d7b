"""A talk on a simulated line, with a clock that is stepped from one happening to the next."""

import math
from collections.abc import Callable

from drivers.lines import Talk
from drivers.simulators.hall import LineEnd, SteppedClock

NEVER_S = 1e9


class Hall:
    """Lets a talk and a line go on together, as a keeper does with a real one, but in no time."""

    def __init__(self, talk: Talk, end: LineEnd, clock: SteppedClock, baud: int | None = None) -> None:
        self.talk = talk
        self.end = end
        self.clock = clock
        self._baud = baud
        self.is_open = False
        self.plug()

    def plug(self) -> None:
        """Open the line. What was said on it before was heard by nobody."""
        self.end.take(self.clock.now_s)
        self.is_open = True
        self.end.connected()
        self.talk.opened(self.clock.now_s, self._baud)

    def unplug(self, code: str = "link_lost") -> None:
        """Take the line away."""
        self.is_open = False
        self.end.disconnected()
        self.talk.lost(code, self.clock.now_s)

    def run(self, seconds: float) -> None:
        """Let so much time pass."""
        self.until(lambda: False, seconds)

    def until(self, condition: Callable[[], bool], most_s: float) -> bool:
        """Let time pass until the condition holds, at most so long; returns whether it does."""
        end_s = self.clock.now_s + most_s
        while True:
            self._turn()
            if condition():
                return True
            if self.clock.now_s >= end_s:
                return False
            self.clock.now_s = min(end_s, max(self._next_s(), math.nextafter(self.clock.now_s, NEVER_S)))

    def _turn(self) -> None:
        """Everything that is due at this moment."""
        if not self.is_open:
            return
        now_s = self.clock.now_s
        if due := self.talk.due(now_s):
            self.end.feed(due, now_s)
        if heard := self.end.take(now_s):
            self.talk.received(heard, now_s)

    def _next_s(self) -> float:
        if not self.is_open:
            return NEVER_S
        now_s = self.clock.now_s
        nexts = [self.talk.next_s(now_s), self.end.next_s(now_s)]
        return min([next_s for next_s in nexts if next_s is not None], default=NEVER_S)
