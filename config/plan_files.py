"""A plan from files: a TOML file, tables of a spreadsheet, or a folder with both."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

import msgspec

from config.hours import Slip
from config.loader import GIVEN_TWICE, ConfigError, load_document, read_text, typed
from config.plan_slips import plan_slips
from config.plan_tables import TABLES, Place, Table, fill_in
from hub.domain.plan import Plan

CENTRE_FILE = "centre.toml"

COPY = re.compile(r"[ _]*\([0-9]+\)$")
"""What a browser puts behind the name of a file that it has already."""

HOURS_LINE = re.compile(r"\s*(?:\[+\s*)?hours\b")
ALWAYS_ALONE = (
    '`hours = "always"` goes to the top of the file, before the first [table]; remove [hours] and all [[hours.…]]'
)


def read_plan(path: Path, base: Plan | None = None) -> Plan:
    """The plan in a TOML file, a table (``fields.csv``), or a folder of these.

    What is in a table takes the place of that part of ``base``, where no TOML file says the rest.
    Raises ConfigError: as `load_toml`; of a table the line and column; something said twice, in a table and in the TOML
    file; a contradiction inside the plan.
    """
    toml, tables = _files(path)
    if toml is None and base is None:
        raise ConfigError(path / CENTRE_FILE if path.is_dir() else path, "", "there is no such file")
    document = _document(toml) if toml else _document_of(base)
    places: dict[str, Place] = {}
    for file, table in tables:
        if toml:
            _require_once(toml, document, file, table)
        places.update(fill_in(document, file, table))
    plan = _typed(toml or path, document)
    for slip in plan_slips(plan):
        raise _placed(toml or path, slip, places)
    return plan


def is_whole(path: Path) -> bool:
    """Whether a TOML file says all of the plan, so that nothing is taken from another one."""
    return path.suffix.lower() == ".toml" or (path / CENTRE_FILE).exists()


def table_meant(name: str) -> str | None:
    """The name of the table that a file of about that name is meant to be, such as ``Fields (1).csv``."""
    stem = COPY.sub("", PurePath(name).stem).casefold()
    return f"{stem}.csv" if stem in TABLES else None


def _require_found(folder: Path) -> None:
    """Raises ConfigError: a file that is nearly called as a table, which would be passed over."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        wanted = table_meant(file.name)
        if wanted and not (folder / wanted).exists():
            raise ConfigError(file, "", f"would be passed over; save it as CSV under the name {wanted}")


def _files(path: Path) -> tuple[Path | None, list[tuple[Path, Table]]]:
    """The TOML file, if there is one, and the tables in the order in which they are read."""
    if path.is_dir() or not path.suffix:
        _require_found(path)
        toml = path / CENTRE_FILE
        tables = [(path / f"{name}.csv", table) for name, table in TABLES.items()]
        found = [(file, table) for file, table in tables if file.exists()]
        return (toml if toml.exists() or not found else None), found
    if path.suffix.lower() != ".csv":
        return path, []
    if path.stem not in TABLES:
        raise ConfigError(path, "", f"is none of the tables {', '.join(f'{name}.csv' for name in TABLES)}")
    return None, [(path, TABLES[path.stem])]


def _document(toml: Path) -> dict[str, Any]:
    try:
        return load_document(toml)
    except ConfigError as error:
        raise _told_of_hours(error) from None


def _document_of(plan: Plan | None) -> dict[str, Any]:
    """A plan as plain lists and dicts that may be filled in otherwise."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(plan and plan.document))
    return document


def _typed(file: Path, document: Mapping[str, Any]) -> Plan:
    try:
        return typed(file, document, Plan)
    except ConfigError as error:
        raise _told_of_hours(error) from None


def _told_of_hours(error: ConfigError) -> ConfigError:
    """The hours of a hall that never closes replace tables: who has written both, or one within another, is told so."""
    is_misplaced = error.key.endswith(".hours")
    if error.problem == GIVEN_TWICE and (place := re.match(r"line (\d+)", error.key)):
        is_misplaced = bool(HOURS_LINE.match(read_text(error.file).splitlines()[int(place[1]) - 1]))
    return ConfigError(error.file, error.key, ALWAYS_ALONE) if is_misplaced else error


def _require_once(toml: Path, document: Mapping[str, Any], file: Path, table: Table) -> None:
    """Raises ConfigError: the same part of a plan in two files, of which one would be passed over."""
    for key in table.keys_in(document):
        raise ConfigError(toml, key, f"is in {file.name}, too; keep it in one of the two")


def _placed(file: Path, slip: Slip, places: Mapping[str, Place]) -> ConfigError:
    """A contradiction at the line and column where it stands, when that is in a table."""
    key, problem, guess = slip
    for entry in sorted(places, key=len, reverse=True):
        if key == entry or key.startswith(f"{entry}."):
            place, column = places[entry], key.removeprefix(entry).removeprefix(".")
            return ConfigError(place.file, f"line {place.line}{f', {column}' if column else ''}", problem, guess)
    return ConfigError(file, key, problem, guess)
