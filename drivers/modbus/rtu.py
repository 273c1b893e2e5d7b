"""One line with Modbus units: we ask, one unit at a time answers, silence parts the frames."""

import math
import threading
from collections.abc import Callable
from typing import Protocol

from drivers.errors import DeviceError
from drivers.modbus.frames import ANSWER_BYTES, Write, find_answer, request

LOWEST_UNIT, HIGHEST_UNIT = 1, 247
BITS = 11
"""Of a character on the line, by the standard."""
SILENT_CHARACTERS = 3.5
LEAST_SILENCE_S = 0.00175
"""Above 19,200 baud the standard has a fixed silence."""
PATIENCE_S = 0.3
TRIES = 3
POLL_S = 2.0
"""So often each unit is written to in any case: that shows whether it is there, and mends one that was off."""
MOST_HEARD = 256


class Unit(Protocol):
    """A device on the line. The line's thread makes all calls."""

    def registers(self, now_s: float) -> tuple[int, tuple[int, ...]]:
        """Which register the first value goes to, and the values."""

    def next_s(self) -> float | None:
        """When the values change by themselves."""

    def answered(self, failure: int) -> None:
        """It has written (0), or refused with Modbus' exception code."""

    def silent(self) -> None:
        """It has answered none of several tries."""

    def parted(self, trouble: str) -> None:
        """The line is away."""


class _Seat:
    """A unit and its turn."""

    def __init__(self, number: int, unit: Unit) -> None:
        self.number = number
        self.unit = unit
        self.due_s = -math.inf
        self.tries = 0
        self.is_silent = False


def _turn_s(seat: _Seat) -> float:
    """When it is a unit's turn."""
    changes_s = None if seat.is_silent else seat.unit.next_s()
    return seat.due_s if changes_s is None else min(seat.due_s, changes_s)


class RtuLine:
    """A Talk. `add`, `remove` and `changed` may be called from any thread."""

    def __init__(self) -> None:
        self.wake: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._seats: tuple[_Seat, ...] = ()
        self._is_open = False
        self._character_s = 0.0
        self._silence_s = LEAST_SILENCE_S
        self._free_s = 0.0
        self._asked: tuple[_Seat, Write] | None = None
        self._answer_by_s = 0.0
        self._heard = b""

    def add(self, number: int, unit: Unit) -> None:
        """From now on this unit is on the line. Raises DeviceError `device_options`: it cannot have this number."""
        with self._lock:
            if not LOWEST_UNIT <= number <= HIGHEST_UNIT:
                why = f"a Modbus unit has a number from {LOWEST_UNIT} to {HIGHEST_UNIT}, not {number}"
                raise DeviceError("device_options", retry=False, detail=why)
            if any(seat.number == number for seat in self._seats):
                raise DeviceError("device_options", retry=False, detail=f"two units have the number {number}")
            self._seats += (_Seat(number, unit),)
        self.wake()

    def remove(self, unit: Unit) -> None:
        """Ask it nothing any more."""
        with self._lock:
            self._seats = tuple(seat for seat in self._seats if seat.unit is not unit)

    def changed(self, unit: Unit) -> None:
        """Its values are others now. One that is silent waits for its turn, so that it does not hold up the others."""
        for seat in self._seats:
            if seat.unit is unit and not seat.is_silent:
                seat.due_s = -math.inf
        self.wake()

    def opened(self, now_s: float, baud: int | None) -> None:
        """See Talk."""
        self._is_open, self._asked = True, None
        self._character_s = BITS / baud if baud else 0.0
        self._silence_s = max(LEAST_SILENCE_S, SILENT_CHARACTERS * self._character_s)
        self._free_s = now_s + self._silence_s
        for seat in self._seats:
            seat.due_s, seat.tries, seat.is_silent = now_s, 0, False

    def received(self, chunk: bytes, now_s: float) -> None:
        """See Talk. A late answer may be taken for that to the request after it; the next poll mends that."""
        self._free_s = now_s + self._silence_s
        if self._asked is None:
            return
        seat, write = self._asked
        self._heard = (self._heard + chunk)[-MOST_HEARD:]
        if answer := find_answer(self._heard, write):
            self._asked, seat.tries, seat.is_silent = None, 0, False
            seat.unit.answered(answer.failure)

    def due(self, now_s: float) -> bytes:
        """See Talk."""
        if self._asked and now_s >= self._answer_by_s:
            self._unanswered(self._asked[0], now_s)
        if not self._is_open or self._asked or now_s < self._free_s:
            return b""
        seat = min(self._seats, key=_turn_s, default=None)
        return b"" if seat is None or _turn_s(seat) > now_s else self._ask(seat, now_s)

    def next_s(self, _now_s: float) -> float | None:
        """See Talk."""
        if not self._is_open or not self._seats:
            return None
        if self._asked:
            return self._answer_by_s
        return max(self._free_s, min(map(_turn_s, self._seats)))

    def lost(self, _code: str, _now_s: float) -> None:
        """See Talk."""
        self._is_open, self._asked = False, None
        for seat in self._seats:
            seat.unit.parted("line_lost")

    def _ask(self, seat: _Seat, now_s: float) -> bytes:
        # Before its values are asked for: what changes from here on makes the unit due again.
        seat.due_s = now_s + POLL_S
        write = Write(seat.number, *seat.unit.registers(now_s))
        asking = request(write)
        on_the_line_s = (len(asking) + ANSWER_BYTES) * self._character_s
        self._asked, self._heard = (seat, write), b""
        self._answer_by_s = now_s + on_the_line_s + PATIENCE_S
        return asking

    def _unanswered(self, seat: _Seat, now_s: float) -> None:
        self._asked, self._free_s = None, now_s + self._silence_s
        seat.tries += 1
        if seat.is_silent or seat.tries >= TRIES:
            seat.is_silent = True
            seat.unit.silent()
        else:
            seat.due_s = now_s
