"""Whom a counter may call: those who wait for it, and the missed whose turn has come again."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hub.domain.calling.limits import is_spent, seconds_to_wait
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import Plan
from hub.domain.transitions import State


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a counter takes, whoever may have been promised to somebody else: by its fields, its classes, its number."""

    number: int
    fields: tuple[str, ...]
    reserved_for: tuple[str, ...]

    def serves(self, field: str, ticket_class: str) -> bool:
        """Whether tickets of this field and class come here without being sent."""
        return field in self.fields and (not self.reserved_for or ticket_class in self.reserved_for)

    def takes(self, ticket: Ticket) -> bool:
        """Whether a ticket may be called here: it was sent to this very counter, or to none."""
        bound_to = ticket.service.to_counter
        if bound_to is not None:
            return bound_to == self.number
        return self.serves(ticket.service.field, ticket.ticket_class)


def reach(plan: Plan | None, counter: Counter) -> Reach:
    """What a counter reaches today."""
    return Reach(counter.number, counter.fields, reserved_for(plan, counter))


def reserved_for(plan: Plan | None, counter: Counter) -> tuple[str, ...]:
    """The classes to which a counter's own fields are reserved; none: to all."""
    planned = plan.counter(counter.number) if plan else None
    return planned.reserved_for if planned else ()


def takes_class(floor: Floor, counter: Counter, ticket_class: str) -> bool:
    """Whether a counter is not reserved for others."""
    classes = reserved_for(floor.plan, counter)
    return not classes or ticket_class in classes


def serves(floor: Floor, counter: Counter, field: str, ticket_class: str) -> bool:
    """Whether tickets of a field and a class come to a counter without being sent there."""
    return reach(floor.plan, counter).serves(field, ticket_class)


def is_stranded_without(floor: Floor, left: Iterable[Counter], field: str, ticket_class: str) -> bool:
    """Whether none of the counters that are left would call a ticket of this field and class."""
    return not any(serves(floor, counter, field, ticket_class) for counter in left)


def may_come(floor: Floor, counter: Counter, ticket: Ticket) -> bool:
    """Whether the policy may call a ticket to a counter, if it waits."""
    return reach(floor.plan, counter).takes(ticket) and not _is_kept_elsewhere(floor, counter, ticket)


def _is_kept_elsewhere(floor: Floor, counter: Counter, ticket: Ticket) -> bool:
    """A ticket is kept for the clerk who held it, as long as that clerk works where it may be called.

    During a pause it is everybody's: nobody shall wait for a clerk who is away while others are free.
    """
    kept_for = ticket.service.for_clerk
    if kept_for is None or counter.clerk == kept_for:
        return False
    theirs = (other for other in floor.counters.values() if other.state == "open" and other.clerk == kept_for)
    return any(reach(floor.plan, other).takes(ticket) for other in theirs)


def waiting_for(floor: Floor, counter: Counter) -> list[Ticket]:
    """Those who wait and whom the policy may call to a counter, in no order; the missed are not among them."""
    reached, mode, found = reach(floor.plan, counter), floor.mode, []
    for field, tickets in floor.waiting.items():
        is_own, lets_all_in = field in reached.fields, not reached.reserved_for
        for ticket in tickets.values():  # as Reach.takes, without a call for each of hundreds
            service = ticket.services[-1]
            if service.to_counter is None:
                comes = is_own and (lets_all_in or ticket.ticket_class in reached.reserved_for)
            else:
                comes = service.to_counter == reached.number
            is_free = service.for_clerk is None or not _is_kept_elsewhere(floor, counter, ticket)
            if comes and is_free and ticket.mode == mode:
                found.append(ticket)
    return found


def candidates(floor: Floor, counter: Counter, now_ms: int) -> list[Ticket]:
    """Everybody whom the policy may call to a counter now (ms since the epoch, UTC), in no order."""
    waiting = waiting_for(floor, counter)
    rules = floor.the_plan.policy.missed
    if rules.come_back == "never":
        return waiting
    able = list(_missed(floor, counter, now_ms))
    if rules.come_back == "at_end":
        return [*waiting, *(ticket for ticket in able if not _has_people_before(waiting, ticket))]
    due = [ticket for ticket in able if _others_since(floor, ticket) >= rules.others]
    return [*waiting, *due] or able


def _has_people_before(waiting: list[Ticket], missed: Ticket) -> bool:
    """Whether somebody waits who had come before another one was missed."""
    return any(ticket.arrived_ms < (missed.service.missed_ms or 0) for ticket in waiting)


def _missed(floor: Floor, counter: Counter, now_ms: int) -> Iterator[Ticket]:
    """The missed who may be called here once more."""
    rules = floor.the_plan.policy.missed
    for ticket in floor.aside.values():
        is_there = ticket.state is State.MISSED and ticket.mode == floor.mode and may_come(floor, counter, ticket)
        if is_there and not is_spent(rules, ticket.service) and not seconds_to_wait(rules, ticket.service, now_ms):
            yield ticket


def _others_since(floor: Floor, ticket: Ticket) -> int:
    """How many services began in a missed ticket's field since it was missed: a call in vain brings nobody nearer.

    Else those who are not there would bring each other back for ever, and pass those who are.
    """
    begun = floor.begun.get((ticket.mode, ticket.service.field), [])
    return len(begun) - bisect_right(begun, ticket.service.missed_row or 0)
