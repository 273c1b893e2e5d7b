"""Whether the hub is there, by what came of everything that this kiosk asked of it."""

import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk_app.hub_client import Hub, HubAnswer, HubNotPaired, NoAnswer


class HubAbsence:
    """Since when nothing was heard of the hub; safe for several threads. A hub that was never heard is away.

    ``steady_s`` counts seconds and never jumps. A hub that took a connection and does not do what it is asked counts as
    away, too: whoever waits for a number cannot tell the difference.
    """

    def __init__(self, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._steady_s = steady_s
        self._lock = threading.Lock()
        self._since_s: float | None = steady_s()

    def heard(self) -> None:
        """The hub has answered, or its socket is up."""
        with self._lock:
            self._since_s = None

    def missed(self) -> None:
        """The hub gave no answer, or its socket is gone."""
        with self._lock:
            if self._since_s is None:
                self._since_s = self._steady_s()

    @property
    def is_going_on(self) -> bool:
        """Whether the hub is away."""
        return self._since_s is not None

    def lasts_s(self) -> float:
        """For how long the hub has been away, 0 while it is there."""
        since_s = self._since_s
        return 0.0 if since_s is None else self._steady_s() - since_s


class WatchedHub:
    """A hub whose answers, and whose silence, are told to ``absence``."""

    def __init__(self, hub: Hub, absence: HubAbsence) -> None:
        self._hub = hub
        self._absence = absence

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub.post."""
        try:
            answer = self._hub.post(path, body, key, timeout_s)
        except HubNotPaired:
            raise
        except NoAnswer:
            self._absence.missed()
            raise
        self._absence.heard()
        return answer
