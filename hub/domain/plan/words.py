"""The values that plans are made of."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

FieldId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,31}\Z")]
FieldIdOrNone = Annotated[str, Meta(pattern=r"^(?:[a-z][a-z0-9_]{1,31})?\Z")]
"""An id; empty for none."""
SeriesName = Annotated[str, Meta(pattern=r"^[A-Z]{0,2}\Z")]
Positive = Annotated[int, Meta(ge=1)]
CounterNumber = Annotated[int, Meta(ge=1, le=99)]
TimeOfDay = Annotated[str, Meta(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)\Z", examples=["07:30"])]
IsoDate = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z", examples=["2027-02-04"])]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Channel = Literal["walk_in", "remote"]
"""How somebody came to a number: in the hall, or by way of staff from elsewhere."""
YesNo = Literal["yes", "no"]
"""The journal holds integers and strings only."""

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
"""The zone of every centre in Vietnam."""

ORDINARY = "ordinary"
"""The class of a ticket without priority; every plan has it."""


class PlanPart(Struct, frozen=True, forbid_unknown_fields=True):
    """What the parts of a plan have in common."""


class Wording(PlanPart, frozen=True):
    """A text of the centre's own, Vietnamese first."""

    vi: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]
