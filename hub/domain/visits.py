"""Where a visit goes: the fields that a citizen chose, and those to which the plan sends them on."""

from collections.abc import Iterable, Sequence

from hub.domain.plan import Plan

MOST_ERRANDS = 12
"""More than so many fields are no visit of a day."""


def way(plan: Plan, first: str, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """The fields to which a visit goes after ``first``: the chosen ones with their chains, each field once.

    They come as they were chosen, but each behind everything that leads to it: two errands are paid for at one cashier.
    """
    found: dict[str, None] = {}
    _collect(plan, first, found)
    for field_id in chosen:
        found.setdefault(field_id)
        _collect(plan, field_id, found)
    return _in_order(plan, [first], found)


def put_behind(plan: Plan, been: Iterable[str], errands: Sequence[str], added: Iterable[str]) -> tuple[str, ...]:
    """The fields that go to the end of the errands, one after the other, when some with their chains are added.

    ``been`` are the fields of the visit's services up to now: their chains count, too. Empty when nothing changes.
    """
    found = dict.fromkeys(errands)
    for field_id in added:
        found.setdefault(field_id)
        _collect(plan, field_id, found)
    ordered = _in_order(plan, been, found)
    kept = next(n for n in range(len(ordered), -1, -1) if ordered[:n] == _without(errands, ordered[n:]))
    return ordered[kept:]


def _collect(plan: Plan, field_id: str, found: dict[str, None]) -> None:
    """Add every field to which the chains lead from one."""
    for following in _then(plan, field_id):
        if following not in found:
            found[following] = None
            _collect(plan, following, found)


def _then(plan: Plan, field_id: str) -> tuple[str, ...]:
    field = plan.field(field_id)
    return field.then if field else ()


def _in_order(plan: Plan, been: Iterable[str], fields: Iterable[str]) -> tuple[str, ...]:
    """The fields, the first of those first that nothing else has to come before.

    Chains that contradict each other cannot all be kept to: then the field that stands first comes first.
    """
    left = list(fields)
    steps = {step for field_id in (*been, *left) for step in _pairs(field_id, _then(plan, field_id))}
    ordered: list[str] = []
    while left:
        free = (name for name in left if not any((other, name) in steps for other in left))
        following = next(free, left[0])
        left.remove(following)
        ordered.append(following)
    return tuple(ordered)


def _pairs(field_id: str, following: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Each field of a chain with the one after it."""
    return zip((field_id, *following), following, strict=False)


def _without(errands: Iterable[str], moved: Iterable[str]) -> tuple[str, ...]:
    leaving = set(moved)
    return tuple(field_id for field_id in errands if field_id not in leaving)
