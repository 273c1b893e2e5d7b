"""What the hub does by itself: it opens the business day when the clock shows a new one."""

import hashlib
import logging
from collections.abc import Callable
from typing import Literal

import msgspec

from hub.domain.commands import OpenDay
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.numbering import business_day
from hub.domain.plan import Plan
from hub.service.office import Office
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.housekeeping")

ACTOR = "hub"
"""The actor of what nobody asked for."""


PATIENCE_MS = 4 * 3_600_000
"""How long after midnight a day waits for a quiet moment: a ticket that a clerk forgot to finish in the evening must
not keep the next morning from opening, nor may a hall that is never quiet stay in one day for ever."""


def opening(plan: Plan, now_ms: int, confirmed_by: Literal["nobody", "clock", "person"]) -> OpenDay:
    """The command that opens the day which the clock shows in the centre's zone."""
    return OpenDay(day=business_day(now_ms, plan.zone), plan=plan, confirmed_by=confirmed_by)


class Housekeeping:
    """Opens each business day at its first quiet moment; ``plan`` is the configured one, which the day adopts.

    ``is_synchronised`` says whether the system's clock is kept in step by something better than itself.
    """

    def __init__(self, office: Office, plan: Plan, is_synchronised: Callable[[], bool]) -> None:
        self._office = office
        self._plan = plan
        self._is_synchronised = is_synchronised
        self._tried = ""

    def tick(self, now_ms: int) -> None:
        """Open the day if it is due; to be called every few seconds and at the start. Raises nothing that can pass.

        An attempt that was refused is made again only when something has changed: the journal, the clock's state or
        the day itself.
        """
        if not self._is_due(now_ms):
            return
        command = opening(self._plan, now_ms, "clock" if self._is_synchronised() else "nobody")
        key = _key(command, self._office.floor.seq)
        if key == self._tried:
            return
        try:
            self._office.submit(command, ACTOR, key)
        except Refused as refused:
            self._tried = key
            LOG.warning("day=%s not opened: %s", command.day, refused.code)
        except StorageError as error:
            LOG.warning("day=%s not opened yet: %s", command.day, error)

    def _is_due(self, now_ms: int) -> bool:
        """A later day than the last one, and nobody at a counter, unless nobody can be or patience is at its end."""
        floor, zone = self._office.floor, self._plan.zone
        last_day = floor.day or floor.last_day or ""
        if business_day(now_ms, zone) <= last_day:
            return False
        is_overdue = business_day(now_ms - PATIENCE_MS, zone) > last_day
        return floor.day is None or is_overdue or not _is_anybody_at_a_counter(floor)


def _is_anybody_at_a_counter(floor: Floor) -> bool:
    return any(counter.ticket is not None for counter in floor.counters.values())


def _key(command: OpenDay, seq: int) -> str:
    """A request key that stays the same for the same attempt: same day, plan and trust, nothing happened in between."""
    digest = hashlib.sha256(msgspec.json.encode(command, order="sorted")).hexdigest()[:16]
    return f"open-{command.day}-{seq}-{digest}"
