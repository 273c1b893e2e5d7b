"""A host that only takes down what it is told, to try a driver without a desk agent and without a hub."""

import threading
import time
from collections.abc import Callable

from drivers.devices.device import Standing
from drivers.devices.faces import Display
from drivers.devices.reports import Pressed, Rated


class RecordingHost:
    """A Host for the tests of drivers, whose calls may come from any thread. `keeps`: what `rated` answers."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self.keeps = True
        self.ratings: list[Rated] = []
        self.presses: list[Pressed] = []
        self.scans: list[str] = []
        self.displays: list[Display | None] = []
        self.standings: list[Standing] = []
        self._now_s = now_s
        self._told = threading.Condition()

    @property
    def standing(self) -> Standing:
        """How the device is by its last word."""
        return self.standings[-1] if self.standings else Standing("unknown")

    def until(self, condition: Callable[["RecordingHost"], bool], most_s: float = 5.0) -> bool:
        """Wait until what was told fulfils a condition; returns whether it does in time."""
        with self._told:
            return self._told.wait_for(lambda: condition(self), most_s)

    def now_s(self) -> float:
        """See Host."""
        return self._now_s()

    def rated(self, rated: Rated) -> bool:
        """See Host."""
        with self._told:
            self.ratings.append(rated)
            self._told.notify_all()
        return self.keeps

    def pressed(self, pressed: Pressed) -> None:
        """See Host."""
        with self._told:
            self.presses.append(pressed)
            self._told.notify_all()

    def taken(self, lines: Display | None) -> None:
        """See Host."""
        with self._told:
            self.displays.append(lines)
            self._told.notify_all()

    def scanned(self, text: str) -> None:
        """See Host."""
        with self._told:
            self.scans.append(text)
            self._told.notify_all()

    def stands(self, standing: Standing) -> None:
        """See Host."""
        with self._told:
            self.standings.append(standing)
            self._told.notify_all()
