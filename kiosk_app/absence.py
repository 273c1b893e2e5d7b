"""Whether the hub gives numbers, by what came of every number that this kiosk asked for, and by its socket."""

import threading
import time
from collections.abc import Callable
from typing import Any

from hub.agent.hub_client import Hub, HubAnswer, HubNotPaired, NoAnswer
from kiosk_app.issuing import TICKETS


class HubAbsence:
    """Since when the hub gives no numbers; safe for several threads. A hub that was never heard is away.

    ``steady_s`` counts seconds and never jumps. A hub that took a connection and does not do what it is asked counts as
    away, too: whoever waits for a number cannot tell the difference.
    """

    def __init__(self, steady_s: Callable[[], float] = time.monotonic) -> None:
        self._steady_s = steady_s
        self._lock = threading.Lock()
        self._since_s: float | None = steady_s()
        self._missed_s = steady_s()

    def heard(self) -> None:
        """The hub has answered who asked for a number, or its socket is up."""
        with self._lock:
            self._since_s = None

    def missed(self) -> None:
        """The hub did not answer who asked for a number, or its socket is gone."""
        with self._lock:
            self._missed_s = self._steady_s()
            if self._since_s is None:
                self._since_s = self._missed_s

    @property
    def is_going_on(self) -> bool:
        """Whether the hub is away."""
        return self._since_s is not None

    def lasts_s(self) -> float:
        """For how long the hub has been away, 0 while it is there."""
        since_s = self._since_s
        return 0.0 if since_s is None else self._steady_s() - since_s

    def untried_s(self) -> float:
        """How long ago it was last seen to be away."""
        return self._steady_s() - self._missed_s


class WatchedHub:
    """A hub whose answers to who asks for a number, and whose silence, are told to ``absence``.

    What else it answers or fails at says nothing of numbers: with its disk full it still takes reports, and an errand
    or a report at which it fails for ever must not keep it from being asked.
    """

    def __init__(self, hub: Hub, absence: HubAbsence) -> None:
        self._hub = hub
        self._absence = absence

    def post(self, path: str, body: dict[str, Any], key: str, timeout_s: float) -> HubAnswer:
        """See Hub.post."""
        if path != TICKETS:
            return self._hub.post(path, body, key, timeout_s)
        try:
            answer = self._hub.post(path, body, key, timeout_s)
        except HubNotPaired:
            raise
        except NoAnswer:
            self._absence.missed()
            raise
        self._absence.heard()
        return answer
