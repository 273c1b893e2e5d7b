"""When numbers may be drawn without staff."""

from typing import Annotated, Literal

from msgspec import Meta, field

from hub.domain.plan.words import FieldId, IsoDate, PlanPart, TimeOfDay, Weekday, Wording


class Span(PlanPart, frozen=True):
    """A part of a day, in the centre's own time: ``from_`` belongs to it, ``to`` does not; 24:00 ends a day."""

    from_: TimeOfDay = field(name="from")
    to: TimeOfDay


class Session(PlanPart, frozen=True):
    """A span that comes back every week on the same days."""

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1)]
    from_: TimeOfDay = field(name="from")
    to: TimeOfDay


class SpecialDay(PlanPart, frozen=True):
    """A date with hours of its own: closed without ``sessions``; for ``fields`` alone when some are named."""

    date: IsoDate
    name: Wording
    sessions: tuple[Span, ...] = ()
    fields: tuple[FieldId, ...] = ()


class HolidayDate(PlanPart, frozen=True):
    """A public holiday: closed, unless a special day of that date says otherwise."""

    date: IsoDate
    name: Wording


class Hours(PlanPart, frozen=True):
    """When numbers may be drawn without staff; ``fields`` holds the hours of those fields that have their own.

    ``public_holidays`` says which country's ``holidays`` are filled in with the day that adopts the plan. Drawing stops
    ``stop_before_min`` minutes before each end.
    """

    weekly: tuple[Session, ...]
    fields: dict[FieldId, tuple[Session, ...]] = {}
    special_days: tuple[SpecialDay, ...] = ()
    public_holidays: Literal["VN", "none"] = "none"
    holidays: tuple[HolidayDate, ...] = ()
    stop_before_min: Annotated[int, Meta(ge=0, le=240)] = 0
