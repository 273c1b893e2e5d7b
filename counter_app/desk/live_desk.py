"""The hall as the hub last told it, and the way to ask for something: what keypads, boards and panels share."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from counter_app.desk.hall_view import DeskCounter, DeskView
from hub.agent.hub_client import Hub, HubAnswer
from hub.agent.hub_clock import HubClock

log = logging.getLogger(__name__)

STALE_S = 10.0
"""What the hub said longer ago is not shown as if it were true."""

ASK_S = 1.5
"""How long one attempt of a clerk's wish may take."""


class Readable(Hub, Protocol):
    """A hub that can be asked as well as told."""

    def read(self, path: str, timeout_s: float) -> HubAnswer:
        """GET what lies below the API. Raises NoAnswer."""


class LiveDesk:
    """Listens to the hub's views (it is a HubListener) and is the `Desk` of whoever serves a device.

    A higher ``rev`` of the same epoch counts, and anything of another epoch, or of another topic: this agent may have
    been paired anew as another desk. ``on_connection`` hears of the socket.
    """

    def __init__(self, hub: Readable, clock: HubClock, now_s: Callable[[], float] = time.monotonic) -> None:
        self.on_connection: Callable[[bool], None] = lambda _is_connected: None
        self._hub = hub
        self._clock = clock
        self._now_s = now_s
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._view: DeskView | None = None
        self._whose: tuple[str, str] = ("", "")
        self._rev = -1
        self._is_connected = False
        self._lost_s = -STALE_S

    def hub_connected(self, is_connected: bool) -> None:
        """See HubListener."""
        with self._lock:
            was_connected, self._is_connected = self._is_connected, is_connected
            if was_connected and not is_connected:
                self._lost_s = self._now_s()
            if is_connected and not was_connected:
                self._clock.connected()
        self.on_connection(is_connected)
        if was_connected is not is_connected:
            self._tell()

    def hub_said(self, envelope: dict[str, Any]) -> None:
        """See HubListener. A view that cannot be read is told to the log; what is shown stays."""
        try:
            whose = (str(envelope["topic"]), str(envelope["epoch"]))
            rev, at_ms = int(envelope["rev"]), int(envelope["at_ms"])
            view = msgspec.convert(envelope["data"], DeskView)
        except (KeyError, TypeError, ValueError) as error:
            log.error("a view of the hub cannot be read: %s", error)
            return
        with self._lock:
            self._lost_s = self._now_s()
            is_news = whose != self._whose or rev > self._rev
            if is_news:
                self._view, self._whose, self._rev = view, whose, rev
            moved_ms = self._clock.heard(at_ms)
        if is_news or moved_ms:
            self._tell()

    def view(self) -> DeskView | None:
        """See Desk."""
        return self._view

    def counter(self, number: int) -> DeskCounter | None:
        """See Desk."""
        view = self._view
        return None if view is None else view.counter(number)

    def rev(self) -> int:
        """See Desk."""
        return self._rev

    def is_reachable(self) -> bool:
        """See Desk."""
        return self._is_connected or self._now_s() - self._lost_s < STALE_S

    def ask(self, path: str, body: dict[str, Any], key: str) -> HubAnswer:
        """See Desk."""
        return self._hub.post(path, body, key, ASK_S)

    def read(self, path: str) -> HubAnswer:
        """See Desk."""
        return self._hub.read(path, ASK_S)

    def on_view(self, listener: Callable[[], None]) -> None:
        """See Desk."""
        self._listeners.append(listener)

    def _tell(self) -> None:
        """One listener's fault keeps nothing from the others."""
        for listener in self._listeners:
            try:
                listener()
            except Exception:  # the edge to what serves a device
                log.exception("what follows from a view was not done")
