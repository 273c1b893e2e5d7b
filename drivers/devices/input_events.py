"""What the kernel tells of an input device's keys: `struct input_event` of linux/input.h."""

import struct

from msgspec import Struct

EVENT = struct.Struct("@llHHi")
"""Seconds, microseconds (a machine word each), type, code, value: 24 bytes on 64 bits."""

EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3
UP, DOWN = 0, 1
"""2 is the kernel's own repetition of a key that is held down."""


class Stroke(Struct, frozen=True):
    """A key went down or up at an instant of the kernel's steady clock."""

    code: int
    is_down: bool
    at_s: float

    def ago_s(self, now_s: float) -> float:
        """How long ago."""
        return max(0.0, now_s - self.at_s)


GAP = Stroke(0, False, 0.0)
"""Strokes got lost: any key may be up or down."""


class InputEvents:
    """Cuts what is read into strokes. Repetitions are none."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_torn = False

    def feed(self, chunk: bytes) -> list[Stroke]:
        """The strokes, GAP among them where the kernel's buffer ran over (see Documentation/input/event-codes.rst)."""
        whole = self._rest + chunk
        end = len(whole) - len(whole) % EVENT.size
        self._rest = whole[end:]
        strokes = (self._stroke(*fields) for fields in EVENT.iter_unpack(whole[:end]))
        return [stroke for stroke in strokes if stroke]

    def _stroke(self, seconds: int, micros: int, kind: int, code: int, value: int) -> Stroke | None:
        if (kind, code) == (EV_SYN, SYN_DROPPED):
            self._is_torn = True
            return GAP
        if self._is_torn:
            self._is_torn = (kind, code) != (EV_SYN, SYN_REPORT)
            return None
        if kind != EV_KEY or value not in (UP, DOWN):
            return None
        return Stroke(code, value == DOWN, seconds + micros / 1e6)
