"""What a scanner reads, put together from the pieces in which it comes. Nothing of it is kept, and nothing logged."""

from collections.abc import Callable

MOST_BYTES = 500
"""No longer reading is taken: an identity card's has fewer than 300."""

GAP_S = 1.0
"""Scanners send a reading in one go; after such a silence what began is no part of what follows."""


class Readings:
    """Collects one reading after the other and hands over those that came whole; the others are only counted."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.counts = {"read": 0, "dropped": 0}
        self._tell = tell
        self._pieces = bytearray()
        self._is_damaged = False
        self._last_s = 0.0

    @property
    def until_s(self) -> float | None:
        """When what has begun is given up; None when nothing has."""
        return self._last_s + GAP_S if self._pieces or self._is_damaged else None

    def add(self, piece: bytes, now_s: float) -> None:
        """A piece of the reading that goes on."""
        if not piece:
            return
        self.look(now_s)
        self._last_s = now_s
        self._pieces += piece
        if len(self._pieces) > MOST_BYTES:
            self.spoil(now_s)

    def spoil(self, now_s: float) -> None:
        """What goes on is no use any more, up to its end."""
        self._last_s = now_s
        self._is_damaged = True
        self._pieces.clear()

    def look(self, now_s: float) -> None:
        """Give up what has begun too long ago."""
        if self.until_s is not None and now_s >= self.until_s:
            self.forget()

    def forget(self) -> None:
        """Give up what has begun."""
        if self._pieces or self._is_damaged:
            self.counts["dropped"] += 1
        self._pieces.clear()
        self._is_damaged = False

    def end(self, now_s: float) -> None:
        """The reading is complete; an empty one is none, as between CR and LF."""
        self.look(now_s)
        text = _text(bytes(self._pieces))
        if text and not self._is_damaged:
            self.counts["read"] += 1
            self._pieces.clear()
            self._tell(text)
        elif text is None or self._is_damaged:
            self.forget()
        self._pieces.clear()


def _text(reading: bytes) -> str | None:
    """None: this is no text in UTF-8, or has what is none."""
    try:
        text = reading.decode().strip()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
