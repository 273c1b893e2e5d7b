"""Adopting a plan: for the day that is open, or for those to come."""

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.adopting import is_in_use, left_alone
from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.plan import Plan, RatingPlan


def adopt(floor: Floor, command: c.AdoptPlan, now_ms: int) -> list[e.Event]:
    """Let a plan count. With no day open, ``now`` is the next one, too.

    In the middle of a day stays what papers in people's hands, kiosks without the hub and the day's own account go by:
    zone, series, fields and classes that there are, counters that were used, the steps of a scale once somebody rated.
    Raises Refused: nothing_changed, plan_zone_in_use, plan_series_in_use, plan_field_in_use, plan_class_in_use,
    plan_counter_in_use, plan_rating_in_use, plan_leaves_people, plan_changed_meanwhile.
    """
    if command.base not in (None, floor.adopted_version):
        raise Refused("plan_changed_meanwhile", version=floor.adopted_version)
    document = command.plan.document
    is_now = command.when == "now" and floor.day is not None
    is_adopted = document == floor.adopted
    if is_adopted and not (is_now and floor.the_plan.document != document):
        raise Refused("nothing_changed")
    if is_now:
        _require_kept(floor.the_plan, document)
        _require_free(floor, document)
    version = floor.adopted_version if is_adopted else floor.adopted_version + 1
    return [e.PlanAdopted(plan_version=version, plan=command.plan, when="now" if is_now else "next_day")]


def _require_kept(former: Plan, plan: Plan) -> None:
    """Raises Refused: what papers and kiosks go by would change in mid-day."""
    if plan.zone != former.zone:
        raise Refused("plan_zone_in_use", zone=former.zone)
    if (plan.series, plan.test_series) != (former.series, former.test_series):
        raise Refused("plan_series_in_use", series=former.test_series)
    for field in former.fields:
        kept = plan.field(field.id)
        if kept is None:
            raise Refused("plan_field_in_use", field=field.id)
        if kept.series != field.series:
            raise Refused("plan_series_in_use", series=field.series)
    classes = {entry.id for entry in plan.classes}
    for entry in former.classes:
        if entry.id not in classes:
            raise Refused("plan_class_in_use", **{"class": entry.id})


def _require_free(floor: Floor, plan: Plan) -> None:
    """Raises Refused: a counter or a scale that somebody has used today, or people who would wait in vain."""
    for number in floor.counters:
        if plan.counter(number) is None and is_in_use(floor, number):
            raise Refused("plan_counter_in_use", counter=number)
    if _are_other_steps(floor.the_plan.rating, plan.rating) and _is_rated(floor):
        raise Refused("plan_rating_in_use", steps=floor.the_plan.rating.best)
    alone = next(left_alone(floor, plan), None)
    if alone is not None:
        raise Refused("plan_leaves_people", field=alone)


def _are_other_steps(former: RatingPlan, rating: RatingPlan) -> bool:
    """Whether a score would mean something else; better words for the same steps are no other steps."""
    places = {label: place for place, label in enumerate(former.labels)}
    is_moved = any(places.get(label, place) != place for place, label in enumerate(rating.labels))
    return is_moved or rating.best != former.best


def _is_rated(floor: Floor) -> bool:
    """Whether anybody rated today or still can."""
    return any(service.ending == "finished" for ticket in floor.tickets.values() for service in ticket.services)
