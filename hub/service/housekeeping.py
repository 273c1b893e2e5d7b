"""What the hub does by itself: it opens each business day, keeps to the configured hours, and tries a disk again."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import msgspec

from hub.domain.commands import AdoptPlan, OpenDay
from hub.domain.decisions.days import is_quiet
from hub.domain.errors import RefusalCode, Refused
from hub.domain.floor import HUB, Floor
from hub.domain.hours import is_overdue, overdue_ms
from hub.domain.numbering import business_day
from hub.domain.plan import Plan
from hub.domain.transitions import State
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError

LOG = logging.getLogger("hub.housekeeping")

ACTOR = HUB
"""The actor of what nobody asked for."""

PASSING: frozenset[RefusalCode] = frozenset({"day_still_busy", "day_not_today", "plan_not_adopted"})
"""Refusals for what may be otherwise a moment later: somebody came just then, a plan did, or midnight."""

JUMP_MS = 60_000
"""A wall clock that gains more than this between two looks was set."""

MINUTE_MS = 60_000

ANSWERS_KEPT = timedelta(days=60)
"""How long it is known what was answered to a request. No sender comes back after weeks: a page has long been loaded
anew, and what agents keep on their disks is of a day that is over."""

FORGOTTEN_AT_ONCE = 20
"""Answers lie scattered over their table: so many are a few milliseconds of the writer's time."""

FIRST_PLAN = "Kế hoạch đầu tiên, từ tệp của trung tâm. / The first plan, from the centre's file."
FILE_CHANGED = "Tệp của bản trình diễn đã đổi. / The demo's file has changed."

InForce = Callable[[Plan, str], Plan]
"""A plan as it comes into force on a day (ISO): with that time's public holidays."""


@dataclass(frozen=True, slots=True)
class Configured:
    """What the centre's folder says: its ``plan``, and how a plan comes into force.

    The plan is adopted when there is none yet. What changes in it later is a draft that somebody adopts; where it
    ``is_followed``, as in the demo, the hub itself does.
    """

    plan: Plan
    in_force: InForce
    is_followed: bool = False

    def plan_of(self, floor: Floor) -> Plan:
        """The plan that the next day opens with."""
        return floor.adopted or self.plan


def opening(
    floor: Floor, configured: Configured, now_ms: int, confirmed_by: Literal["nobody", "clock", "person"]
) -> OpenDay:
    """The command that opens the day which the clock shows in the centre's zone, under the adopted plan."""
    plan = configured.plan_of(floor)
    day = business_day(now_ms, plan.zone)
    return OpenDay(day=day, plan=configured.in_force(plan, day), confirmed_by=confirmed_by)


class Housekeeping:
    """Opens each business day at its first quiet moment, also a Sunday: numbers that staff draw then belong to it.

    ``is_synchronised`` says whether the system's clock is kept in step by something better than itself; ``steady_ms``
    is a clock that nobody sets.
    """

    def __init__(
        self,
        office: Office,
        configured: Configured,
        is_synchronised: Callable[[], bool],
        steady_ms: Callable[[], int],
    ) -> None:
        self._office = office
        self._configured = configured
        self._is_synchronised = is_synchronised
        self._steady_ms = steady_ms
        self._ahead_ms: int | None = None
        self._spared_until_ms = 0
        self._tried = ""
        self._has_followed = False
        self._forgot_on = ""

    def tick(self, now_ms: int) -> None:
        """Open the day if it is due; to be called every few seconds and at the start. Raises nothing that can pass.

        An attempt that was refused is made again only when something has changed on which its answer depends: the
        clock's state, the plan, the last day or the new one; or a minute later, when its reason passes by itself.
        """
        self._office.probe()
        self._watch_clock(now_ms)
        self._adopt_file(now_ms)
        if self._is_due(now_ms):
            trust: Literal["nobody", "clock"] = "clock" if self._is_synchronised() else "nobody"
            self._open(opening(self._office.floor, self._configured, now_ms, trust), now_ms)
        self._forget_answers()

    def _forget_answers(self) -> None:
        """Some of those that are too old, until there is none; by the days of the hall, whatever the clock says."""
        day = _last_day(self._office.floor)
        if day in ("", self._forgot_on):
            return
        before = (date.fromisoformat(day) - ANSWERS_KEPT).isoformat()
        with suppress(StorageError):  # it can wait, and who cannot store anything is told by others
            if self._office.forget_answers(before, FORGOTTEN_AT_ONCE) < FORGOTTEN_AT_ONCE:
                self._forgot_on = day

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

    def _adopt_file(self, now_ms: int) -> None:
        """The file's plan is adopted when there is none yet; later only where it is followed, once after each start."""
        floor, configured = self._office.floor, self._configured
        is_first = floor.adopted is None
        is_done = self._has_followed or not configured.is_followed or floor.adopted == configured.plan.document
        if not is_first and is_done:
            return
        day = floor.day or business_day(now_ms, configured.plan.zone)
        plan, why = configured.in_force(configured.plan, day), FIRST_PLAN if is_first else FILE_CHANGED
        try:
            self._adopt(plan, why)
            self._has_followed = True
        except (StorageError, RequestReused) as error:
            LOG.warning("plan not adopted yet: %s", error)

    def _adopt(self, plan: Plan, why: str) -> None:
        """From now on, or else from the next day on. Raises StorageError, RequestReused."""
        ways: tuple[Literal["now", "next_day"], ...] = ("now", "next_day")
        for when in ways:
            command = AdoptPlan(plan=plan, when=when, why=why)
            try:
                self._office.submit(command, ACTOR, f"plan-{when}-after-{self._office.floor.seq}-{_digest(command)}")
            except Refused as refused:
                LOG.info("plan not adopted %s: %s", when, refused.code)
            else:
                return

    @property
    def _zone(self) -> str:
        return self._configured.plan_of(self._office.floor).zone

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


def _digest(content: OpenDay | AdoptPlan) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:16]
