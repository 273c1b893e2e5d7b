"""What the hub does by itself: it opens each business day, keeps to the configured hours, and tries a disk again."""

import hashlib
import logging
from collections.abc import Callable
from typing import Literal

import msgspec

from hub.domain.commands import AdoptHours, OpenDay
from hub.domain.decisions.days import is_quiet
from hub.domain.errors import RefusalCode, Refused
from hub.domain.floor import Floor
from hub.domain.hours import is_overdue, overdue_ms
from hub.domain.numbering import business_day
from hub.domain.plan import Hours, Plan
from hub.domain.transitions import State
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.housekeeping")

ACTOR = "hub"
"""The actor of what nobody asked for."""

PASSING: frozenset[RefusalCode] = frozenset({"day_still_busy", "day_not_today"})
"""Refusals for what may be otherwise a moment later: somebody came just then, or midnight was that moment."""

JUMP_MS = 60_000
"""A wall clock that gains more than this between two looks was set."""

MINUTE_MS = 60_000

PlanFor = Callable[[str], Plan]
"""The configured plan as a day (ISO) adopts it, with that time's holidays."""


def opening(plan_for: PlanFor, zone: str, now_ms: int, confirmed_by: Literal["nobody", "clock", "person"]) -> OpenDay:
    """The command that opens the day which the clock shows in the centre's zone."""
    day = business_day(now_ms, zone)
    return OpenDay(day=day, plan=plan_for(day), confirmed_by=confirmed_by)


class Housekeeping:
    """Opens each business day at its first quiet moment, also a Sunday: numbers that staff draw then belong to it.

    ``is_synchronised`` says whether the system's clock is kept in step by something better than itself; ``steady_ms``
    is a clock that nobody sets.
    """

    def __init__(
        self,
        office: Office,
        zone: str,
        plan_for: PlanFor,
        is_synchronised: Callable[[], bool],
        steady_ms: Callable[[], int],
    ) -> None:
        self._office = office
        self._zone = zone
        self._plan_for = plan_for
        self._is_synchronised = is_synchronised
        self._steady_ms = steady_ms
        self._ahead_ms: int | None = None
        self._spared_until_ms = 0
        self._tried = ""

    def tick(self, now_ms: int) -> None:
        """Open the day if it is due; to be called every few seconds and at the start. Raises nothing that can pass.

        An attempt that was refused is made again only when something has changed on which its answer depends: the
        clock's state, the plan, the last day or the new one; or a minute later, when its reason passes by itself.
        """
        self._office.probe()
        self._watch_clock(now_ms)
        if self._is_due(now_ms):
            trust: Literal["nobody", "clock"] = "clock" if self._is_synchronised() else "nobody"
            self._open(opening(self._plan_for, self._zone, now_ms, trust), now_ms)
        self._keep_hours()

    def _watch_clock(self, now_ms: int) -> None:
        """Spare a busy hall whose day is over only because the clock was set: until the day then shown is over, too."""
        former_ms, self._ahead_ms = self._ahead_ms, now_ms - self._steady_ms()
        gained_ms = 0 if former_ms is None else self._ahead_ms - former_ms
        floor, unset_ms = self._office.floor, now_ms - gained_ms
        if not is_overdue(floor, now_ms):
            self._spared_until_ms = 0
        elif gained_ms > JUMP_MS and not is_overdue(floor, unset_ms) and not is_quiet(floor, unset_ms):
            self._spared_until_ms = overdue_ms(business_day(now_ms, self._zone), self._zone)
            LOG.warning("day=%s goes on, although the clock was set ahead by %d s", floor.day, gained_ms // 1000)

    def _open(self, command: OpenDay, now_ms: int) -> None:
        floor = self._office.floor
        attempt = _attempt(command, _last_day(floor))
        if attempt == self._tried:
            return
        try:
            self._office.submit(command, ACTOR, f"{attempt}-{floor.seq}-{now_ms // MINUTE_MS}")
        except Refused as refused:
            self._tried = "" if refused.code in PASSING else attempt
            LOG.warning("day=%s not opened: %s", command.day, refused.code)
        except (StorageError, RequestReused) as error:
            LOG.warning("day=%s not opened yet: %s", command.day, error)

    def _keep_hours(self) -> None:
        """Hours that were edited while the hub was down count today already; the rest of a plan waits for its day."""
        floor = self._office.floor
        if floor.day is None or (hours := self._plan_for(floor.day).hours) == floor.the_plan.hours:
            return
        try:
            self._office.submit(AdoptHours(hours=hours), ACTOR, f"hours-after-{floor.seq}-{_digest(hours)}")
        except (Refused, StorageError, RequestReused) as error:
            LOG.warning("day=%s new hours not adopted yet: %s", floor.day, error)

    def _is_due(self, now_ms: int) -> bool:
        """A later day than the last one, and a quiet moment, unless no day is open or patience is at its end.

        A hall that is spared has quiet only when nobody is there any more: it draws no numbers meanwhile.
        """
        floor = self._office.floor
        if business_day(now_ms, self._zone) <= _last_day(floor):
            return False
        if now_ms < self._spared_until_ms:
            return not any(ticket.is_open and ticket.state is not State.MISSED for ticket in floor.tickets.values())
        return floor.day is None or is_overdue(floor, now_ms) or is_quiet(floor, now_ms)


def _last_day(floor: Floor) -> str:
    return floor.day or floor.last_day or ""


def _attempt(command: OpenDay, last_day: str) -> str:
    """What stays the same for the same attempt: same last day, new day, plan and trust."""
    return f"open-{command.day}-after-{last_day or 'none'}-{_digest(command)}"


def _digest(content: OpenDay | Hours | Literal["always"]) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:16]
