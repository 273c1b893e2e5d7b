"""Why one ticket was chosen while another one, that had come earlier, waited."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeGuard

from hub.domain import events as e
from hub.domain.calling import Classes, may_come, profile_of, turns_of
from hub.domain.explaining.line import Params, Why
from hub.domain.floor import Counter, Floor, Ticket, Turns
from hub.domain.plan import Policy
from hub.domain.transitions import State

Chosen = e.TicketCalled | e.TicketPrepared


def is_choice(event: e.Event) -> TypeGuard[Chosen]:
    """Whether this row chose somebody. A prepared ticket was chosen when it was prepared, not when it was called."""
    return isinstance(event, e.TicketCalled | e.TicketPrepared) and event.rule != "prepared"


def is_passed(mine: Ticket, other: Ticket) -> bool:
    """Whether ``mine`` waits and came earlier than the other one."""
    is_waiting = mine.state is State.WAITING and mine.mode == other.mode
    return is_waiting and mine is not other and other.place > mine.place


def is_of_one_queue(floor: Floor, counter: Counter, mine: Ticket, other: Ticket) -> bool:
    """Whether somebody who waits would say that the other was called before them: same field, or same counter."""
    return mine.service.field == other.service.field or may_come(floor, counter, mine)


def why_chosen(floor: Floor, entry: e.Entry, mine: Ticket) -> Why:
    """Why the choice of this row was not ``mine``, as the hall stood before its request; ``mine`` waited then."""
    event = entry.event
    assert is_choice(event)
    counter, other = floor.counters[event.counter], floor.tickets[event.ticket]
    if isinstance(event, e.TicketCalled) and event.rule == "by_number":
        return Why("by_number", {"reason": event.reason or ""})
    if not may_come(floor, counter, mine):
        return _not_called_here(floor, counter, mine)
    if event.rule in _ABOVE_ALL:
        return Why(event.rule, _ABOVE_ALL[event.rule](floor.the_plan.policy))
    classes = Classes.of(floor.the_plan, entry.at_ms)
    compared = _Compared(floor, event, mine, other, classes.of_ticket(mine), classes.of_ticket(other))
    return _preferred(compared) or _heavier(compared) or _by_classes(compared, classes)


_ABOVE_ALL: dict[str, Callable[[Policy], Params]] = {
    "held_first": lambda _policy: {},
    "carried_first": lambda _policy: {},
    "waited_too_long": lambda policy: {"minutes": policy.call_first_after_min},
}
"""Rules that look neither at classes nor at fields, with what they say."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """A choice, who was not chosen and who was, and the class that each counted as then."""

    floor: Floor
    event: Chosen
    mine: Ticket
    other: Ticket
    my_class: str
    class_told: str


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


def _preferred(compared: _Compared) -> Why | None:
    """That the counter prefers the other's class, when it does not prefer that of ``mine`` as well."""
    planned = compared.floor.the_plan.counter(compared.event.counter)
    if compared.event.rule != "preferred" or planned is None or compared.my_class in planned.prefers:
        return None
    return Why("preferred", {"counter": planned.number, "class": compared.class_told})


def _heavier(compared: _Compared) -> Why | None:
    """The work profile of the counter, when it puts the other's field above."""
    profile = profile_of(compared.floor.the_plan, compared.floor.counters[compared.event.counter])
    field = compared.other.service.field
    if profile is None or profile.weight(field) <= profile.weight(compared.mine.service.field):
        return None
    return Why("profile", {"profile": profile.id, "field": field})


def _by_classes(compared: _Compared, classes: Classes) -> Why:
    """The order among the classes, with the turn that this call is."""
    mine, other = classes.rank(compared.my_class), classes.rank(compared.class_told)
    if classes.policy.classes == "ratio":
        return _by_ratio(compared, classes.policy)
    if other > mine:
        return _class_first(compared, classes.policy)
    if compared.event.rule == "ordinary_owed" or mine > other:
        return Why("ordinary_owed", {"most": classes.policy.most_priority_in_a_row})
    return Why("order", {"field": compared.mine.service.field})


def _by_ratio(compared: _Compared, policy: Policy) -> Why:
    """Which of its class's calls in a round this is."""
    counted = compared.class_told
    share = next((entry.calls for entry in policy.ratio if entry.ticket_class == counted), 0)
    made = _turns(compared).round.get(counted, 0)
    return Why("ratio", {"class": counted, "turn": made % share + 1 if share else 1, "share": share})


def _class_first(compared: _Compared, policy: Policy) -> Why:
    """At a counter that prefers both, the turns that are owed to others do not count."""
    params: Params = {"class": compared.class_told}
    aged = "" if compared.class_told == compared.other.ticket_class else "_aged"
    if policy.classes != "at_most" or compared.event.rule == "preferred":
        return Why(f"class_first{aged}", params)
    most = policy.most_priority_in_a_row
    return Why(f"class_first_turn{aged}", {**params, "turn": min(_turns(compared).in_a_row + 1, most), "most": most})


def _turns(compared: _Compared) -> Turns:
    return turns_of(compared.floor, compared.floor.mode, compared.other.service.field)
