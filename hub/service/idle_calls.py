"""Calls the next one to a counter that has been free for as long as the plan lets it, where the plan wants that."""

import logging
from collections.abc import Callable, Mapping

from hub.domain.calling import pick_next
from hub.domain.commands import CallNext
from hub.domain.errors import Refused
from hub.domain.floor import HUB, Counter, Floor
from hub.domain.hours import is_overdue
from hub.messages import DeviceReport
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.idle")

WITH_KEYS = frozenset({"keypad", "pad", "hot-keys", "shortcuts", "mqtt-keypad"})
"""Devices by which a clerk calls; whoever has one needs no page."""


def has_keys(agents: Mapping[str, DeviceReport], counter: int) -> bool:
    """Whether one of these agents runs a device at a counter by which a clerk can answer a call."""
    devices = (device for report in agents.values() for device in report.devices)
    return any(one.kind in WITH_KEYS and one.counter == counter and one.link == "online" for one in devices)


class IdleCalls:
    """Gives the command itself, in the hub's name; the counter's clerk stays its clerk.

    A counter is idle while it is open and free and somebody is there (``is_attended``: its page is open, or keys are at
    hand): nobody is called to a place that was left open for the night. How long that has been so is measured by
    ``steady_ms``, a clock that nobody sets, so that a wall clock that is set calls nobody; a hub that has just started
    begins to count anew. Nothing is called while nothing can be stored, nor on a day that is over. In a test it calls
    test numbers.
    """

    def __init__(self, office: Office, is_attended: Callable[[int], bool], steady_ms: Callable[[], int]) -> None:
        self._office = office
        self._is_attended = is_attended
        self._steady_ms = steady_ms
        self._idle: dict[tuple[int, int], int] = {}

    def tick(self, now_ms: int) -> None:
        """Call where it is due; to be called every second. Raises nothing that can pass."""
        floor = self._office.floor
        waits_s = self._waits_s(floor, now_ms)
        steady_ms = self._steady_ms()
        idle = [counter for counter in floor.counters.values() if self._is_idle(counter)] if waits_s else []
        self._idle = {_spell(counter): self._idle.get(_spell(counter), steady_ms) for counter in idle}
        for counter in idle:
            if steady_ms - self._idle[_spell(counter)] >= waits_s * 1000:
                self._call(counter.number, now_ms)

    def _waits_s(self, floor: Floor, now_ms: int) -> int:
        """After how many seconds somebody is called; 0: nobody is called now."""
        if floor.day is None or self._office.trouble is not None or is_overdue(floor, now_ms):
            return 0
        return floor.the_plan.counter_rules.call_when_idle_s

    def _is_idle(self, counter: Counter) -> bool:
        is_free = counter.state == "open" and counter.ticket is None
        return is_free and self._is_attended(counter.number)

    def _call(self, number: int, now_ms: int) -> None:
        """Ask only when somebody is there to be called: what is refused is kept, too."""
        floor = self._office.floor
        if pick_next(floor, floor.counter(number), now_ms) is None:
            return
        try:
            self._office.submit(CallNext(counter=number), HUB, f"idle-{number}-after-{floor.seq}")
        except (Refused, StorageError, RequestReused) as error:
            LOG.warning("counter=%d nobody called: %s", number, error)


def _spell(counter: Counter) -> tuple[int, int]:
    """One time of being free."""
    return counter.number, counter.free_since_ms or 0
