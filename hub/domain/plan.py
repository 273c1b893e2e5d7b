"""The plan of a centre: everything that decides how its queue runs, as one validated document.

A plan is adopted with the day (:class:`hub.domain.events.DayOpened` holds it whole), so a past day can be decided
again. It holds integers and strings only, because the journal does.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

FieldId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,31}\Z")]
SeriesName = Annotated[str, Meta(pattern=r"^[A-Z]{0,2}\Z")]
Positive = Annotated[int, Meta(ge=1)]
TimeOfDay = Annotated[str, Meta(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)\Z", examples=["07:30"])]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z", examples=["2027-02-04"])]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
"""The zone of every centre in Vietnam."""

ORDINARY = "ordinary"
"""The class of a ticket without priority; every plan has it."""


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """A text of the centre's own, Vietnamese first."""

    vi: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]


class Centre(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the centre is: the office over it, its own name, and a notice for every public screen."""

    office: Wording
    name: Wording
    notice: Wording | None = None


class Series(Struct, frozen=True, forbid_unknown_fields=True):
    """How the numbers of a series look: ``A`` + ``digits`` digits from ``first``; A999 is followed by A1000."""

    digits: Annotated[int, Meta(ge=2, le=5)] = 3
    first: Annotated[int, Meta(ge=0)] = 1
    hyphen: Literal["none", "hyphen"] = "none"


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """A field of business: its number series, its words, its icon and its page at the kiosk."""

    id: FieldId
    series: SeriesName
    name: Wording
    summary: Wording
    icon: str
    kiosk_page: Annotated[int, Meta(ge=1, le=2)] = 1


class CounterPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A counter of the hall and the fields it serves when the day opens."""

    number: Annotated[int, Meta(ge=1, le=99)]
    name: Wording
    fields: Annotated[tuple[FieldId, ...], Meta(min_length=1)]


class TicketClass(Struct, frozen=True, forbid_unknown_fields=True):
    """A priority class: a higher ``rank`` is called first. ``granted_by`` says who may give it."""

    id: FieldId
    name: Wording
    summary: Wording
    rank: Annotated[int, Meta(ge=1, le=9)]
    granted_by: tuple[Literal["staff", "kiosk"], ...] = ("staff",)


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The order of calling: earliest first, classes before others, but at most N in a row while others wait."""

    most_priority_in_a_row: Positive = 2


class RatingPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """The satisfaction scale (best score first in ``labels``) and how long the panel stays open after a service."""

    labels: Annotated[tuple[Wording, ...], Meta(min_length=2, max_length=5)]
    window_s: Annotated[int, Meta(ge=5, le=600)] = 60

    @property
    def best(self) -> int:
        """The highest score; the lowest is 1."""
        return len(self.labels)


class Reason(Struct, frozen=True, forbid_unknown_fields=True):
    """A reason that a clerk may give, by code."""

    id: FieldId
    name: Wording


class Reasons(Struct, frozen=True, forbid_unknown_fields=True):
    """The reasons that the centre offers for each move that needs one."""

    pause: tuple[Reason, ...]
    call_number: tuple[Reason, ...]
    return_to_queue: tuple[Reason, ...]
    cancel: tuple[Reason, ...]
    stop_field: tuple[Reason, ...] = ()


class Span(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a day, in the centre's own time: ``from_`` belongs to it, ``to`` does not; 24:00 ends a day."""

    from_: TimeOfDay = field(name="from")
    to: TimeOfDay


class Session(Struct, frozen=True, forbid_unknown_fields=True):
    """A span that comes back every week on the same days."""

    days: Annotated[tuple[Weekday, ...], Meta(min_length=1)]
    from_: TimeOfDay = field(name="from")
    to: TimeOfDay


class SpecialDay(Struct, frozen=True, forbid_unknown_fields=True):
    """A date with hours of its own: closed without ``sessions``; for ``fields`` alone when some are named."""

    date: IsoDate
    name: Wording
    sessions: tuple[Span, ...] = ()
    fields: tuple[FieldId, ...] = ()


class HolidayDate(Struct, frozen=True, forbid_unknown_fields=True):
    """A public holiday: closed, unless a special day of that date says otherwise."""

    date: IsoDate
    name: Wording


class Hours(Struct, frozen=True, forbid_unknown_fields=True):
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


class Offline(Struct, frozen=True, forbid_unknown_fields=True):
    """What a kiosk does while the hub is away: after ``after_s`` it draws numbers of its own, if they are ``allowed``.

    It stops after so many numbers or so many minutes without the hub and sends people to the staff.
    """

    numbers: Literal["allowed", "never"] = "allowed"
    most_tickets: Annotated[int, Meta(ge=1, le=500)] = 50
    most_minutes: Annotated[int, Meta(ge=1, le=600)] = 60
    after_s: Annotated[int, Meta(ge=1, le=10)] = 3


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """A centre's plan. With ``hours`` of ``always`` the hall issues numbers as long as its day is open."""

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

    def field(self, field_id: str) -> Field | None:
        """The field of this id, or None."""
        return next((entry for entry in self.fields if entry.id == field_id), None)

    def counter(self, number: int) -> CounterPlan | None:
        """The counter of this number, or None."""
        return next((counter for counter in self.counters if counter.number == number), None)

    def rank(self, class_id: str) -> int:
        """How much a class is preferred: 0 for the ordinary one (and for one that the plan no longer has)."""
        return next((entry.rank for entry in self.classes if entry.id == class_id), 0)
