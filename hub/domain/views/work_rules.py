"""What the plan says of a counter's work, as pages show it: its classes and its work profile."""

from msgspec import Struct

from hub.domain.floor import Counter
from hub.domain.plan import Plan, Wording
from hub.domain.views.cards import class_name


class WorkProfile(Struct, frozen=True):
    """A work profile by its id and its name."""

    id: str
    name: Wording


class CounterWork(Struct, frozen=True):
    """A counter's classes by name, and its work profile: of its own plan unless its clerk has one or chose one today.

    ``is_chosen`` says that it was chosen today. ``profile`` is None where all fields count alike.
    """

    reserved_for: tuple[Wording, ...]
    prefers: tuple[Wording, ...]
    profile: WorkProfile | None
    is_chosen: bool


def counter_work(plan: Plan, counter: Counter) -> CounterWork:
    """How a counter works today."""
    planned = plan.counter(counter.number)
    return CounterWork(
        reserved_for=_named(plan, planned.reserved_for if planned else ()),
        prefers=_named(plan, planned.prefers if planned else ()),
        profile=_in_force(plan, counter),
        is_chosen=counter.profile != "",
    )


def profiles_of(plan: Plan) -> tuple[WorkProfile, ...]:
    """The profiles from which a clerk chooses."""
    return tuple(WorkProfile(profile.id, profile.name) for profile in plan.profiles)


def _named(plan: Plan, classes: tuple[str, ...]) -> tuple[Wording, ...]:
    """An id that the plan does not have names nobody."""
    return tuple(name for entry in classes if (name := class_name(plan, entry)) is not None)


def _in_force(plan: Plan, counter: Counter) -> WorkProfile | None:
    planned = plan.counter(counter.number)
    of_clerk = next((entry.profile for entry in plan.clerks if entry.clerk == counter.clerk), "")
    wanted = counter.profile or of_clerk or (planned.profile if planned else "")
    return next((profile for profile in profiles_of(plan) if profile.id == wanted), None)
