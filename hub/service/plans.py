"""Adopting a plan and looking back at those that were: for the page and for the console."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from hub.domain.commands import AdoptPlan
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.numbering import business_day
from hub.domain.plan import Plan
from hub.domain.plan_changes import Change, changes
from hub.service.access import ADMINISTRATOR
from hub.service.housekeeping import Configured
from hub.service.office import Office
from hub.service.outcome import RequestReused
from hub.service.ports import Account, Adoption, Clock
from hub.service.staff import actor_of

When = Literal["now", "next_day"]
WAYS: tuple[When, ...] = get_args(When)
MOST_WORDS = 500
"""The longest reason, in letters."""

CONSOLE = "console"
"""The actor of whoever works at the machine itself and does not say who they are."""


class PlanRefused(Exception):
    """A plan that is not adopted; ``code`` is that of a text, ``params`` fill it."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """What adopting a plan needs.

    ``slip`` is a plan's first contradiction as a sentence, empty for none; ``draft`` reads the plan in the centre's
    file anew, or says in a sentence why it cannot be read; ``history`` tells of all adoptions, the first one first.
    """

    office: Office
    configured: Configured
    clock: Clock
    slip: Callable[[Plan], str]
    draft: Callable[[], Plan | str]
    history: Callable[[], list[Adoption]]

    def adopt(self, plan: Plan, when: When, why: str, actor: str, base: int) -> tuple[int, When]:
        """Adopt a plan that was held against the version ``base``, if that still is the adopted one.

        Returns its version and from when it counts: with no day open, from the next one.
        Raises PlanRefused, StorageError.
        """
        reason = why.strip()
        if not reason or len(reason) > MOST_WORDS:
            raise PlanRefused("plan.refusal.why", most=MOST_WORDS)
        if slip := self.slip(plan):
            raise PlanRefused("plan.refusal.slip", slip=slip)
        command = AdoptPlan(plan=self._in_force(plan), when=when, why=reason, base=base)
        try:
            outcome = self.office.submit(command, actor, f"plan-{when}-at-{self.clock.now_ms()}")
        except Refused as refused:
            raise PlanRefused(f"refusal.{refused.code}", **refused.params) from None
        except RequestReused:
            raise PlanRefused("refusal.plan_not_adopted") from None
        told = outcome.answer["events"][0]
        return told["plan_version"], told["when"]

    def differences(self, plan: Plan) -> list[Change]:
        """What a plan would change of the adopted one."""
        return changes(self.configured.plan_of(self.office.floor), plan.document)

    def draft_differs(self) -> int:
        """In how many places the centre's file differs from the adopted plan; 0 also where it cannot be read."""
        draft = self.draft()
        return 0 if isinstance(draft, str) else len(self.differences(draft))

    def _in_force(self, plan: Plan) -> Plan:
        """With the public holidays of the day in which it comes into force, at the earliest."""
        day = self.office.floor.day or business_day(self.clock.now_ms(), plan.zone)
        return self.configured.in_force(plan.document, day)


def plan_actions(
    desk: PlanDesk, by_login: Callable[[str], Account | None]
) -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
    """The action ``plan-adopt``.

    ``{"plan": {…}, "base": 2, "when": "now", "why": "…", "login": "lan"}`` is answered by
    ``{"version": 3, "when": "now"}``, or by ``{"refused": code, "params": {…}}``. The login of an
    administrator says who adopts it; empty: whoever works at the machine.
    """

    def adopt(asked: Mapping[str, Any]) -> dict[str, Any]:
        plan, when = msgspec.convert(asked["plan"], Plan), msgspec.convert(asked["when"], When)
        try:
            actor = _actor(by_login, str(asked["login"]))
            version, since = desk.adopt(plan, when, str(asked["why"]), actor, int(asked["base"]))
        except PlanRefused as refused:
            return {"refused": refused.code, "params": refused.params}
        return {"version": version, "when": since}

    return {"plan-adopt": adopt}


def _actor(by_login: Callable[[str], Account | None], login: str) -> str:
    """Raises PlanRefused: nobody, or no administrator, is called so."""
    if not login:
        return CONSOLE
    account = by_login(login)
    if account is None or account.role != ADMINISTRATOR:
        raise PlanRefused("plan.refusal.not_administrator", login=login)
    return actor_of(account.id)


def coming(floor: Floor) -> Plan | None:
    """The plan that the next day opens with, where it is another than today's."""
    is_other = floor.plan is not None and floor.adopted not in (None, floor.plan.document)
    return floor.adopted if is_other else None
