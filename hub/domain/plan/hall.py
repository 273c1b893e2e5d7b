"""What a hall consists of: its rooms, fields, counters, classes, work profiles, series, quotas."""

from typing import Annotated, Literal

from msgspec import Meta

from hub.domain.plan.words import (
    CounterNumber,
    FieldId,
    FieldIdOrNone,
    PlanPart,
    Positive,
    SeriesName,
    Wording,
)


class Centre(PlanPart, frozen=True):
    """Who the centre is: the office over it, its own name, and a notice for every public screen."""

    office: Wording
    name: Wording
    notice: Wording | None = None


class Series(PlanPart, frozen=True):
    """How the numbers of a series look: ``A`` + ``digits`` digits from ``first``; A999 is followed by A1000."""

    digits: Annotated[int, Meta(ge=2, le=5)] = 3
    first: Annotated[int, Meta(ge=0)] = 1
    hyphen: Literal["none", "hyphen"] = "none"


class Quota(PlanPart, frozen=True):
    """How many numbers of a field are drawn in a session of its hours, or on the day; each way of coming for itself.

    ``walk_in`` counts those drawn in the hall, ``remote`` those drawn for people who are elsewhere; None is no limit.
    """

    per: Literal["session", "day"] = "day"
    walk_in: Annotated[int, Meta(ge=0, le=9999)] | None = None
    remote: Annotated[int, Meta(ge=0, le=9999)] | None = None


class Field(PlanPart, frozen=True):
    """A field of business: its number series, its words, its icon and its page at the kiosk.

    ``then`` are the fields to which whoever has been served here goes on, one after the other (reception, cashier,
    results). ``most_files`` is the field's own limit of files a number (None: the plan's). A service should be done
    within ``target_min`` minutes (0: nobody says so); clerks see when it is not.
    """

    id: FieldId
    series: SeriesName
    name: Wording
    summary: Wording
    icon: str
    kiosk_page: Annotated[int, Meta(ge=1, le=2)] = 1
    then: tuple[FieldId, ...] = ()
    quota: Quota | None = None
    most_files: Positive | None = None
    target_min: Annotated[int, Meta(ge=0, le=240)] = 0


class HallPlan(PlanPart, frozen=True):
    """A room of the centre with walls of its own: they show and say what is called at its counters."""

    id: FieldId
    name: Wording


class CounterPlan(PlanPart, frozen=True):
    """A counter of the hall and the fields it serves when the day opens.

    It calls none but the classes that it is ``reserved_for``, if there are any, and first those that it ``prefers``.
    ``profile`` is its work profile unless its clerk has one; ``hall`` is the room that it stands in, "" where there is
    one only.
    """

    number: CounterNumber
    name: Wording
    fields: Annotated[tuple[FieldId, ...], Meta(min_length=1)]
    reserved_for: tuple[FieldId, ...] = ()
    prefers: tuple[FieldId, ...] = ()
    profile: FieldIdOrNone = ""
    hall: FieldIdOrNone = ""


class TicketClass(PlanPart, frozen=True):
    """A priority class: a higher ``rank`` is called first. ``granted_by`` says who may give it."""

    id: FieldId
    name: Wording
    summary: Wording
    rank: Annotated[int, Meta(ge=1, le=9)]
    granted_by: tuple[Literal["staff", "kiosk"], ...] = ("staff",)


class FieldWeight(PlanPart, frozen=True):
    """How much a field counts in a work profile; one that is not named counts 1."""

    field: FieldId
    weight: Annotated[int, Meta(ge=1, le=9)]


class Profile(PlanPart, frozen=True):
    """A work profile: of a counter's fields those of a higher weight are called first. It takes no field away."""

    id: FieldId
    name: Wording
    weights: Annotated[tuple[FieldWeight, ...], Meta(min_length=1)]

    def weight(self, field_id: str) -> int:
        """How much a field counts."""
        return next((entry.weight for entry in self.weights if entry.field == field_id), 1)


class ClerkProfile(PlanPart, frozen=True):
    """The work profile of a member of staff, by the opaque id that the journal knows (``staff-7``)."""

    clerk: Annotated[str, Meta(pattern=r"^staff-[0-9]{1,9}\Z")]
    profile: FieldId


class PersonLimit(PlanPart, frozen=True):
    """How many numbers of one field a person may hold on a day; what tells persons apart is kept until the night only.

    ``by``: nothing (no limit), the digest of an identity card, or that of a phone number.
    """

    by: Literal["nothing", "identity", "phone"] = "nothing"
    most: Annotated[int, Meta(ge=1, le=99)] = 1
