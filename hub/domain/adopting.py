"""What a plan that is adopted in the middle of a day does to the hall, for the decision and the effect alike."""

from collections.abc import Iterator, Mapping

from hub.domain.floor import Floor
from hub.domain.plan import Plan

FieldsOf = Mapping[int, tuple[str, ...]]
"""The fields of each counter, by number."""


def fields_under(floor: Floor, plan: Plan) -> dict[int, tuple[str, ...]]:
    """The fields of each counter once the open day goes on under ``plan``.

    What was changed today stays, unless the plan changes that very counter, too.
    """
    former = floor.the_plan
    found: dict[int, tuple[str, ...]] = {}
    for planned in plan.counters:
        known, counter = former.counter(planned.number), floor.counters.get(planned.number)
        is_left_alone = known is not None and counter is not None and known.fields == planned.fields
        found[planned.number] = counter.fields if counter is not None and is_left_alone else planned.fields
    return found


def is_in_use(floor: Floor, number: int) -> bool:
    """Whether a counter was opened or had anybody today: papers, boards and the day's figures name it."""
    counter = floor.counters.get(number)
    if counter is not None and (counter.state != "closed" or counter.ticket is not None):
        return True
    services = (service for ticket in floor.tickets.values() for service in ticket.services)
    return any(number in (service.counter, service.to_counter) for service in services)


def left_alone(floor: Floor, plan: Plan) -> Iterator[str]:
    """The fields in which somebody is or will be, whom some counter serves now and none would under ``plan``."""
    now = {number: counter.fields for number, counter in floor.counters.items()}
    then = fields_under(floor, plan)
    for ticket in floor.tickets.values():
        for field_id in (ticket.service.field, *ticket.errands) if ticket.is_open else ():
            wanted = (field_id, ticket.ticket_class)
            if _is_served(floor.the_plan, now, *wanted) and not _is_served(plan, then, *wanted):
                yield field_id


def _is_served(plan: Plan, fields_of: FieldsOf, field_id: str, ticket_class: str) -> bool:
    for planned in plan.counters:
        is_for_them = not planned.reserved_for or ticket_class in planned.reserved_for
        if is_for_them and field_id in fields_of.get(planned.number, ()):
            return True
    return False
