"""A device with buttons: contacts that bounce, a filter against it, a button that stays down."""

import random
from abc import abstractmethod

from drivers.simulators.faults import Fault
from drivers.simulators.hall.station import Station

BOUNCE_S = 0.05
"""A contact that closes so soon after it last did was not pressed again."""

BOUNCES = 3
BOUNCE_EVERY_S = 0.008
LONG_AGO_S = -1e9


class ButtonStation(Station):
    """A station whose buttons have names; `_pressed` is told each press that is one."""

    WORDS = (*Station.WORDS, Fault.BOUNCING, Fault.STUCK_BUTTON)

    def __init__(self, address: int, chance: random.Random | None = None) -> None:
        super().__init__(address, chance)
        self._closed_s: dict[str, float] = {}
        self._held: set[str] = set()

    def fault(self, word: str, is_on: bool, now_s: float) -> None:
        """See Station; a button that was stuck comes up again."""
        super().fault(word, is_on, now_s)
        if word == Fault.STUCK_BUTTON and not is_on:
            self._held.clear()

    @property
    def held(self) -> tuple[str, ...]:
        """The buttons that stay down."""
        return tuple(self._held)

    def _push(self, button: str, now_s: float, bounces: int) -> None:
        """Somebody pushes a button; its contact closes so many times more."""
        with self.lock:
            if not self.is_on or button in self._held:
                return
            if Fault.STUCK_BUTTON in self.faults and not self._held:
                self._held.add(button)
            closings = 1 + bounces + (BOUNCES if Fault.BOUNCING in self.faults else 0)
            for number in range(closings):
                self._closes(button, now_s + BOUNCE_EVERY_S * number)

    def _closes(self, button: str, at_s: float) -> None:
        last_s = self._closed_s.get(button, LONG_AGO_S)
        self._closed_s[button] = at_s
        if at_s - last_s < BOUNCE_S:
            self.bounced += 1
        else:
            self._pressed(button, at_s)

    @abstractmethod
    def _pressed(self, button: str, at_s: float) -> None:
        """A button was pressed."""
