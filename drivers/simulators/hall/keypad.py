"""A call keypad made of bytes: twenty keys and a display of two lines of sixteen characters."""

import random
import re

from msgspec import Struct

from drivers.simulators.hall.contacts import ButtonStation
from drivers.simulators.hall.reports import Report

KEYS = (
    *("NEXT", "RECALL", "MISSED", "START", "FINISH", "TRANSFER", "HOLD", "CALL", "PAUSE", "CLEAR"),
    *"0123456789",
)
GIVES_UP_S = 2.0
"""What a clerk pressed so long ago they have pressed again."""

MOST_WAITING = 8


class KeypadPicture(Struct, frozen=True):
    """What a person sees and hears: two lines, and how often it has beeped since it was switched on; `held` are
    the keys that stay down.
    """

    is_on: bool
    lines: tuple[str, str]
    beeps: int
    waiting: int
    bounced: int
    noise: int
    held: tuple[str, ...]


class KeypadSimulator(ButtonStation):
    """The keypad of a clerk."""

    KIND = "KEYS"

    def __init__(self, address: int, chance: random.Random | None = None) -> None:
        super().__init__(address, chance)
        self.verbs = {
            "TEXT": (re.compile(r"[12],[^,]{0,16}"), self._text),
            "BEEP": (re.compile(r"[1-9]"), self._beep),
        }
        self._lines = ["", ""]
        self._beeps = 0

    def press(self, key: str, now_s: float, bounces: int = 0) -> None:
        """Press a key, as NEXT or 7; its contact closes so many times more. Raises ValueError: no such key."""
        if key not in KEYS:
            raise ValueError(f"This keypad has no key {key!r}; it has {', '.join(KEYS)}.")
        self._push(key, now_s, bounces)
        self.on_change()

    def picture(self, now_s: float) -> KeypadPicture:
        """What a person sees at this moment."""
        with self.lock:
            self.reports.due_s(now_s)
            lines = (self._lines[0], self._lines[1]) if self.is_on else ("", "")
            return KeypadPicture(self.is_on, lines, self._beeps, self._kept(), self.bounced, self.noise, self.held)

    def _pressed(self, button: str, at_s: float) -> None:
        if self._kept() < MOST_WAITING:
            self.reports.add(Report("KEY", (self._own(), button), since_s=at_s, gives_up_s=at_s + GIVES_UP_S), at_s)

    def _kept(self) -> int:
        return sum(report.verb == "KEY" for report in self.reports.waiting)

    def _text(self, args: tuple[str, ...], _now_s: float) -> bool:
        self._lines[int(args[0]) - 1] = args[1]
        return True

    def _beep(self, args: tuple[str, ...], _now_s: float) -> bool:
        self._beeps += int(args[0])
        return True

    def _forget(self) -> None:
        self._lines = ["", ""]
        self._beeps = 0
