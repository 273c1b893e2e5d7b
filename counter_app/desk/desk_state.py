"""What there is to tell of this agent itself, and what it keeps over restarts."""

import threading
from collections.abc import Callable

from counter_app.desk.courier import ACCEPTED, ELSEWHERE
from counter_app.desk.outbox import UNKNOWN, Outbox
from counter_app.desk.standings import Standings
from hub.agent.hub_clock import HubClock
from hub.messages import DeviceReport, LastError
from hub.version import VERSION

OUTCOMES = (ACCEPTED, "late", "double", UNKNOWN, "refused", ELSEWHERE)
DISK_FAILED = "disk_failed"


class DeskState:
    """Gathered in several threads; instants are the hub's time. `on_change` is called for what should be known soon."""

    def __init__(self, clock: HubClock, standings: Standings, outbox: Outbox) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._clock = clock
        self._standings = standings
        self._outbox = outbox
        self._since_ms = clock.steady_ms()
        self._lock = threading.Lock()
        self._error: LastError | None = None
        self._disk_is_sound = True

    def counts(self, device: str) -> dict[str, int]:
        """What came of a device's ratings since this start, as far as any has come."""
        found = {outcome: self._outbox.outcomes[device, outcome] for outcome in OUTCOMES}
        return {outcome: count for outcome, count in found.items() if count}

    def disk(self, is_sound: bool) -> None:
        """This machine's disk takes writes, or not; that is an error when it begins."""
        with self._lock:
            was_sound, self._disk_is_sound = self._disk_is_sound, is_sound
            is_news = was_sound and not is_sound
            if is_news:
                self._error = LastError(DISK_FAILED, self._clock.now_ms())
        if is_news:
            self.on_change()

    def report(self, done_orders: tuple[str, ...]) -> DeviceReport:
        """What is told to the hub now."""
        started_ms = self._clock.now_ms() - (self._clock.steady_ms() - self._since_ms)
        with self._lock:
            error = self._error
        return DeviceReport(
            version=VERSION,
            clock_offset_ms=-self._clock.ahead_ms(),
            started_ms=started_ms,
            last_error=error,
            devices=self._standings.report(),
            done_orders=done_orders,
        )
