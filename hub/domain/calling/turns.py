"""What a call changes: whose turn it is afterwards, in its own field and in others."""

from collections.abc import Collection

from hub.domain.calling.candidates import may_come
from hub.domain.calling.classes import Classes, Turns, shares_of
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import ORDINARY, Policy


def turns_of(floor: Floor, mode: str, field: str) -> Turns:
    """What a field remembers of its calls in a mode."""
    place = (mode, field)
    return Turns(floor.in_a_row.get(place, 0), floor.rounds.get(place, {}))


def turns_after(classes: Classes, turns: Turns, called: str, left: Collection[str]) -> Turns:
    """The turns of a field once somebody who counts as ``called`` was called and these classes are left waiting there.

    An ordinary ticket that waits for another counter counts too: else that counter would never owe it a turn.
    """
    match classes.policy.classes:
        case "at_most":
            is_passed = called != ORDINARY and ORDINARY in left
            return Turns(in_a_row=turns.in_a_row + 1 if is_passed else 0)
        case "ratio":
            return Turns(round=_round_after(classes.policy, turns, called, {called, *left}))
        case _:
            return turns


def _round_after(policy: Policy, turns: Turns, called: str, present: Collection[str]) -> dict[str, int]:
    """A new round begins when nobody who was there has a turn left in the old one."""
    shares = shares_of(policy)
    is_over = all(turns.round.get(name, 0) >= shares.get(name, 0) for name in present)
    counted = {} if is_over else dict(turns.round)
    counted[called] = counted.get(called, 0) + 1
    return counted


def count_turn(floor: Floor, counter: Counter, ticket: Ticket, now_ms: int) -> None:
    """Count a waiting ticket's call or preparation at a counter: change the turns on the floor."""
    classes, own = Classes.of(floor.the_plan, now_ms), ticket.service.field
    called = classes.of_ticket(ticket)
    left = {classes.of_ticket(other) for other in _waiting(floor, own) if other is not ticket}
    _keep(floor, own, turns_after(classes, turns_of(floor, floor.mode, own), called, left))
    if classes.policy.classes == "at_most" and called != ORDINARY:
        for field in floor.waiting:
            if field != own and _passes_ordinary(floor, counter, classes, field):
                floor.in_a_row[floor.mode, field] = floor.in_a_row.get((floor.mode, field), 0) + 1


def _waiting(floor: Floor, field: str) -> list[Ticket]:
    return [ticket for ticket in floor.waiting.get(field, {}).values() if ticket.mode == floor.mode]


def _keep(floor: Floor, field: str, turns: Turns) -> None:
    place = (floor.mode, field)
    floor.in_a_row[place] = turns.in_a_row
    if turns.round:
        floor.rounds[place] = dict(turns.round)


def _passes_ordinary(floor: Floor, counter: Counter, classes: Classes, field: str) -> bool:
    """Whether an ordinary ticket waits in a field that this counter could have called instead."""
    return any(
        classes.of_ticket(ticket) == ORDINARY and may_come(floor, counter, ticket) for ticket in _waiting(floor, field)
    )


def count_call(floor: Floor, field: str) -> None:
    """Count one more call in a field: the missed come back after so many."""
    place = (floor.mode, field)
    floor.calls_made[place] = floor.calls_made.get(place, 0) + 1


def begin_anew(floor: Floor, *modes: str) -> None:
    """Forget whose turn it is, in these modes: another policy counts from its own beginning."""
    floor.in_a_row = {place: count for place, count in floor.in_a_row.items() if place[0] not in modes}
    floor.rounds = {place: calls for place, calls in floor.rounds.items() if place[0] not in modes}
