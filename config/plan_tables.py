"""The parts of a plan that people keep in spreadsheets: one table each, read and written as CSV.

Written as UTF-8 with a byte order mark, which a spreadsheet needs to show Vietnamese; read whether its cells are parted
by commas, semicolons or tabs, with empty columns and lines at the end, and lines that begin with ``#`` as notes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import fields as fields_of

from config.loader import ConfigError, closest, typed
from config.sheets import Row, read_sheet, written
from hub.domain.plan import (
    ClerkProfile,
    CounterPlan,
    Field,
    FieldWeight,
    HallPlan,
    Plan,
    PlanPart,
    Quota,
    Reason,
    Reasons,
    TicketClass,
    Wording,
)

NUMBERS = frozenset({"number", "kiosk_page", "most_files", "rank", "target_min", "weight", "walk_in", "remote"})
LISTS = frozenset({"then", "fields", "reserved_for", "prefers", "granted_by"})
MAY_BE_EMPTY = LISTS | {"series"}
"""Columns in which an empty cell says something; elsewhere it leaves the key out, as a missing column does."""

OUTCOME = "outcome"
KINDS = (*Reasons.__struct_fields__, OUTCOME)
_WORDS = re.compile(r"[\s,;]+")

Document = dict[str, Any]


class Place(NamedTuple):
    """Where an entry of a plan stands in a table."""

    file: Path
    line: int


class Table(NamedTuple):
    """A table: its ``columns``, and which keys of the TOML file would say the same (``keys_in``).

    ``rows`` are those of a plan; ``fill`` puts the rows of a file into a document, each with its place.
    """

    columns: tuple[str, ...]
    keys_in: Callable[[Mapping[str, Any]], list[str]]
    rows: Callable[[Plan], Iterator[dict[str, Any]]]
    fill: Callable[[Document, Path, list[Row]], dict[str, Place]]


def fill_in(document: Document, file: Path, table: Table) -> dict[str, Place]:
    """Put what a file says into a document; returns where each entry stands.

    Raises ConfigError: unreadable, an unknown or missing column, a cell that is not of its kind.
    """
    return table.fill(document, file, read_sheet(file, table.columns))


def tables_of(plan: Plan) -> dict[str, str]:
    """Every table of a plan as text, by its file's name."""
    return {f"{name}.csv": written(table.columns, table.rows(plan)) for name, table in TABLES.items()}


def _entry_of(file: Path, row: Row, type_: type[PlanPart]) -> Document:
    """A row as an entry of a list. Raises ConfigError: a cell that is empty or not of its kind."""
    _require_filled(file, row, type_)
    entry: Document = {}
    for column, cell in row.cells.items():
        if not cell and column not in MAY_BE_EMPTY:
            continue
        name, _, language = column.rpartition("_")
        if language in Wording.__struct_fields__:
            entry.setdefault(name, {})[language] = cell
        else:
            entry[column] = _value(file, row, column)
    try:
        typed(file, entry, type_)
    except ConfigError as error:
        column = error.key.replace(".", "_")
        raise ConfigError(
            file, f"line {row.line}{f', {column}' if column else ''}", error.problem, error.guess
        ) from None
    return entry


def _require_filled(file: Path, row: Row, type_: type[PlanPart]) -> None:
    """Raises ConfigError: a cell is empty, or its column missing, without which the row says nothing."""
    for part in fields_of(type_):
        columns = [f"{part.name}_{code}" for code in Wording.__struct_fields__] if part.type is Wording else [part.name]
        for column in columns if part.required else ():
            if column not in row.cells:
                raise ConfigError(file, f"line {row.line}, {column}", "the file has no such column")
            if not row.cells[column] and column not in MAY_BE_EMPTY - LISTS:
                raise ConfigError(file, f"line {row.line}, {column}", "is empty")


