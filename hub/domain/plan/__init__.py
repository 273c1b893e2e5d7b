"""The plan of a centre: everything that decides how its queue runs, as one validated document.

Every version of it that was adopted stands in the journal, so a past day can be decided again. It holds integers and
strings only, because the journal does.
"""

from hub.domain.plan.behaviour import CounterRules, Outcomes, RatingPlan, Reason, Reasons
from hub.domain.plan.document import Offline, Plan
from hub.domain.plan.hall import (
    Centre,
    ClerkProfile,
    CounterPlan,
    Field,
    FieldWeight,
    HallPlan,
    PersonLimit,
    Profile,
    Quota,
    Series,
    TicketClass,
)
from hub.domain.plan.hours import HolidayDate, Hours, Session, Span, SpecialDay
from hub.domain.plan.policy import Ageing, CallRule, ClassOrder, MissedRules, Policy, RatioShare
from hub.domain.plan.words import (
    DEFAULT_ZONE,
    ORDINARY,
    Channel,
    CounterNumber,
    FieldId,
    FieldIdOrNone,
    IsoDate,
    PlanPart,
    Positive,
    SeriesName,
    TimeOfDay,
    Weekday,
    Wording,
    YesNo,
)

__all__ = [
    "DEFAULT_ZONE",
    "ORDINARY",
    "Ageing",
    "CallRule",
    "Centre",
    "Channel",
    "ClassOrder",
    "ClerkProfile",
    "CounterNumber",
    "CounterPlan",
    "CounterRules",
    "Field",
    "FieldId",
    "FieldIdOrNone",
    "FieldWeight",
    "HallPlan",
    "HolidayDate",
    "Hours",
    "IsoDate",
    "MissedRules",
    "Offline",
    "Outcomes",
    "PersonLimit",
    "Plan",
    "PlanPart",
    "Policy",
    "Positive",
    "Profile",
    "Quota",
    "RatingPlan",
    "RatioShare",
    "Reason",
    "Reasons",
    "Series",
    "SeriesName",
    "Session",
    "Span",
    "SpecialDay",
    "TicketClass",
    "TimeOfDay",
    "Weekday",
    "Wording",
    "YesNo",
]
