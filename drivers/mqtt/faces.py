"""Faces as messages: instants of the host's steady clock become what is left of them."""

from collections.abc import Callable
from typing import NamedTuple

from drivers.devices import BoardFace, BoardRow, Face, KeypadFace, PanelFace
from drivers.mqtt.messages import BoardShow, KeypadShow, PanelShow, RowShow, Show


class Stamp(NamedTuple):
    """The name of a message, and when it is made: by the clock that devices are told, and by the one of faces."""

    boot: str
    seq: int
    clock_ms: int
    now_s: float

    def left_ms(self, until_s: float) -> int:
        """What is left until an instant of a face."""
        return max(0, int((until_s - self.now_s) * 1000))


Draws = Callable[[Face, Stamp], Show]
"""Puts a face into a message; one of another kind of device leaves it dark."""


def panel_draws(buttons: int) -> Draws:
    """For a panel of so many buttons; it stays dark for a scale of another length."""

    def draw(face: Face, stamp: Stamp) -> PanelShow:
        is_lit = isinstance(face, PanelFace) and face.token and face.buttons == buttons and stamp.left_ms(face.until_s)
        lit = face if is_lit and isinstance(face, PanelFace) else PanelFace()
        return PanelShow(
            boot=stamp.boot,
            seq=stamp.seq,
            clock_ms=stamp.clock_ms,
            token=lit.token,
            label=lit.label,
            buttons=lit.buttons,
            left_ms=stamp.left_ms(lit.until_s) if is_lit else 0,
        )

    return draw


def board_draws(rows: int) -> Draws:
    """For a board of so many rows; those that a face does not have are dark."""

    def draw(face: Face, stamp: Stamp) -> BoardShow:
        given = face.rows[:rows] if isinstance(face, BoardFace) else ()
        shown = (*given, *[BoardRow()] * (rows - len(given)))
        drawn = tuple(RowShow(row.label, row.counter, stamp.left_ms(row.blink_until_s)) for row in shown)
        return BoardShow(boot=stamp.boot, seq=stamp.seq, clock_ms=stamp.clock_ms, rows=drawn)

    return draw


def keypad_draws() -> Draws:
    """For the display of a keypad."""

    def draw(face: Face, stamp: Stamp) -> KeypadShow:
        shown = face if isinstance(face, KeypadFace) else KeypadFace()
        return KeypadShow(boot=stamp.boot, seq=stamp.seq, clock_ms=stamp.clock_ms, lines=shown.lines, beeps=shown.beeps)

    return draw
