"""The pieces of paper that came out of the simulated printer."""

import threading
import time
from collections import deque
from collections.abc import Callable

import msgspec

from drivers.printers.raster import Raster
from drivers.simulators.paper import png

MOST_PIECES = 60


def wall_clock_ms() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


class Piece(msgspec.Struct, frozen=True):
    """One cut-off piece: its number since the start, when it came out (ms UTC), its rows, its picture (PNG)."""

    id: int
    at_ms: int
    rows: int
    png: bytes


class PaperPile:
    """The newest pieces, at most so many; safe for several threads."""

    def __init__(self, now_ms: Callable[[], int] = wall_clock_ms) -> None:
        self._now_ms = now_ms
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque(maxlen=MOST_PIECES)
        self._last_id = 0

    def add(self, picture: Raster) -> None:
        """Lay a piece on top."""
        file = png(picture)
        with self._lock:
            self._last_id += 1
            self._pieces.appendleft(Piece(self._last_id, self._now_ms(), picture.height, file))

    def newest_first(self) -> list[Piece]:
        """All pieces that still hang there."""
        with self._lock:
            return list(self._pieces)

    def find(self, number: int) -> Piece | None:
        """The piece with this number, unless it was torn off."""
        return next((piece for piece in self.newest_first() if piece.id == number), None)

    def tear_off(self) -> None:
        """Take all pieces away."""
        with self._lock:
            self._pieces.clear()
