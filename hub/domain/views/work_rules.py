"""What the plan says of a counter's work, as pages show it: its classes and its work profile."""

from msgspec import Struct

from hub.domain.calling import profile_of
from hub.domain.floor import Counter
from hub.domain.plan import Plan, Wording
from hub.domain.views.cards import class_name


class WorkProfile(Struct, frozen=True):
    """A work profile by its id and its name."""

    id: str
    name: Wording


class CounterWork(Struct, frozen=True):
    """How a counter works: its classes by name (null: the ordinary one) and its work profile.

    That is its own of the plan unless its clerk has one, or one was chosen today (``is_chosen``); null where all fields
    count alike.
    """

    reserved_for: tuple[Wording | None, ...]
    prefers: tuple[Wording | None, ...]
    profile: WorkProfile | None
    is_chosen: bool


def counter_work(plan: Plan, counter: Counter) -> CounterWork:
    """How a counter works today."""
    planned, profile = plan.counter(counter.number), profile_of(plan, counter)
    return CounterWork(
        reserved_for=_named(plan, planned.reserved_for if planned else ()),
        prefers=_named(plan, planned.prefers if planned else ()),
        profile=WorkProfile(profile.id, profile.name) if profile else None,
        is_chosen=counter.profile != "",
    )


def profiles_of(plan: Plan) -> tuple[WorkProfile, ...]:
    """The profiles from which a clerk chooses."""
    return tuple(WorkProfile(profile.id, profile.name) for profile in plan.profiles)


def _named(plan: Plan, classes: tuple[str, ...]) -> tuple[Wording | None, ...]:
    return tuple(class_name(plan, entry) for entry in classes)