def _value(file: Path, row: Row, column: str) -> str | int | list[str]:
    cell = row.cells[column].strip()
    if column in LISTS:
        return [word for word in _WORDS.split(cell) if word]
    if column not in NUMBERS:
        return cell
    if not re.fullmatch(r"[0-9]{1,9}", cell):
        raise ConfigError(file, f"line {row.line}, {column}", f"«{cell}» is not a whole number")
    return int(cell)


def _cells(part: PlanPart, columns: Iterable[str]) -> dict[str, Any]:
    """The cells of an entry: what it does not have is left empty."""
    found: dict[str, Any] = {}
    for column in columns:
        name, _, language = column.rpartition("_")
        is_wording = language in Wording.__struct_fields__
        value = getattr(getattr(part, name), language) if is_wording else getattr(part, column)
        found[column] = " ".join(value) if isinstance(value, tuple) else "" if value is None else value
    return found


def _list_table(key: str, type_: type[PlanPart], columns: tuple[str, ...]) -> Table:
    """A table whose rows are the entries of one list of the plan."""

    def rows(plan: Plan) -> Iterator[dict[str, Any]]:
        return (_cells(entry, columns) for entry in getattr(plan, key))

    def fill(document: Document, file: Path, read: list[Row]) -> dict[str, Place]:
        former = {entry.get("id"): entry for entry in document.get(key, ())}
        if not read and type_ in (Field, CounterPlan):
            raise ConfigError(file, "", "has no rows; a plan has one of these at least")
        document[key] = [_entry_of(file, row, type_) for row in read]
        if type_ is Field:
            for entry in document[key]:
                _keep_quota(entry, former)
        return {f"{key}[{row.cells[columns[0]].strip()}]": Place(file, row.line) for row in read}

    return Table(columns, lambda document: [key] if key in document else [], rows, fill)


def _keep_quota(entry: Document, former: Mapping[Any, Document]) -> None:
    """Quotas have a table of their own."""
    quota = former.get(entry["id"], {}).get("quota")
    if quota is not None:
        entry["quota"] = quota


def _quota_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    for field in plan.fields:
        if field.quota is not None:
            yield {"field": field.id, **_cells(field.quota, QUOTA_COLUMNS[1:])}


def _fill_quotas(document: Document, file: Path, read: list[Row]) -> dict[str, Place]:
    fields = {str(entry.get("id")): entry for entry in document.get("fields", ())}
    for entry in fields.values():
        entry.pop("quota", None)
    places: dict[str, Place] = {}
    for row in read:
        name = row.cells["field"].strip()
        if name not in fields:
            raise ConfigError(file, f"line {row.line}, field", f"there is no field «{name}»", closest(name, fields))
        if "quota" in fields[name]:
            raise ConfigError(file, f"line {row.line}, field", f"«{name}» is used twice")
        cells = {column: cell for column, cell in row.cells.items() if column != "field"}
        fields[name]["quota"] = _entry_of(file, Row(row.line, cells), Quota)
        places[f"fields[{name}].quota"] = Place(file, row.line)
    return places


def _quotas_in(document: Mapping[str, Any]) -> list[str]:
    """Also right after ``fields.csv`` was read, which has none."""
    entries = (entry for entry in document.get("fields", ()) if isinstance(entry, dict))
    return [f"fields[{entry.get('id')}].quota" for entry in entries if "quota" in entry]


class _ProfileRow(PlanPart, frozen=True):
    """A row of the work profiles: what a field counts in one of them."""

    id: str
    name: Wording
    field: str
    weight: int


def _profile_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    for profile in plan.profiles:
        for entry in profile.weights:
            yield _cells(_ProfileRow(profile.id, profile.name, entry.field, entry.weight), PROFILE_COLUMNS)


