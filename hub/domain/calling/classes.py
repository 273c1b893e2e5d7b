"""How the calls of a field are shared among its classes: four ways, each a function of who is there and of the turns.

None of them looks at tickets: they see for each class the place of its earliest, and name the class whose earliest the
field would call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.domain.floor import Place, Ticket, Turns
from hub.domain.plan import ORDINARY, Ageing, CallRule, Plan, Policy

Heads = Mapping[str, Place]
"""By class: the place of the earliest of all who count as it."""

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Named:
    """The class whose earliest a field would call, by which rule, and how it stands against other fields' choices."""

    ticket_class: str
    rule: CallRule
    standing: int = 0


@dataclass(frozen=True, slots=True)
class Classes:
    """What everybody counts for at an instant. With the order of arrival there is only the ordinary class."""

    policy: Policy
    ranks: Mapping[str, int]
    ageing: tuple[Ageing, ...]
    at_ms: int

    @classmethod
    def of(cls, plan: Plan, at_ms: int) -> "Classes":
        """The classes of a plan at an instant (ms since the epoch, UTC)."""
        if plan.policy.classes == "arrival":
            return cls(plan.policy, {}, (), at_ms)
        return cls(plan.policy, {entry.id: entry.rank for entry in plan.classes}, plan.policy.ageing, at_ms)

    def rank(self, name: str) -> int:
        """How much a class is preferred; 0 is ordinary."""
        return self.ranks.get(name, 0)

    def of_ticket(self, ticket: Ticket) -> str:
        """The class that a ticket counts as, from when its service began to wait."""
        if not self.ageing:
            return ticket.ticket_class if ticket.ticket_class in self.ranks else ORDINARY
        return self.after(ticket.ticket_class, self.at_ms - ticket.service.counts_from_ms)

    def after(self, own: str, waited_ms: int) -> str:
        """The class that somebody of ``own`` counts as who has waited so long (ms)."""
        counted = own if self.rank(own) else ORDINARY
        for rule in self.ageing:
            if waited_ms >= rule.after_min * MINUTE_MS and self.rank(rule.counts_as) > self.rank(counted):
                counted = rule.counts_as
        return counted

    def named(self, heads: Heads, turns: Turns) -> Named:
        """Whom a field names of those who are there (at least one)."""
        return WAYS[self.policy.classes](self, heads, turns)


def by_arrival(classes: Classes, heads: Heads, turns: Turns) -> Named:
    """Whoever came first, whatever their class."""
    return Named(min(heads, key=heads.__getitem__), "earliest")


def strictly(classes: Classes, heads: Heads, turns: Turns) -> Named:
    """The highest rank, always; among the same rank whoever came first."""
    first = min(heads, key=lambda name: (-classes.rank(name), heads[name]))
    return Named(first, "class_first" if classes.rank(first) else "earliest", classes.rank(first))


def at_most_in_a_row(classes: Classes, heads: Heads, turns: Turns) -> Named:
    """The highest rank, until so many priority calls were made while an ordinary ticket waited: then that is owed.

    What is owed stands as high as the highest class, or a stream of priority in another field would pass it for ever.
    """
    if ORDINARY in heads and turns.in_a_row >= classes.policy.most_priority_in_a_row:
        return Named(ORDINARY, "ordinary_owed", max(classes.ranks.values(), default=0))
    return strictly(classes, heads, turns)


def by_ratio(classes: Classes, heads: Heads, turns: Turns) -> Named:
    """The first class, in the plan's order, that has not used up its calls of this round.

    When all have, the round goes on for somebody whom this counter cannot call: then the one with the fewest whole
    rounds behind it, or the first class would be called alone until that one is gone.
    """
    shares = shares_of(classes.policy)
    present = [*(name for name in shares if name in heads), *sorted(heads.keys() - shares.keys())]
    free = (name for name in present if turns.round.get(name, 0) < shares.get(name, 0))

    def whole_rounds(name: str) -> tuple[bool, int]:
        share = shares.get(name, 0)
        return (share == 0, turns.round.get(name, 0) // max(share, 1))

    return Named(next(free, None) or min(present, key=whole_rounds), "ratio")


def shares_of(policy: Policy) -> dict[str, int]:
    """By class: its calls in each round."""
    return {share.ticket_class: share.calls for share in policy.ratio}


WAYS: Mapping[str, Callable[[Classes, Heads, Turns], Named]] = {
    "arrival": by_arrival,
    "strict": strictly,
    "at_most": at_most_in_a_row,
    "ratio": by_ratio,
}
