"""Where a visit goes: the fields that a citizen chose, and those to which the plan sends them on."""

from collections.abc import Iterable, Iterator, Sequence

from hub.domain.plan import Plan

MOST_ERRANDS = 12
"""More than so many fields are no visit of a day."""


def way(plan: Plan, first: str, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """The fields to which a visit goes after ``first``: the chosen ones, each followed by its chain, each field once.

    What several chains lead to comes after all of them: two errands are paid for at one cashier.
    """
    return _last_of_each([*chain(plan, first), *(step for field in chosen for step in (field, *chain(plan, field)))])


def chain(plan: Plan, field_id: str) -> tuple[str, ...]:
    """The fields to which whoever was served in a field goes on, each once, after every one that leads to it."""
    return _last_of_each(list(_steps(plan, field_id)))


def missing(errands: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """The fields that go behind the errands so that the wanted ones come in their order: all of them, or none.

    None when they come so already, with others between them or without.
    """
    left = iter(errands)
    return () if all(field in left for field in wanted) else tuple(wanted)


def _steps(plan: Plan, field_id: str) -> Iterator[str]:
    """Every step of every chain from here; a plan whose chains loop is not adopted."""
    field = plan.field(field_id)
    for following in field.then if field else ():
        yield following
        yield from _steps(plan, following)


def _last_of_each(steps: Sequence[str]) -> tuple[str, ...]:
    return tuple(step for place, step in enumerate(steps) if step not in steps[place + 1 :])
