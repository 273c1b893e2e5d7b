"""Calls the next one to a counter that has been free for as long as the plan lets it, where the plan wants that."""

import logging
from collections.abc import Callable, Mapping
from typing import NamedTuple

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


class Spell(NamedTuple):
    """One time of being free while the same ticket is next."""

    counter: int
    free_since_ms: int
    ticket: str


class IdleCalls:
    """Gives the command itself, in the hub's name; the counter's clerk stays its clerk.

    A counter is idle while it is open and free and somebody is there (``is_attended``: its page is open, or keys are at
    hand): nobody is called to a place that was left open for the night. It counts from when that was so and whoever is
    next could be called, so that nobody is called whose paper still prints. That is measured by ``steady_ms``, a clock
    that nobody sets, so that a wall clock that is set calls nobody; a hub that has just started begins to count anew.
    As long as it counts for a counter, ``tell`` hears the counter and the ms that are left: no other clock counts the
    same. Nothing is called while nothing can be stored, nor on a day that is over. In a test it calls test numbers.
    """

    def __init__(
        self,
        office: Office,
        is_attended: Callable[[int], bool],
        steady_ms: Callable[[], int],
        tell: Callable[[int, int], None],
    ) -> None:
        self._office = office
        self._is_attended = is_attended
        self._steady_ms = steady_ms
        self._tell = tell
        self._since: dict[Spell, int] = {}

    def tick(self, now_ms: int) -> None:
        """Call where it is due; to be called every second. Raises nothing that can pass."""
        floor = self._office.floor
        waits_s, steady_ms = self._waits_s(floor, now_ms), self._steady_ms()
        idle = [counter for counter in floor.counters.values() if self._is_idle(counter)] if waits_s else []
        spells = [spell for counter in idle if (spell := _spell(floor, counter, now_ms)) is not None]
        self._since = {spell: self._since.get(spell, steady_ms) for spell in spells}
        for spell, since_ms in self._since.items():
            left_ms = since_ms + waits_s * 1000 - steady_ms
            if left_ms > 0:
                self._tell(spell.counter, left_ms)
            else:
                self._call(spell.counter, now_ms)

    def _waits_s(self, floor: Floor, now_ms: int) -> int:
        """After how many seconds somebody is called; 0: nobody is called now."""
        if floor.day is None or self._office.trouble is not None or is_overdue(floor, now_ms):
            return 0
        return floor.the_plan.counter_rules.call_when_idle_s

    def _is_idle(self, counter: Counter) -> bool:
        is_free = counter.state == "open" and counter.ticket is None
        return is_free and self._is_attended(counter.number)

    def _call(self, number: int, now_ms: int) -> None:
        """Ask only when somebody is still there to be called: what is refused is kept, too."""
        floor = self._office.floor
        if pick_next(floor, floor.counter(number), now_ms) is None:
            return
        try:
            self._office.submit(CallNext(counter=number), HUB, f"idle-{number}-after-{floor.seq}")
        except (Refused, StorageError, RequestReused) as error:
            LOG.warning("counter=%d nobody called: %s", number, error)


def _spell(floor: Floor, counter: Counter, now_ms: int) -> Spell | None:
    choice = pick_next(floor, counter, now_ms)
    return None if choice is None else Spell(counter.number, counter.free_since_ms or 0, choice.ticket.id)
