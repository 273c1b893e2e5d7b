"""The list of procedures of a centre, from a CSV file that an office can edit in a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from config.loader import ConfigError, closest, read_text


class Procedure(Struct, frozen=True):
    """An administrative procedure. What is empty is not known: people ask at the counter.

    `papers` are the documents to be brought; in the file they stand with `;` between them.
    """

    field: str
    group: str
    name: str
    time_limit: str
    fee: str
    level: str
    code: str
    papers: tuple[str, ...] = ()


COLUMNS = Procedure.__struct_fields__
OPTIONAL = ("papers",)
"""Columns at the end that a list need not have."""
REQUIRED = ("field", "name")


def load_procedures(path: Path, fields: Sequence[str]) -> tuple[Procedure, ...]:
    """Read a list of procedures; lines that start with `#` are notes, `fields` are the ids that the plan knows.

    Raises ConfigError: as `read_text`, a missing or unknown column, a row of another length, an empty or unknown field,
    an empty name, a code given twice.
    """
    rows = rows_of(path)
    columns = next(rows, (1, []))[1]
    _check_header(path, columns)
    procedures: list[Procedure] = []
    codes: set[str] = set()
    for line, cells in rows:
        if len(cells) != len(columns):
            raise ConfigError(path, f"line {line}", f"has {len(cells)} cells, not {len(columns)}")
        procedure = _procedure(path, line, cells, fields)
        if procedure.code and procedure.code in codes:
            raise ConfigError(path, f"line {line}, code", f"«{procedure.code}» is given twice")
        codes.add(procedure.code)
        procedures.append(procedure)
    return tuple(procedures)


def parted(cell: str) -> tuple[str, ...]:
    """The parts of a cell with `;` between them, without empty ones."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that are neither empty nor a note, with the line on which each ends, cells trimmed.

    Raises ConfigError: as `read_text`, and for what is no CSV.
    """
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        for cells in reader:
            if cells and not cells[0].startswith("#"):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise ConfigError(path, f"line {reader.line_num}", f"is not valid CSV ({error})") from None


def _check_header(path: Path, header: Sequence[str]) -> None:
    for column in header:
        if column not in COLUMNS:
            missing = [name for name in COLUMNS if name not in header]
            raise ConfigError(path, column, "unknown column", closest(column, missing))
    needed = COLUMNS[: -len(OPTIONAL)]
    if tuple(header) not in (COLUMNS, needed):
        sentence = f"the first row must name the columns {', '.join(needed)}, and may then name {', '.join(OPTIONAL)}"
        raise ConfigError(path, "", sentence)


def _procedure(path: Path, line: int, cells: Sequence[str], fields: Sequence[str]) -> Procedure:
    known = dict(zip(COLUMNS, cells, strict=False))
    papers = parted(known.pop("papers", ""))
    procedure = Procedure(**known, papers=papers)
    for column in REQUIRED:
        if not getattr(procedure, column):
            raise ConfigError(path, f"line {line}, {column}", "is empty")
    if procedure.field not in fields:
        raise ConfigError(
            path, f"line {line}, field", f"there is no field «{procedure.field}»", closest(procedure.field, fields)
        )
    return procedure
