"""Plans that are adopted, and those that are not in the middle of a day."""

from typing import Any

from msgspec.structs import replace

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain import plan as p
from tests.domain import situations as s
from tests.domain.hall import PLAN, finished, issued, words
from tests.domain.refusal_rows import Row, row

MORE_FILES = replace(PLAN, most_files_per_ticket=7)
HOLIDAY = p.HolidayDate("2026-11-24", words("Holiday"))
CLOSED = replace(PLAN, hours=p.Hours(weekly=()))
WITH_HOLIDAY = replace(PLAN, hours=p.Hours(weekly=(), holidays=(HOLIDAY,)))
NEXT = e.PlanAdopted(plan_version=2, plan=MORE_FILES, when="next_day")


def adopt(plan: p.Plan, when: Any = "now") -> c.AdoptPlan:
    return c.AdoptPlan(plan=plan, when=when, why="why")


def based(plan: p.Plan, base: int) -> c.AdoptPlan:
    """A plan that somebody held against the version that was adopted then."""
    return c.AdoptPlan(plan=plan, when="now", why="why", base=base)


def adopted(plan: p.Plan, when: Any = "now", version: int = 2) -> e.PlanAdopted:
    return e.PlanAdopted(plan_version=version, plan=plan, when=when)


def with_fields(number: int, *fields: str) -> p.Plan:
    """The plan with other fields of one counter."""
    counters = (replace(entry, fields=fields) if entry.number == number else entry for entry in PLAN.counters)
    return replace(PLAN, counters=tuple(counters))


OF_PLANS: list[tuple[str, tuple[e.Event, ...], c.Command, list[e.Event]]] = [
    ("adopt a first plan", s.BEFORE_ANY_DAY, adopt(PLAN), [adopted(PLAN, "next_day", 1)]),
    ("adopt a plan now", s.SERVING, adopt(MORE_FILES), [adopted(MORE_FILES)]),
    ("adopt what was held against the adopted plan", s.SERVING, based(MORE_FILES, 1), [adopted(MORE_FILES)]),
    ("adopt a plan for the next day", s.SERVING, adopt(MORE_FILES, "next_day"), [NEXT]),
    ("adopt a plan with no day open", s.DAY_OVER, adopt(MORE_FILES), [NEXT]),
    ("adopt the next day's plan now", (*s.SERVING, NEXT), adopt(MORE_FILES), [adopted(MORE_FILES)]),
    ("go back to the plan of the day", (*s.SERVING, NEXT), adopt(PLAN), [adopted(PLAN, version=3)]),
    ("adopt with the holidays of now", s.DAY_OPEN, adopt(WITH_HOLIDAY), [adopted(WITH_HOLIDAY)]),
    (
        "a last counter's field while nobody is there",
        s.DAY_OPEN,
        adopt(with_fields(3, "civil")),
        [adopted(with_fields(3, "civil"))],
    ),
    (
        "better words for the same steps",
        (*s.SERVING, finished("C001")),
        adopt(replace(PLAN, rating=p.RatingPlan((words("splendid"), *PLAN.rating.labels[1:])))),
        [adopted(replace(PLAN, rating=p.RatingPlan((words("splendid"), *PLAN.rating.labels[1:]))))],
    ),
]


def _refused() -> list[Row]:
    fields, counters, labels = PLAN.fields, PLAN.counters, PLAN.rating.labels
    upside_down = p.RatingPlan(tuple(reversed(labels)))
    other_field = replace(fields[0], series="Z")
    reserved = replace(counters[2], reserved_for=("merit",))
    return [
        row("nothing_changed", adopt(PLAN), s.DAY_OPEN),
        row("nothing_changed", adopt(PLAN, "next_day"), s.DAY_OVER),
        row("nothing_changed", adopt(WITH_HOLIDAY, "next_day"), (*s.DAY_OPEN, adopted(CLOSED))),
        row("plan_changed_meanwhile", based(MORE_FILES, 2), s.DAY_OPEN),
        row("plan_changed_meanwhile", based(PLAN, 1), (*s.SERVING, NEXT)),
        row("plan_zone_in_use", adopt(replace(PLAN, zone="Asia/Tokyo")), s.DAY_OPEN),
        row("plan_series_in_use", adopt(replace(PLAN, series=p.Series(digits=4))), s.DAY_OPEN),
        row("plan_series_in_use", adopt(replace(PLAN, test_series="TX")), s.DAY_OPEN),
        row("plan_series_in_use", adopt(replace(PLAN, fields=(other_field, *fields[1:]))), s.DAY_OPEN),
        row("plan_field_in_use", adopt(replace(with_fields(3, "civil"), fields=fields[:2])), s.DAY_OPEN),
        row("plan_class_in_use", adopt(replace(PLAN, classes=PLAN.classes[1:])), s.DAY_OPEN),
        row("plan_counter_in_use", adopt(replace(PLAN, counters=counters[1:])), s.OPEN),
        row("plan_counter_in_use", adopt(replace(PLAN, counters=counters[1:])), (*s.FINISHED, CLOSED_AGAIN)),
        row("plan_rating_in_use", adopt(replace(PLAN, rating=p.RatingPlan(labels[:3]))), s.FINISHED),
        row("plan_rating_in_use", adopt(replace(PLAN, rating=upside_down)), s.FINISHED),
        row("plan_leaves_people", adopt(with_fields(3, "civil")), (*s.DAY_OPEN, issued("E001"))),
        row(
            "plan_leaves_people",
            adopt(replace(PLAN, counters=(*counters[:2], reserved))),
            (*s.DAY_OPEN, issued("E001")),
        ),
    ]


CLOSED_AGAIN = e.CounterClosed(counter=1)
REFUSED_PLANS = _refused()
