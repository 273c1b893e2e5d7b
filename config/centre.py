"""Reads the folder of an installation: the centre's plan, its procedures, its devices, checked against each other."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zoneinfo import available_timezones

from msgspec import Struct
from msgspec.structs import replace

from config.backup import BackupPlan, load_backup_plan
from config.closing import ClosingPlan, load_closing_plan
from config.devices import Devices, load_devices
from config.hours import Slip, hours_slips, with_public_holidays
from config.loader import GIVEN_TWICE, ConfigError, closest, load_toml, read_text
from config.procedures import Procedure, load_procedures
from hub.domain.plan import ORDINARY, Plan

SAMPLE = Path(__file__).parent / "sample"
ICONS = Path(__file__).parent.parent / "hub" / "web" / "static" / "vendor" / "lucide"
"""The icons that fields can have, by file name."""

HOURS_LINE = re.compile(r"\s*(?:\[+\s*)?hours\b")
ALWAYS_ALONE = (
    '`hours = "always"` goes to the top of the file, before the first [table]; remove [hours] and all [[hours.…]]'
)

MOST_CHOICES = 8
"""More than this many choices on one screen of a kiosk nobody reads."""


class Installation(Struct, frozen=True):
    """Everything that the folder of an installation says; ``plan`` has no dates of public holidays yet."""

    plan: Plan
    procedures: tuple[Procedure, ...]
    devices: Devices
    backup: BackupPlan = BackupPlan()
    closing: ClosingPlan = ClosingPlan()

    def plan_for(self, day: str) -> Plan:
        """The plan that a day (ISO) adopts: with the public holidays of its year and of the next one."""
        return with_public_holidays(self.plan, day)

    def always_open(self) -> "Installation":
        """The same without hours, for the demo: it has to work whenever somebody looks at it."""
        return replace(self, plan=replace(self.plan, hours="always"))


def load_installation(folder: Path, ports: Mapping[str, int]) -> Installation:
    """Read and check the files of a folder; `ports` fill the places in device addresses.

    Raises ConfigError: whatever is wrong with one of the files, in one line.
    """
    plan = load_centre(folder)
    procedures = load_procedures(folder / "procedures.csv", [field.id for field in plan.fields])
    devices = load_devices(folder / "devices.toml", ports)
    return Installation(
        plan, procedures, devices, load_backup_plan(folder / "backup.toml"), load_closing_plan(folder / "closing.toml")
    )


def load_centre(folder: Path) -> Plan:
    """The plan in `centre.toml` of a folder. Raises ConfigError: as `load_toml`, a name unknown or used twice."""
    path = folder / "centre.toml"
    try:
        plan = load_toml(path, Plan)
    except ConfigError as error:
        raise _told_of_hours(error) from None
    slip = next(_slips(plan), None)
    if slip:
        raise ConfigError(path, *slip)
    return plan


def _told_of_hours(error: ConfigError) -> ConfigError:
    """The hours of a hall that never closes replace tables: who has written both, or one within another, is told so."""
    is_misplaced = error.key.endswith(".hours")
    if error.problem == GIVEN_TWICE and (place := re.match(r"line (\d+)", error.key)):
        is_misplaced = bool(HOURS_LINE.match(read_text(error.file).splitlines()[int(place[1]) - 1]))
    return ConfigError(error.file, error.key, ALWAYS_ALONE) if is_misplaced else error


def _slips(plan: Plan) -> Iterator[Slip]:
    yield from _used_twice("fields", "id", [field.id for field in plan.fields])
    yield from _used_twice("counters", "number", [counter.number for counter in plan.counters])
    yield from _used_twice("classes", "id", [ORDINARY, *(entry.id for entry in plan.classes)])
    for move in plan.reasons.__struct_fields__:
        yield from _used_twice(f"reasons.{move}", "id", [reason.id for reason in getattr(plan.reasons, move)])
    yield from _kiosk_slips(plan)
    yield from _counter_slips(plan)
    yield from _series_slips(plan)
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
    known = [field.id for field in plan.fields]
    for counter in plan.counters:
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
