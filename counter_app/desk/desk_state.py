"""What there is to tell of this agent itself, and what it keeps over restarts."""

import threading
import time
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


class Looks:
    """A thread that does what is due by time, `every_s` and when it is woken."""

    def __init__(self, look: Callable[[], None], every_s: float, on_fault: Callable[[Exception], None]) -> None:
        self.turned_s = time.monotonic()
        """When the thread last went on, by the steady clock."""
        self._look = look
        self._every_s = every_s
        self._on_fault = on_fault
        self._bell = threading.Event()

    def wake(self) -> None:
        """There is something to look at, or to stop for."""
        self._bell.set()

    def run(self, stop: threading.Event) -> None:
        """Look until ``stop`` is set and this was woken."""
        while not stop.is_set():
            self.turned_s = time.monotonic()
            self._bell.clear()
            try:
                self._look()
            except Exception as error:  # noqa: BLE001 - the edge of this thread
                if not stop.is_set():
                    self._on_fault(error)
            if not stop.is_set():
                self._bell.wait(self._every_s)
