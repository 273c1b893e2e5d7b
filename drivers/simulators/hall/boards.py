"""LED boards made of bytes: the one of a counter with one row, and the hall's with several."""

import random
import re

from msgspec import Struct

from drivers.simulators.hall.station import LABEL, NUMBER, Station

BLINKS_A_SECOND = 1
"""How often a row goes on and off."""


class RowPicture(Struct, frozen=True):
    """A row: the number and the counter that are written in it, and whether its lamps are lit at this moment."""

    label: str = ""
    counter: str = ""
    is_lit: bool = False
    is_blinking: bool = False


class BoardPicture(Struct, frozen=True):
    """What a person sees, the rows from above."""

    is_on: bool
    rows: tuple[RowPicture, ...]
    noise: int


class _Lamps:
    """What is written on a board, and until when each row blinks."""

    def __init__(self, rows: int) -> None:
        self._rows = [("", "", 0.0)] * rows

    def write(self, row: int, label: str, counter: str, blink_until_s: float) -> None:
        self._rows[row] = (label, counter, blink_until_s)

    def picture(self, now_s: float) -> tuple[RowPicture, ...]:
        return tuple(_row(*row, now_s=now_s) for row in self._rows)


def _row(label: str, counter: str, blink_until_s: float, now_s: float) -> RowPicture:
    is_blinking = label != "" and now_s < blink_until_s
    is_dark_now = is_blinking and int((blink_until_s - now_s) * 2 * BLINKS_A_SECOND) % 2 == 1
    return RowPicture(label, counter, label != "" and not is_dark_now, is_blinking)


class BoardSimulator(Station):
    """The LED board over one counter."""

    KIND = "BOARD"

    def __init__(self, address: int, chance: random.Random | None = None) -> None:
        super().__init__(address, chance)
        self.verbs = {"DISP": (re.compile(rf"(?:{LABEL})?,{NUMBER}(?:,{NUMBER})?"), self._display)}
        self._lamps = _Lamps(1)

    def picture(self, now_s: float) -> BoardPicture:
        """What a person sees at this moment."""
        with self.lock:
            rows = self._lamps.picture(now_s) if self.is_on else (RowPicture(),)
            return BoardPicture(self.is_on, rows, self.noise)

    def _display(self, args: tuple[str, ...], now_s: float) -> bool:
        tenths = int(args[2]) if len(args) > 2 else 0
        self._lamps.write(0, args[0], args[1], now_s + tenths / 10)
        return True

    def _forget(self) -> None:
        self._lamps = _Lamps(1)


class HallBoardSimulator(Station):
    """The board of the hall with several rows of number and counter."""

    KIND = "HALL"

    def __init__(self, address: int, rows: int = 4, chance: random.Random | None = None) -> None:
        super().__init__(address, chance)
        self.rows = rows
        self.verbs = {"LINE": (re.compile(rf"[1-8],(?:{LABEL})?,{NUMBER},{NUMBER}"), self._line)}
        self._lamps = _Lamps(rows)

    def picture(self, now_s: float) -> BoardPicture:
        """What a person sees at this moment."""
        with self.lock:
            rows = self._lamps.picture(now_s) if self.is_on else (RowPicture(),) * self.rows
            return BoardPicture(self.is_on, rows, self.noise)

    def _line(self, args: tuple[str, ...], now_s: float) -> bool:
        row, label, counter, tenths = args
        if not 1 <= int(row) <= self.rows:
            return False
        self._lamps.write(int(row) - 1, label, counter, now_s + int(tenths) / 10)
        return True

    def _forget(self) -> None:
        self._lamps = _Lamps(self.rows)
