"""What several views of one revision share, worked out once for all of them."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from hub.domain.calling import Choice, pick_next, profile_of, waiting_for
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.hours import Opening, openings_by_field
from hub.domain.plan import Field, Plan
from hub.domain.transitions import State
from hub.domain.views.cards import Texts, TicketCard, clerks_card
from hub.domain.views.help_calls import HelpCall, help_calls
from hub.domain.views.parts import FieldQueue, Header, SentOnNotice, field_queues, header, sent_on

T = TypeVar("T")

OF_PLAN_AND_DAY = ("openings",)
"""The parts that no event of the day changes, only another plan."""


class SharedParts:
    """The parts of the views of a floor as it stands: to be made anew once the floor has changed.

    What hangs on plan and day alone is taken from ``before``, the parts of an earlier floor.
    """

    def __init__(self, floor: Floor, texts: Texts, before: "SharedParts | None" = None) -> None:
        self.floor = floor
        self.texts = texts
        self._known: dict[Hashable, Any] = {}
        self._plan, self._day = floor.plan, floor.day
        if before is not None and before._plan is floor.plan and before._day == floor.day:
            self._known.update((key, before._known[key]) for key in OF_PLAN_AND_DAY if key in before._known)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives for this key the first time."""
        if key not in self._known:
            self._known[key] = make()
        known: T = self._known[key]
        return known

    @property
    def header(self) -> Header:
        """See :func:`header`."""
        return self.once("header", lambda: header(self.floor))

    @property
    def field_queues(self) -> tuple[FieldQueue, ...]:
        """See :func:`field_queues`."""
        return self.once("field_queues", lambda: field_queues(self.floor))

    @property
    def fields(self) -> tuple[tuple[Field, FieldQueue], ...]:
        """The plan's fields, each with its queue; nothing while no day is open."""
        plan = self.floor.plan
        return tuple(zip(plan.fields, self.field_queues, strict=True)) if plan and self.field_queues else ()

    @property
    def help_calls(self) -> tuple[HelpCall, ...]:
        """See :func:`help_calls`."""
        return self.once("help_calls", lambda: help_calls(self.floor))

    @property
    def sent_on(self) -> tuple[SentOnNotice, ...]:
        """See :func:`sent_on`."""
        return self.once("sent_on", lambda: sent_on(self.floor))

    @property
    def openings(self) -> dict[str, tuple[Opening, ...]]:
        """Those of the open day by field; nothing while none is open."""
        plan, day = self.floor.plan, self.floor.day
        return self.once("openings", lambda: openings_by_field(plan, day) if plan and day else {})

    def clerks_card(self, plan: Plan, ticket: Ticket) -> TicketCard:
        """A ticket as a clerk may see it."""
        return self.once(("card", ticket.id), lambda: clerks_card(plan, ticket, self.texts))

    def waiting_for(self, counter: Counter) -> list[Ticket]:
        """Those who wait for a counter, first come first."""
        return self.once(("waiting", self.kind_of(counter)), lambda: _in_order(waiting_for(self.floor, counter)))

    def choice(self, counter: Counter) -> Choice | None:
        """Whom a counter would call as the hall stands. Raises Refused: no_day_open."""
        if counter.prepared is not None:
            return pick_next(self.floor, counter, self.floor.at_ms)
        return self.once(("choice", self.kind_of(counter)), lambda: pick_next(self.floor, counter, self.floor.at_ms))

    def kind_of(self, counter: Counter) -> Hashable:
        """The same for counters to which the policy calls alike: the same people, in the same order.

        They differ in number and clerk, and both count only for tickets that were sent to one counter or are kept for
        one clerk.
        """
        plan = self.floor.plan
        if plan is None or self.once("promised", self._is_anybody_promised):
            return counter.number
        planned = plan.counter(counter.number)
        of_plan = (planned.reserved_for, planned.prefers) if planned else ((), ())
        profile = profile_of(plan, counter)
        return (counter.fields, *of_plan, profile.id if profile else "")

    def _is_anybody_promised(self) -> bool:
        """Whether anybody who might be called was sent to one counter or is kept for one clerk."""
        waiting = (ticket for tickets in self.floor.waiting.values() for ticket in tickets.values())
        missed = (ticket for ticket in self.floor.aside.values() if ticket.state is State.MISSED)
        return any(map(_is_promised, waiting)) or any(map(_is_promised, missed))


def _is_promised(ticket: Ticket) -> bool:
    service = ticket.service
    return service.to_counter is not None or service.for_clerk is not None


def _in_order(tickets: list[Ticket]) -> list[Ticket]:
    """First come first."""
    return sorted(tickets, key=lambda ticket: ticket.place)
