"""Time that only goes on, from a clock that may be set right in the middle of a day."""

from dataclasses import dataclass


@dataclass(slots=True)
class SteadyTime:
    """The day's time in ms: the clock's own until it goes back, from then on so much ahead of it that nothing does.

    Between the two rows around a jump back no time counts; before and after it every millisecond does.
    """

    now_ms: int = 0
    ahead_ms: int = 0

    def tick(self, at_ms: int) -> int:
        """The steady instant of the next row, which the clock dated ``at_ms``."""
        self.ahead_ms = max(self.ahead_ms, self.now_ms - at_ms)
        self.now_ms = at_ms + self.ahead_ms
        return self.now_ms

    def of(self, at_ms: int) -> int:
        """The steady instant of an earlier one, told by the clock as it goes now."""
        return min(at_ms + self.ahead_ms, self.now_ms)

    def seen_from(self, at_ms: int) -> int:
        """The steady instant of somebody who looks at ``at_ms``, not before the last row."""
        return max(at_ms + self.ahead_ms, self.now_ms)
