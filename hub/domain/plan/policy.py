"""The order of calling, as data; docs/calling-order.md says in words what each of these means."""

from typing import Annotated, Literal

from msgspec import Meta, field

from hub.domain.plan.words import FieldId, PlanPart, Positive

ClassOrder = Literal["arrival", "strict", "at_most", "ratio"]

CallRule = Literal[
    "held_first",
    "waited_too_long",
    "carried_first",
    "preferred",
    "earliest",
    "class_first",
    "ordinary_owed",
    "ratio",
    "prepared",
]
"""The rules of the policy, by the names under which calls stand in the journal."""


class RatioShare(PlanPart, frozen=True):
    """So many calls of a class in each round."""

    ticket_class: FieldId = field(name="class")
    calls: Annotated[int, Meta(ge=1, le=20)]


class Ageing(PlanPart, frozen=True):
    """Whoever has waited so long counts as a class, if that ranks above their own."""

    after_min: Annotated[int, Meta(ge=1, le=600)]
    counts_as: FieldId


class MissedRules(PlanPart, frozen=True):
    """Whether the policy calls missed numbers again by itself, and how often anybody is called.

    ``come_back``: ``never`` (staff may, at any time); ``after_others``: once ``others`` services have begun in the
    field; ``at_end``: behind everybody who came before the number was missed. ``most_calls`` counts the calls and
    recalls of a service (0: no limit), ``least_s_between`` is the pause between two of them.
    """

    come_back: Literal["never", "after_others", "at_end"] = "never"
    others: Annotated[int, Meta(ge=1, le=50)] = 3
    most_calls: Annotated[int, Meta(ge=0, le=99)] = 0
    least_s_between: Annotated[int, Meta(ge=0, le=3600)] = 0


class Policy(PlanPart, frozen=True):
    """Who is called next: the rules that share the calls among classes, and those that stand above them.

    ``classes``: ``arrival`` (they do not matter), ``strict`` (a higher rank always first), ``at_most`` (a higher rank
    first, but at most ``most_priority_in_a_row`` while ordinary tickets wait), ``ratio`` (``ratio`` calls in turn).
    ``call_first_after_min``: nobody is called before a person who has waited so long (0: no limit).
    ``held_return``: a held ticket that goes back to the queue is first called by the clerk who held it.
    """

    classes: ClassOrder = "at_most"
    most_priority_in_a_row: Positive = 2
    ratio: tuple[RatioShare, ...] = ()
    ageing: tuple[Ageing, ...] = ()
    call_first_after_min: Annotated[int, Meta(ge=0, le=600)] = 0
    held_return: Literal["as_others", "same_clerk"] = "as_others"
    missed: MissedRules = MissedRules()
