"""What the hub does by itself: it opens each business day, keeps to the configured hours, and tries a disk again."""

import hashlib
import logging
from collections.abc import Callable
from typing import Literal

import msgspec

from hub.domain.commands import AdoptHours, OpenDay
from hub.domain.decisions.days import is_quiet
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.hours import is_overdue
from hub.domain.numbering import business_day
from hub.domain.plan import Plan
from hub.service.office import Office
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.housekeeping")

ACTOR = "hub"
"""The actor of what nobody asked for."""

PlanFor = Callable[[str], Plan]
"""The configured plan as a day (ISO) adopts it, with that time's holidays."""


def opening(plan_for: PlanFor, zone: str, now_ms: int, confirmed_by: Literal["nobody", "clock", "person"]) -> OpenDay:
    """The command that opens the day which the clock shows in the centre's zone."""
    day = business_day(now_ms, zone)
    return OpenDay(day=day, plan=plan_for(day), confirmed_by=confirmed_by)


class Housekeeping:
    """Opens each business day at its first quiet moment, also a Sunday: numbers that staff draw then belong to it.

    ``is_synchronised`` says whether the system's clock is kept in step by something better than itself.
    """

    def __init__(self, office: Office, zone: str, plan_for: PlanFor, is_synchronised: Callable[[], bool]) -> None:
        self._office = office
        self._zone = zone
        self._plan_for = plan_for
        self._is_synchronised = is_synchronised
        self._tried = ""

    def tick(self, now_ms: int) -> None:
        """Open the day if it is due; to be called every few seconds and at the start. Raises nothing that can pass.

        An attempt that was refused is made again only when something has changed on which its answer depends: the
        clock's state, the plan, the last day or the new one.
        """
        self._office.probe()
        if self._is_due(now_ms):
            self._open(opening(self._plan_for, self._zone, now_ms, "clock" if self._is_synchronised() else "nobody"))
        self._keep_hours()

    def _open(self, command: OpenDay) -> None:
        key = _key(command, _last_day(self._office.floor))
        if key == self._tried:
            return
        try:
            self._office.submit(command, ACTOR, key)
        except Refused as refused:
            self._tried = key
            LOG.warning("day=%s not opened: %s", command.day, refused.code)
        except StorageError as error:
            LOG.warning("day=%s not opened yet: %s", command.day, error)

    def _keep_hours(self) -> None:
        """Hours that were edited while the hub was down count today already; the rest of a plan waits for its day."""
        floor = self._office.floor
        if floor.day is None or (hours := self._plan_for(floor.day).hours) == floor.the_plan.hours:
            return
        try:
            self._office.submit(AdoptHours(hours=hours), ACTOR, f"hours-after-{floor.seq}")
        except (Refused, StorageError) as error:
            LOG.warning("day=%s new hours not adopted yet: %s", floor.day, error)

    def _is_due(self, now_ms: int) -> bool:
        """A later day than the last one, and a quiet moment, unless no day is open or patience is at its end."""
        floor = self._office.floor
        if business_day(now_ms, self._zone) <= _last_day(floor):
            return False
        return floor.day is None or is_overdue(floor, now_ms) or is_quiet(floor, now_ms)


def _last_day(floor: Floor) -> str:
    return floor.day or floor.last_day or ""


def _key(command: OpenDay, last_day: str) -> str:
    """A request key that stays the same for the same attempt: same last day, new day, plan and trust."""
    digest = hashlib.sha256(msgspec.json.encode(command, order="sorted")).hexdigest()[:16]
    return f"open-{command.day}-after-{last_day or 'none'}-{digest}"
