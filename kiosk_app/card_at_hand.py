"""The card that a visitor has just shown, where numbers a person are limited: its digest of the day, for a moment."""

import threading
from collections.abc import Callable

HELD_S = 60.0
"""As long as somebody needs to touch a field after showing the card; the next visitor must not go by it."""


class CardAtHand:
    """Holds one digest, in memory alone, and gives it away once. ``steady_s`` is a clock that nobody sets."""

    def __init__(self, steady_s: Callable[[], float]) -> None:
        self._steady_s = steady_s
        self._lock = threading.Lock()
        self._digest: str | None = None
        self._since_s = 0.0

    def put(self, digest: str) -> None:
        """Somebody has shown a card."""
        with self._lock:
            self._digest, self._since_s = digest, self._steady_s()

    def take(self) -> str | None:
        """The digest of who stands there, once; None when nobody has shown a card lately."""
        with self._lock:
            digest, self._digest = self._digest, None
            return digest if self._steady_s() - self._since_s < HELD_S else None
