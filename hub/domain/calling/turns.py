"""What a call changes: whose turn it is afterwards, in its own field and in others."""

from collections.abc import Collection

from hub.domain.calling.candidates import may_come
from hub.domain.calling.classes import Classes, shares_of
from hub.domain.floor import Counter, Floor, Line, Taken, Ticket, Turns
from hub.domain.plan import ORDINARY


def turns_of(floor: Floor, mode: str, field: str) -> Turns:
    """What a field remembers of its calls in a mode."""
    return floor.turns.get((mode, field)) or Turns()


def turns_after(classes: Classes, turns: Turns, called: str, left: Collection[str]) -> Turns:
    """The turns of a field once somebody who counts as ``called`` was called and these classes are left waiting there.

    An ordinary ticket that waits for another counter counts too: else that counter would never owe it a turn.
    """
    match classes.policy.classes:
        case "at_most":
            is_passed = called != ORDINARY and ORDINARY in left
            return Turns(in_a_row=turns.in_a_row + 1 if is_passed else 0)
        case "ratio":
            return Turns(round=_round_after(classes, turns, called, {called, *left}))
        case _:
            return turns


def turns_among(classes: Classes, turns: Turns, present: Collection[str]) -> Turns:
    """The turns as they count while these classes wait: a round is over when none of them has anything left of it."""
    shares = shares_of(classes.policy)
    is_over = all(turns.round.get(name, 0) >= shares.get(name, 0) for name in present)
    return Turns(turns.in_a_row) if is_over else turns


def turns_now(floor: Floor, classes: Classes, field: str, heads: Collection[str]) -> Turns:
    """The turns of a field for the next call in the current mode, which may be of one of these classes."""
    turns = turns_of(floor, floor.mode, field)
    if not turns.round:
        return turns
    return turns_among(classes, turns, {*heads, *(classes.of_ticket(ticket) for ticket in _waiting(floor, field))})


def _round_after(classes: Classes, turns: Turns, called: str, present: Collection[str]) -> dict[str, int]:
    counted = dict(turns_among(classes, turns, present).round)
    counted[called] = counted.get(called, 0) + 1
    return counted


def count_turn(floor: Floor, counter: Counter, ticket: Ticket, now_ms: int) -> dict[Line, Taken]:
    """Count a waiting ticket's call or preparation at a counter: change the turns on the floor, and say how."""
    classes, own = Classes.of(floor.the_plan, now_ms), ticket.service.field
    called = classes.of_ticket(ticket)
    left = {classes.of_ticket(other) for other in _waiting(floor, own) if other is not ticket}
    changed = {own: turns_after(classes, turns_of(floor, floor.mode, own), called, left)}
    if classes.policy.classes == "at_most" and called != ORDINARY:
        for field in floor.waiting:
            if field != own and _passes_ordinary(floor, counter, classes, field):
                changed[field] = Turns(in_a_row=turns_of(floor, floor.mode, field).in_a_row + 1)
    return {(floor.mode, field): _keep(floor, field, turns) for field, turns in changed.items()}


def _keep(floor: Floor, field: str, turns: Turns) -> Taken:
    before = turns_of(floor, floor.mode, field)
    floor.turns[floor.mode, field] = turns
    return Taken(before, turns)


def give_back_turn(floor: Floor, counter: Counter) -> None:
    """Undo what the preparation at a counter changed, in each field in which no other call has counted since."""
    for line, taken in counter.taken.items():
        if floor.turns.get(line) is taken.after:
            floor.turns[line] = taken.before
    counter.taken = {}


def _waiting(floor: Floor, field: str) -> list[Ticket]:
    return [ticket for ticket in floor.waiting.get(field, {}).values() if ticket.mode == floor.mode]


def _passes_ordinary(floor: Floor, counter: Counter, classes: Classes, field: str) -> bool:
    """Whether an ordinary ticket waits in a field that this counter could have called instead."""
    return any(
        classes.of_ticket(ticket) == ORDINARY and may_come(floor, counter, ticket) for ticket in _waiting(floor, field)
    )


def begin_anew(floor: Floor, *modes: str) -> None:
    """Forget whose turn it is, in these modes: another policy counts from its own beginning."""
    floor.turns = {line: turns for line, turns in floor.turns.items() if line[0] not in modes}
