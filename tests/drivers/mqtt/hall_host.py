"""What runs a device, as the tests play it: it remembers what it is told."""

import time

from drivers.devices import Pressed, Rated, Standing
from tests.waiting import until

WITHIN_S = 10.0


class PlayedHost:
    """Keeps a rating only while `keeps`."""

    def __init__(self) -> None:
        self.keeps = True
        self.ratings: list[Rated] = []
        self.keys: list[Pressed] = []
        self.standings: list[Standing] = []

    def now_s(self) -> float:
        return time.monotonic()

    def rated(self, rated: Rated) -> bool:
        self.ratings.append(rated)
        return self.keeps

    def pressed(self, pressed: Pressed) -> None:
        self.keys.append(pressed)

    def scanned(self, text: str) -> None:
        raise AssertionError("nothing here scans")

    def stands(self, standing: Standing) -> None:
        self.standings.append(standing)

    def is_told(self, link: str, trouble: str = "") -> bool:
        """Whether the device comes to stand so."""
        return until(lambda: (self.standings[-1].link, self.standings[-1].trouble) == (link, trouble), WITHIN_S)

    def counts(self, **counts: int) -> bool:
        """Whether so many are told, in the end."""
        return until(lambda: self.standings[-1].counts.items() >= counts.items(), WITHIN_S)
