"""The plan as one document."""

from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import replace

from hub.domain.plan.behaviour import CounterRules, Outcomes, RatingPlan, Reasons
from hub.domain.plan.hall import (
    Centre,
    ClerkProfile,
    CounterPlan,
    Field,
    HallPlan,
    PersonLimit,
    Profile,
    Series,
    TicketClass,
)
from hub.domain.plan.hours import Hours
from hub.domain.plan.policy import Policy
from hub.domain.plan.words import DEFAULT_ZONE, PlanPart, Positive, SeriesName


class Offline(PlanPart, frozen=True):
    """What a kiosk does while the hub is away: after ``after_s`` it draws numbers of its own, if they are ``allowed``.

    It stops after so many numbers or so many minutes without the hub and sends people to the staff.
    """

    numbers: Literal["allowed", "never"] = "allowed"
    most_tickets: Annotated[int, Meta(ge=1, le=500)] = 50
    most_minutes: Annotated[int, Meta(ge=1, le=600)] = 60
    after_s: Annotated[int, Meta(ge=1, le=10)] = 3


class Plan(PlanPart, frozen=True):
    """A centre's plan. With ``hours`` of ``always`` the hall issues numbers as long as its day is open.

    With ``most_fields_per_ticket`` above 1 a citizen may take one number for several fields.
    """

    centre: Centre
    fields: Annotated[tuple[Field, ...], Meta(min_length=1)]
    counters: Annotated[tuple[CounterPlan, ...], Meta(min_length=1)]
    rating: RatingPlan
    reasons: Reasons
    classes: tuple[TicketClass, ...] = ()
    policy: Policy = Policy()
    series: Series = Series()
    zone: str = DEFAULT_ZONE
    hours: Literal["always"] | Hours = "always"
    test_series: SeriesName = "TT"
    most_files_per_ticket: Positive = 50
    offline: Offline = Offline()
    counter_rules: CounterRules = CounterRules()
    outcomes: Outcomes = Outcomes()
    profiles: tuple[Profile, ...] = ()
    clerks: tuple[ClerkProfile, ...] = ()
    person_limit: PersonLimit = PersonLimit()
    most_fields_per_ticket: Annotated[int, Meta(ge=1, le=5)] = 1
    halls: tuple[HallPlan, ...] = ()

    @property
    def document(self) -> "Plan":
        """The plan as somebody wrote it: without the dates of public holidays, which are filled in for each day."""
        if isinstance(self.hours, str) or not self.hours.holidays:
            return self
        return replace(self, hours=replace(self.hours, holidays=()))

    def field(self, field_id: str) -> Field | None:
        """The field of this id, or None."""
        return next((entry for entry in self.fields if entry.id == field_id), None)

    def counter(self, number: int) -> CounterPlan | None:
        """The counter of this number, or None."""
        likely = self.counters[number - 1 : number]  # most plans count their counters from 1
        if likely and likely[0].number == number:
            return likely[0]
        return next((counter for counter in self.counters if counter.number == number), None)

    def hall(self, hall_id: str) -> HallPlan | None:
        """The hall of this id, or None."""
        return next((hall for hall in self.halls if hall.id == hall_id), None)

    def hall_of(self, number: int) -> str:
        """The id of the hall in which a counter stands, "" for none."""
        counter = self.counter(number)
        return counter.hall if counter else ""

    def rank(self, class_id: str) -> int:
        """How much a class is preferred: 0 for the ordinary one (and for one that the plan no longer has)."""
        return next((entry.rank for entry in self.classes if entry.id == class_id), 0)
