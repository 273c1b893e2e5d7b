"""What the adoption of a plan does to the hall."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.adopting import fields_under
from hub.domain.calling import begin_anew
from hub.domain.floor import Counter, Floor
from hub.domain.plan import Plan


def _plan_adopted(floor: Floor, event: e.PlanAdopted, entry: e.Entry) -> None:
    floor.adopted, floor.adopted_version = event.plan.document, event.plan_version
    if event.when == "now":
        _go_on_under(floor, event.plan)
        floor.plan_version = event.plan_version


def _go_on_under(floor: Floor, plan: Plan) -> None:
    """The open day under another plan. What priority calls have used up is forgotten when they are shared otherwise."""
    former = floor.the_plan
    floor.counters = {
        number: _counter(floor, plan, number, fields) for number, fields in fields_under(floor, plan).items()
    }
    if (former.policy, former.classes) != (plan.policy, plan.classes):
        begin_anew(floor, "live", "test")
    floor.plan = plan


def _counter(floor: Floor, plan: Plan, number: int, fields: tuple[str, ...]) -> Counter:
    """A counter with its fields; a work profile that the plan has no more is chosen there no more."""
    counter = floor.counters.get(number) or Counter(number, fields)
    counter.fields = fields
    if counter.profile not in {profile.id for profile in plan.profiles}:
        counter.profile = ""
    return counter


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {e.PlanAdopted: _plan_adopted}
"""What the event does to the floor; it is ``(floor, event, entry)`` and changes the floor that it is given."""
