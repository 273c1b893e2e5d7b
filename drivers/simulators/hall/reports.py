"""What a device has to tell the host: one thing after another, each again and again until it is acknowledged."""

import math
import random
from dataclasses import dataclass

FIRST_REPEAT_S = (0.1, 0.3)
MOST_REPEAT_S = 2.0
SEQUENCES = 100
LATER = "LATER"

MOST = 99_999
MOST_AGE = 9_999_999
"""The highest count, and the longest time in tenths of a second since a service was rated."""


def number(count: int, most: int = MOST) -> str:
    """A number as an argument: one that would be higher stays at the highest."""
    return str(max(0, min(most, count)))


@dataclass
class Report:
    """A frame to be. With ``since_s`` its last argument tells how many tenths of a second ago that was."""

    verb: str
    args: tuple[str, ...]
    since_s: float | None = None
    gives_up_s: float = math.inf

    def args_at(self, now_s: float) -> tuple[str, ...]:
        """The arguments as they are at this moment."""
        if self.since_s is None:
            return self.args
        return (*self.args, number(round((now_s - self.since_s) * 10), MOST_AGE))


class Reports:
    """The reports of one device since it was switched on, first things first."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.waiting: list[Report] = []
        self._seq = 0
        self._due_s = 0.0
        self._pause_s = 0.0
        self._said_s = -math.inf

    def begin(self, reports: list[Report], due_s: float) -> None:
        """As after a start: sequences begin anew, and this is to be told."""
        self.waiting = reports
        self._seq = 0
        self._new_turn(due_s)

    def add(self, report: Report, now_s: float) -> None:
        """Tell this, too, when its turn has come."""
        self.waiting.append(report)
        if len(self.waiting) == 1:
            self._new_turn(now_s)

    def due_s(self, now_s: float) -> float | None:
        """When the next frame is to be sent; None while there is nothing to tell."""
        self._give_up(now_s)
        return self._due_s if self.waiting else None

    def may_follow(self, now_s: float) -> bool:
        """Whether there is something to tell right behind an answer: not what was told a moment before."""
        return self.due_s(now_s) is not None and now_s >= self._said_s + FIRST_REPEAT_S[0]

    def next(self, now_s: float) -> tuple[int, Report]:
        """The report whose turn it is and its sequence number; it is told again after a pause that grows."""
        self._said_s = now_s
        self._due_s = now_s + min(MOST_REPEAT_S, self._pause_s * self._chance.uniform(0.8, 1.2))
        self._pause_s = min(MOST_REPEAT_S, self._pause_s * 2)
        return self._seq, self.waiting[0]

    def answered(self, seq: int, refusal: str, now_s: float) -> None:
        """The host's word on a frame: taken (no refusal), refused for good, or LATER: not kept yet."""
        if self.waiting and seq == self._seq and refusal != LATER:
            self._drop_first(now_s)

    def _give_up(self, now_s: float) -> None:
        while self.waiting and self.waiting[0].gives_up_s <= now_s:
            self._drop_first(now_s)

    def _drop_first(self, now_s: float) -> None:
        del self.waiting[0]
        self._seq = (self._seq + 1) % SEQUENCES
        self._new_turn(now_s)

    def _new_turn(self, due_s: float) -> None:
        self._due_s, self._pause_s = due_s, self._chance.uniform(*FIRST_REPEAT_S)
