"""Whether the kiosk's page still draws: a browser that froze shows an old picture and takes no touch."""

import time
from collections.abc import Callable
from enum import StrEnum

SILENT_AFTER_S = 15.0
"""The page says every 5 s that it draws; three times missed is no accident."""


class PageState(StrEnum):
    """What is known of the page."""

    ALIVE = "alive"
    SILENT = "silent"
    """It was there and says nothing any more, without having been left."""
    NONE = "none"
    """No page has been seen since the agent's start, or the last one was closed or hidden."""


class Heartbeat:
    """The page's signs of life; safe for several threads. ``steady_s`` counts seconds and never jumps.

    While this machine shows the page itself, only that one counts: a page that somebody looks at from elsewhere must
    not hide that the kiosk's own is frozen. ``is_near``: the page's browser runs on the agent's own machine.
    """

    def __init__(self, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._steady_s = steady_s
        self._last: tuple[float, bool] | None = None

    def beat(self, is_near: bool) -> None:
        """The page has drawn."""
        if self._counts(is_near):
            self._last = self._steady_s(), is_near

    def leave(self, is_near: bool) -> None:
        """The page is being closed or is hidden: from now on it owes no sign."""
        if self._counts(is_near):
            self._last = None

    @property
    def page(self) -> PageState:
        """The page as it is now."""
        if self._last is None:
            return PageState.NONE
        return PageState.ALIVE if self._silent_s(self._last) <= SILENT_AFTER_S else PageState.SILENT

    def is_overdue(self, after_s: float) -> bool:
        """Whether this machine's own page has been silent for so long that restarting its browser did not help."""
        last = self._last
        return last is not None and last[1] and self._silent_s(last) > after_s

    def _counts(self, is_near: bool) -> bool:
        last = self._last
        return is_near or last is None or not last[1]

    def _silent_s(self, last: tuple[float, bool]) -> float:
        return self._steady_s() - last[0]
