"""Rating panels: which service each may rate now, and what becomes of a press."""

import logging
import sqlite3
from collections.abc import Callable

from config.attached import buttons_of
from counter_app.desk.desk import Desk
from counter_app.desk.hall_view import DeskView, OpenRating
from counter_app.desk.outbox import Outbox
from drivers.devices import DeviceSettings, PanelFace, Rated
from hub.agent.hub_clock import HubClock
from hub.agent.trouble import Trouble

log = logging.getLogger(__name__)

MARGIN_S = 0.5
"""A panel goes dark so long before the hub's window ends: whatever is pressed while it is lit counts."""

SAME_S = 0.3
"""The hub's clock becomes known better with each view; a panel is told of no less than this."""

MOST_WINDOWS = 100
"""So many windows are known by their ends; what is older is over."""

DARK = PanelFace()


class RatingDesk:
    """The faces of all panels, and their ratings into the outbox. `on_kept` is called after each new rating."""

    def __init__(self, desk: Desk, outbox: Outbox, clock: HubClock, now_s: Callable[[], float]) -> None:
        self.on_kept: Callable[[], None] = lambda: None
        self.on_disk: Callable[[bool], None] = lambda _is_sound: None
        self._desk = desk
        self._outbox = outbox
        self._clock = clock
        self._now_s = now_s
        self._until_s: dict[str, float] = {}
        self._trouble = Trouble(log)

    def face(self, counter: int) -> PanelFace:
        """What a panel of a counter shows now: dark without a window, after its end, and once somebody has rated."""
        view = self._desk.view()
        planned = view.counter(counter) if view else None
        if view is None or planned is None or planned.rating is None:
            return DARK
        try:
            return self._lit(view, counter, planned.rating)
        except sqlite3.Error as error:
            self._disk_failed(error)
            return DARK

    def rated(self, device: str, rated: Rated) -> bool:
        """A panel was pressed; returns whether that is on the disk. Raises nothing: the panel keeps what is not."""
        try:
            is_new = self._outbox.keep(device, rated)
        except sqlite3.Error as error:
            self._disk_failed(error)
            return False
        self._trouble.over()
        if is_new:
            self.on_kept()
        return True

    def _disk_failed(self, error: sqlite3.Error) -> None:
        """Panels tell what they keep again and again: one entry of the log for all of them until one is taken."""
        self._trouble.absence("panels stay dark and keep their ratings, the disk takes none", error)
        self.on_disk(False)

    def _lit(self, view: DeskView, counter: int, window: OpenRating) -> PanelFace:
        left_s = (window.closes_ms - self._clock.now_ms()) / 1000 - MARGIN_S
        if left_s <= 0:
            return DARK
        token = self._outbox.token(window, counter, view.rating_steps)
        if self._outbox.is_rated(token):
            return DARK
        return PanelFace(token, window.label, view.rating_steps, self._steady(token, self._now_s() + left_s))

    def _steady(self, token: str, until_s: float) -> float:
        """The end of a window as it was told before, unless it has become another."""
        known_s = self._until_s.get(token)
        if known_s is None or abs(known_s - until_s) >= SAME_S:
            self._until_s = {token: until_s} if len(self._until_s) > MOST_WINDOWS else {**self._until_s, token: until_s}
        return self._until_s[token]


def buttons_differ(settings: DeviceSettings, view: DeskView | None) -> bool:
    """Whether a panel has another number of buttons than the scale has steps: one of them would mean nothing.

    Kinds of others are asked only if they say how many they have.
    """
    if view is None or not view.rating_steps:
        return False
    buttons = buttons_of(settings.kind, settings.options)
    return bool(buttons) and buttons != str(view.rating_steps)
