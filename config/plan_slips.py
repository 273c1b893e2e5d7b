"""What contradicts itself inside a plan, wherever the plan comes from."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

from config.hours import Slip, hours_slips
from config.loader import closest
from config.policy_slips import policy_slips
from config.quota_slips import quota_slips
from config.visits_slips import visits_slips
from hub.domain.plan import ORDINARY, Plan

ICONS = Path(__file__).parent.parent / "hub" / "web" / "static" / "vendor" / "lucide"
"""The icons that fields can have, by file name."""

MOST_CHOICES = 8
"""More than this many choices on one screen of a kiosk nobody reads."""


def plan_slips(plan: Plan) -> Iterator[Slip]:
    """Every contradiction inside a plan: dotted key, sentence and what was perhaps meant."""
    yield from _used_twice("fields", "id", [field.id for field in plan.fields])
    yield from _used_twice("counters", "number", [counter.number for counter in plan.counters])
    yield from _used_twice("classes", "id", [ORDINARY, *(entry.id for entry in plan.classes)])
    yield from _used_twice("halls", "id", [hall.id for hall in plan.halls])
    for move in plan.reasons.__struct_fields__:
        yield from _used_twice(f"reasons.{move}", "id", [reason.id for reason in getattr(plan.reasons, move)])
    yield from _kiosk_slips(plan)
    yield from _counter_slips(plan)
    yield from _series_slips(plan)
    yield from policy_slips(plan)
    yield from visits_slips(plan)
    yield from quota_slips(plan)
    if not isinstance(plan.hours, str):
        yield from hours_slips(plan.hours, [field.id for field in plan.fields])
    if plan.zone not in available_timezones():
        yield "zone", f"there is no time zone «{plan.zone}»", closest(plan.zone, available_timezones())


def _used_twice(table: str, key: str, names: Iterable[object]) -> Iterator[Slip]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{table}[{name}].{key}", f"«{name}» is used twice" if name != ORDINARY else _RESERVED, None


_RESERVED = f"«{ORDINARY}» is the class of everybody without priority and is always there"


def _counter_slips(plan: Plan) -> Iterator[Slip]:
    known, halls = [field.id for field in plan.fields], [hall.id for hall in plan.halls]
    for counter in plan.counters:
        if counter.hall and counter.hall not in halls:
            problem = f"there is no hall «{counter.hall}»; it needs a [[halls]] table with id and name"
            yield f"counters[{counter.number}].hall", problem, closest(counter.hall, halls)
        key = f"counters[{counter.number}].fields"
        for name in counter.fields:
            if name not in known:
                yield key, f"there is no field «{name}»", closest(name, known)
        for name, times in Counter(counter.fields).items():
            if times > 1:
                yield key, f"«{name}» is listed twice", None


def _series_slips(plan: Plan) -> Iterator[Slip]:
    for field in plan.fields:
        if field.series == plan.test_series:
            problem = f"«{plan.test_series}» is the series of «{field.id}»; test numbers need one of their own"
            yield "test_series", problem, None


def _kiosk_slips(plan: Plan) -> Iterator[Slip]:
    icons = [file.stem for file in ICONS.glob("*.svg")]
    for field in plan.fields:
        if field.icon not in icons:
            yield f"fields[{field.id}].icon", f"there is no icon «{field.icon}»", closest(field.icon, icons)
    pages = Counter(field.kiosk_page for field in plan.fields)
    most_on_first = MOST_CHOICES - 1 if pages[2] else MOST_CHOICES
    for page, most in ((1, most_on_first), (2, MOST_CHOICES)):
        if pages[page] > most:
            yield "fields", f"page {page} of the kiosk has room for {most} fields, not for {pages[page]}", None
    if not pages[1]:
        yield "fields", "page 1 of the kiosk has no field", None
