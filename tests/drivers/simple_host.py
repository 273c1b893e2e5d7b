"""The simplest host for simulated devices: it says frames and notes what it hears."""

import random
from collections.abc import Callable

from drivers.simulators.hall import Bus, Station, SteppedClock
from drivers.simulators.hall.frames import Ear, Heard, pack

OPEN = ("OPEN", "T1", "A105", "4", "200")


class Host:
    """Says frames, notes what it hears, acknowledges what `answer` does not answer otherwise."""

    def __init__(self, *stations: Station, baud: int | None = None, seed: int = 7) -> None:
        self.clock = SteppedClock(1000.0)
        self.bus = Bus(stations, random.Random(seed), baud)
        self.bus.switch_on(self.clock())
        self.heard: list[Heard] = []
        self.answer: Callable[[Heard], tuple[str, ...] | None] = lambda frame: ("ACK", "00")
        self._ear = Ear()
        self._seq = 50
        self.run(1)
        self.heard.clear()

    def say(self, to: int, verb: str, *args: str, seq: int | None = None) -> list[Heard]:
        """Say something; returns what is heard within a fifth of a second."""
        self._seq = (self._seq + 1) % 100 if seq is None else seq
        before = len(self.heard)
        self.bus.feed(pack(to, self._seq, verb, *args), self.clock())
        self.run(0.2)
        return self.heard[before:]

    def run(self, seconds: float) -> None:
        end_s = self.clock() + seconds
        while self.clock() < end_s:
            self._listen(self.bus.take(self.clock()))
            next_s = self.bus.next_s(self.clock())
            self.clock.now_s = end_s if next_s is None else min(end_s, max(next_s, self.clock() + 1e-6))

    def _listen(self, chunk: bytes) -> None:
        for frame in self._ear.feed(chunk):
            self.heard.append(frame)
            words = self.answer(frame) if frame.verb in ("HELO", "RATE", "KEY") else None
            if words is not None:
                self.bus.feed(pack(int(frame.args[0]), frame.seq, *words), self.clock())

    def all(self, verb: str) -> list[tuple[str, ...]]:
        return [frame.args for frame in self.heard if frame.verb == verb]


def deaf(frame: Heard) -> tuple[str, ...] | None:
    """A host that acknowledges nothing but the hello."""
    return ("ACK", "00") if frame.verb == "HELO" else None


def chance() -> random.Random:
    return random.Random(3)
