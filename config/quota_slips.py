"""What contradicts itself in quotas and limits."""

from collections.abc import Iterator

from config.hours import Slip
from hub.domain.plan import Field, Plan


def quota_slips(plan: Plan) -> Iterator[Slip]:
    """Quotas that limit nothing, and sessions of a hall that has none."""
    for field in plan.fields:
        yield from _field_slips(plan, field)


def _field_slips(plan: Plan, field: Field) -> Iterator[Slip]:
    quota, key = field.quota, f"fields[{field.id}].quota"
    if quota is None:
        return
    if quota.walk_in is None and quota.remote is None:
        yield key, "neither `walk_in` nor `remote` is limited; say one of them, or leave the quota out", None
    if quota.per == "session" and plan.hours == "always":
        yield f"{key}.per", 'a hall with hours of "always" has no sessions; say `per = "day"`', None