def _fill_profiles(document: Document, file: Path, read: list[Row]) -> dict[str, Place]:
    """A row for each weight; those of one id are one profile, whose name may stand in its first row only."""
    found: dict[str, Document] = {}
    places: dict[str, Place] = {}
    for row in read:
        weight = Row(row.line, {name: row.cells.get(name, "") for name in ("field", "weight")})
        entry = _entry_of(file, weight, FieldWeight)
        name = row.cells["id"].strip()
        if not name:
            raise ConfigError(file, f"line {row.line}, id", "is empty")
        if name not in found:
            found[name] = {"id": name, "name": _named(file, row), "weights": []}
            places[f"profiles[{name}]"] = Place(file, row.line)
        elif found[name]["name"] != _named(file, row, found[name]["name"]):
            raise ConfigError(file, f"line {row.line}, name_vi", f"«{name}» has another name above")
        found[name]["weights"].append(entry)
    document["profiles"] = list(found.values())
    return places


def _named(file: Path, row: Row, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The name in a row. Raises ConfigError: there is none, and none was known."""
    name = {language: row.cells.get(f"name_{language}", "") for language in Wording.__struct_fields__}
    if known is not None and not any(name.values()):
        return dict(known)
    for language, words in name.items():
        if not words:
            raise ConfigError(file, f"line {row.line}, name_{language}", "is empty")
    return name


def _reason_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        for entry in plan.outcomes.choices if kind == OUTCOME else getattr(plan.reasons, kind):
            yield {"kind": kind, **_cells(entry, REASON_COLUMNS[1:])}


def _fill_reasons(document: Document, file: Path, read: list[Row]) -> dict[str, Place]:
    found: dict[str, list[Document]] = {kind: [] for kind in KINDS}
    places: dict[str, Place] = {}
    for row in read:
        kind = row.cells["kind"].strip()
        if kind not in found:
            problem = f"«{kind}» is not one of {', '.join(KINDS)}"
            raise ConfigError(file, f"line {row.line}, kind", problem, closest(kind, KINDS))
        cells = {column: cell for column, cell in row.cells.items() if column != "kind"}
        found[kind].append(_entry_of(file, Row(row.line, cells), Reason))
        table = "outcomes.choices" if kind == OUTCOME else f"reasons.{kind}"
        places[f"{table}[{found[kind][-1]['id']}]"] = Place(file, row.line)
    document["outcomes"] = {**document.get("outcomes", {}), "choices": found.pop(OUTCOME)}
    document["reasons"] = found
    return places


def _reasons_in(document: Mapping[str, Any]) -> list[str]:
    outcomes = document.get("outcomes")
    has_choices = isinstance(outcomes, dict) and "choices" in outcomes
    return [*(["reasons"] if "reasons" in document else []), *(["outcomes.choices"] if has_choices else [])]


_NAME = ("name_vi", "name_en")
_SUMMARY = ("summary_vi", "summary_en")
QUOTA_COLUMNS = ("field", "per", "walk_in", "remote")
PROFILE_COLUMNS = ("id", *_NAME, "field", "weight")
REASON_COLUMNS = ("kind", "id", *_NAME)

TABLES: dict[str, Table] = {
    "fields": _list_table(
        "fields", Field, ("id", "series", *_NAME, *_SUMMARY, "icon", "kiosk_page", "then", "most_files", "target_min")
    ),
    "quotas": Table(QUOTA_COLUMNS, _quotas_in, _quota_rows, _fill_quotas),
    "halls": _list_table("halls", HallPlan, ("id", *_NAME)),
    "counters": _list_table(
        "counters", CounterPlan, ("number", *_NAME, "fields", "reserved_for", "prefers", "profile", "hall")
    ),
    "classes": _list_table("classes", TicketClass, ("id", *_NAME, *_SUMMARY, "rank", "granted_by")),
    "profiles": Table(
        PROFILE_COLUMNS, lambda document: ["profiles"] if "profiles" in document else [], _profile_rows, _fill_profiles
    ),
    "clerks": _list_table("clerks", ClerkProfile, ("clerk", "profile")),
    "reasons": Table(REASON_COLUMNS, _reasons_in, _reason_rows, _fill_reasons),
}
"""All tables by the name of their file, in the order in which they are read: quotas belong to fields."""
