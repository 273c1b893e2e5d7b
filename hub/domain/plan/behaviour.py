"""What goes on at the counters: rating, reasons, outcomes, and how far the hub leads a clerk by the hand."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.domain.plan.words import FieldId, PlanPart, Wording, YesNo


class Reason(PlanPart, frozen=True):
    """A reason that a clerk, or whoever rates, may give, by code."""

    id: FieldId
    name: Wording


class RatingPlan(PlanPart, frozen=True):
    """The satisfaction scale (best score first in ``labels``) and how long the panel stays open after a service.

    Whoever gives a score of ``ask_reason_up_to`` or less may say why, by any of ``reasons``; nobody has to.
    """

    labels: Annotated[tuple[Wording, ...], Meta(min_length=2, max_length=5)]
    window_s: Annotated[int, Meta(ge=5, le=600)] = 60
    reasons: Annotated[tuple[Reason, ...], Meta(max_length=6)] = ()
    ask_reason_up_to: Annotated[int, Meta(ge=0, le=4)] = 2

    @property
    def best(self) -> int:
        """The highest score; the lowest is 1."""
        return len(self.labels)

    def reasons_of(self, score: int) -> tuple[Reason, ...]:
        """The reasons that may be told with a score."""
        return self.reasons if score <= self.ask_reason_up_to else ()


class Reasons(PlanPart, frozen=True):
    """The reasons that the centre offers for each move that needs one."""

    pause: tuple[Reason, ...]
    call_number: tuple[Reason, ...]
    return_to_queue: tuple[Reason, ...]
    cancel: tuple[Reason, ...]
    stop_field: tuple[Reason, ...] = ()
    missed: tuple[Reason, ...] = ()


class Outcomes(PlanPart, frozen=True):
    """What may come of a service, for the clerk to say when it is finished, and how many pieces were done.

    ``ask`` says whether the outcome is asked for, ``quantity`` whether the number is.
    """

    ask: Literal["never", "offered", "needed"] = "never"
    quantity: Literal["never", "offered", "needed"] = "never"
    choices: tuple[Reason, ...] = ()


class CounterRules(PlanPart, frozen=True):
    """How clerks work.

    ``ask_came``: a called ticket's page asks whether the citizen has come. ``start_on_call``: the service starts with
    the call. ``prepare_next``: a clerk who still serves may have the next one chosen, who is told to come near.
    ``call_when_idle_s``: so many seconds after a counter has become free the hub calls the next one there (0: never).
    ``blind_call``: a clerk sees who is next, of which field and class, only once the service has started.
    ``missed_reason``: calling a citizen missed needs a reason. ``help_call``: counters can call each other for help.
    ``ask_on_closing``: who closes or pauses the last open counter of a field says what happens to those who wait.
    """

    ask_came: YesNo = "no"
    start_on_call: YesNo = "no"
    prepare_next: YesNo = "no"
    call_when_idle_s: Annotated[int, Meta(ge=0, le=600)] = 0
    blind_call: YesNo = "no"
    missed_reason: YesNo = "no"
    help_call: YesNo = "yes"
    ask_on_closing: YesNo = "yes"
