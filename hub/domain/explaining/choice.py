"""Why one ticket was chosen while another one, that had come earlier, waited."""

from collections.abc import Callable

from hub.domain import events as e
from hub.domain.calling import may_come, profile_of
from hub.domain.explaining.line import Params, Why
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import ORDINARY
from hub.domain.transitions import State

Chosen = e.TicketCalled | e.TicketPrepared

BY_ITSELF = frozenset({"held_first", "carried_first"})
"""Rules that say all there is to say."""


def is_passed(mine: Ticket, other: Ticket) -> bool:
    """Whether ``mine`` waits and came earlier than the other one."""
    is_waiting = mine.state is State.WAITING and mine.mode == other.mode
    return is_waiting and mine is not other and other.place > mine.place


def is_of_one_queue(floor: Floor, counter: Counter, mine: Ticket, other: Ticket) -> bool:
    """Whether somebody who waits would say that the other was called before them: same field, or same counter."""
    return mine.service.field == other.service.field or may_come(floor, counter, mine)


def why_chosen(floor: Floor, event: Chosen, mine: Ticket) -> Why:
    """Why not ``mine``, as the hall stood right before the choice; ``mine`` waited then."""
    counter, other = floor.counters[event.counter], floor.tickets[event.ticket]
    if isinstance(event, e.TicketCalled) and event.rule == "by_number":
        return Why("by_number", {"reason": event.reason or ""})
    if not may_come(floor, counter, mine):
        return _not_called_here(floor, counter, mine)
    if event.rule in BY_ITSELF:
        return Why(event.rule)
    if event.rule in _TOLD:
        return Why(event.rule, _TOLD[event.rule](floor, counter, event, other))
    return _above_classes(floor, counter, mine, other) or _by_classes(floor, event, other)


def _not_called_here(floor: Floor, counter: Counter, mine: Ticket) -> Why:
    """Why this counter cannot call a ticket at all."""
    bound_to = mine.service.to_counter
    if bound_to is not None:
        return Why("sent_to", {"counter": counter.number, "to_counter": bound_to})
    if mine.service.field not in counter.fields:
        return Why("other_fields", {"counter": counter.number})
    planned = floor.the_plan.counter(counter.number)
    if planned and planned.reserved_for and mine.ticket_class not in planned.reserved_for:
        return Why("reserved", {"counter": counter.number})
    return Why("kept")


def _above_classes(floor: Floor, counter: Counter, mine: Ticket, other: Ticket) -> Why | None:
    """The work profile of the counter, when it puts the other's field above."""
    profile = profile_of(floor.the_plan, counter)
    if profile is None or profile.weight(other.service.field) <= profile.weight(mine.service.field):
        return None
    return Why("profile", {"profile": profile.id, "field": other.service.field})


def _by_classes(floor: Floor, event: Chosen, other: Ticket) -> Why:
    """The order among the classes, with the turn that this call is."""
    counted = event.as_class or other.ticket_class
    params: Params = {"class": counted}
    if event.rule == "class_first":
        return _class_first(floor, event, other, params)
    if event.rule == "ratio":
        share = next((entry.calls for entry in floor.the_plan.policy.ratio if entry.ticket_class == counted), 0)
        made = floor.rounds.get((floor.mode, other.service.field), {}).get(counted, 0)
        return Why("ratio", {**params, "turn": made % share + 1 if share else 1, "share": share})
    return Why("order", {"field": other.service.field})


def _class_first(floor: Floor, event: Chosen, other: Ticket, params: Params) -> Why:
    policy = floor.the_plan.policy
    aged = "_aged" if event.as_class not in ("", ORDINARY) else ""
    if policy.classes != "at_most":
        return Why(f"class_first{aged}", params)
    turn = min(floor.in_a_row.get((floor.mode, other.service.field), 0) + 1, policy.most_priority_in_a_row)
    return Why(f"class_first_turn{aged}", {**params, "turn": turn, "most": policy.most_priority_in_a_row})


def _waited(floor: Floor, _counter: Counter, _event: Chosen, _other: Ticket) -> Params:
    return {"minutes": floor.the_plan.policy.call_first_after_min}


def _preferred(_floor: Floor, counter: Counter, event: Chosen, other: Ticket) -> Params:
    return {"counter": counter.number, "class": event.as_class or other.ticket_class}


def _owed(floor: Floor, _counter: Counter, _event: Chosen, _other: Ticket) -> Params:
    return {"most": floor.the_plan.policy.most_priority_in_a_row}


_TOLD: dict[str, Callable[[Floor, Counter, Chosen, Ticket], Params]] = {
    "waited_too_long": _waited,
    "preferred": _preferred,
    "ordinary_owed": _owed,
}
"""Rules that stand above those of classes or explain themselves, with what they say."""
