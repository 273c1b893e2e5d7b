"""The rules in the order in which they are asked: the first that has anybody makes the choice."""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.domain.calling.candidates import candidates
from hub.domain.calling.classes import MINUTE_MS, Classes
from hub.domain.calling.turns import turns_now
from hub.domain.floor import Counter, Floor, Place, Ticket
from hub.domain.plan import CallRule, Plan, Policy, Profile
from hub.domain.transitions import State


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call, the rule that put it first, among how many candidates.

    ``as_class`` is the class that it counts as, if that is not its own; else it is empty.
    """

    ticket: Ticket
    rule: CallRule
    candidates: int
    as_class: str


def pick_next(floor: Floor, counter: Counter, now_ms: int) -> Choice | None:
    """Whom a counter calls now (ms since the epoch, UTC): whoever was prepared there, else the policy's choice."""
    if counter.prepared is None:
        return choose(floor, counter, now_ms)
    ticket = floor.tickets[counter.prepared]
    return Choice(ticket, "prepared", 1, counted_as(Classes.of(floor.the_plan, now_ms), ticket))


def choose(floor: Floor, counter: Counter, now_ms: int) -> Choice | None:
    """The policy's choice for a counter, or None when there is nobody for it."""
    there = candidates(floor, counter, now_ms)
    if not there:
        return None
    classes = Classes.of(floor.the_plan, now_ms)
    ticket, rule = _above_classes(floor.the_plan, counter, there, now_ms) or _by_classes(floor, counter, there, classes)
    return Choice(ticket, rule, len(there), counted_as(classes, ticket))


def counted_as(classes: Classes, ticket: Ticket) -> str:
    """The class that a ticket counts as; empty when that is its own."""
    counted = classes.of_ticket(ticket)
    return "" if counted == ticket.ticket_class else counted


def place_of(policy: Policy, ticket: Ticket) -> Place:
    """The place of a candidate: the missed who come at the end stand where they were missed."""
    if policy.missed.come_back == "at_end" and ticket.state is State.MISSED:
        return (ticket.service.missed_ms or 0, ticket.order, 0)
    return ticket.place


def _above_classes(plan: Plan, counter: Counter, there: list[Ticket], now_ms: int) -> tuple[Ticket, CallRule] | None:
    """The choice of the rules that look at no class: kept for this clerk, waited too long, carried over.

    The missed come in none of them: whoever is not there shall not pass everybody each time they are due.
    """
    policy = plan.policy
    if counter.clerk and (kept := [t for t in there if t.services[-1].for_clerk == counter.clerk]):
        return _earliest(policy, kept), "held_first"
    limit_ms = policy.call_first_after_min * MINUTE_MS
    if limit_ms and (late := [t for t in there if _waits_since(t, now_ms - limit_ms)]):
        return _earliest(policy, late), "waited_too_long"
    if carried := [t for t in there if t.carried_from and t.is_carried_first and t.state is State.WAITING]:
        return _earliest(policy, carried), "carried_first"
    return None


def _waits_since(ticket: Ticket, instant_ms: int) -> bool:
    return ticket.state is State.WAITING and ticket.service.counts_from_ms <= instant_ms


def _earliest(policy: Policy, tickets: Iterable[Ticket]) -> Ticket:
    return min(tickets, key=lambda ticket: place_of(policy, ticket))


def _by_classes(floor: Floor, counter: Counter, there: list[Ticket], classes: Classes) -> tuple[Ticket, CallRule]:
    """The choice among the classes, after what the counter prefers and its work profile."""
    planned = floor.the_plan.counter(counter.number)
    prefers = planned.prefers if planned else ()
    preferred = [t for t in there if t.state is State.WAITING and classes.of_ticket(t) in prefers] if prefers else []
    weighed = _heaviest(profile_of(floor.the_plan, counter), preferred or there)
    ticket, rule = _of_all_fields(floor, weighed, classes)
    return ticket, "preferred" if preferred else rule


def profile_of(plan: Plan, counter: Counter) -> Profile | None:
    """The work profile of a counter: the one chosen there today, else its clerk's, else its own in the plan."""
    planned = plan.counter(counter.number)
    of_clerk = next((entry.profile for entry in plan.clerks if entry.clerk == counter.clerk), "")
    wanted = counter.profile or of_clerk or (planned.profile if planned else "")
    return next((profile for profile in plan.profiles if profile.id == wanted), None)


def _heaviest(profile: Profile | None, tickets: list[Ticket]) -> list[Ticket]:
    """Those in the fields that count most in the profile."""
    if profile is None:
        return tickets
    weights = {field: profile.weight(field) for field in {ticket.service.field for ticket in tickets}}
    most = max(weights.values())
    return [ticket for ticket in tickets if weights[ticket.service.field] == most]


def _of_all_fields(floor: Floor, tickets: list[Ticket], classes: Classes) -> tuple[Ticket, CallRule]:
    """Each field names one ticket; the highest of these is called, and of several the earliest."""
    named = []
    for field, heads in _heads(tickets, classes).items():
        places = {name: place for name, (place, _) in heads.items()}
        choice = classes.named(places, turns_now(floor, classes, field, places))
        place, ticket = heads[choice.ticket_class]
        named.append((-choice.standing, place, ticket, choice.rule))
    *_, ticket, rule = min(named, key=lambda entry: entry[:2])
    return ticket, rule


def _heads(tickets: list[Ticket], classes: Classes) -> dict[str, dict[str, tuple[Place, Ticket]]]:
    """By field, and by the class that they count as: the earliest and its place."""
    heads: dict[str, dict[str, tuple[Place, Ticket]]] = {}
    for ticket in tickets:
        in_field = heads.setdefault(ticket.services[-1].field, {})
        counted, place = classes.of_ticket(ticket), place_of(classes.policy, ticket)
        first = in_field.get(counted)
        if first is None or place < first[0]:
            in_field[counted] = (place, ticket)
    return heads
