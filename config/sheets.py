"""CSV as spreadsheets write it: rows by their columns' names, with the line on which each begins."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from config.loader import ConfigError, closest, read_text

DELIMITERS = ",;\t"
MARK = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""


class Row(NamedTuple):
    """A row: the line of the file on which it begins, and its cells by column, as they stand."""

    line: int
    cells: dict[str, str]


def read_sheet(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a file, each with those of ``columns`` that the file has; the first of them it must have.

    Raises ConfigError: as `read_text`, not CSV, a column that is unknown or given twice, the first one missing, cells
    outside of all columns.
    """
    text = read_text(path)
    lines = _lines(path, text, _delimiter(text, columns))
    header_line, header = next(lines, (1, []))
    names = [cell.strip().casefold() for cell in header]
    _check_header(path, header_line, names, columns)
    return [Row(line, _cells(path, line, names, cells)) for line, cells in lines]


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as the text of a file, for spreadsheets."""
    out = io.StringIO(newline="")
    out.write(MARK)
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """What parts the cells, by which of them makes most columns of the first line known."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith(("#", "sep="))), "")

    def known(delimiter: str) -> int:
        return sum(cell.strip().strip('"').casefold() in columns for cell in first.split(delimiter))

    return max(DELIMITERS, key=known)


def _lines(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are neither empty nor a note, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            is_note = bool(cells) and cells[0].startswith(("#", "sep="))
            if any(cell.strip() for cell in cells) and not is_note:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(path, f"line {line}", f"is not valid CSV ({error})") from None


def _check_header(path: Path, line: int, names: Sequence[str], columns: Sequence[str]) -> None:
    """Raises ConfigError: what is written there would be passed over, or cannot be told apart."""
    named = [name for name in names if name]
    for name in named:
        if name not in columns:
            missing = [column for column in columns if column not in named]
            raise ConfigError(path, f"line {line}, {name}", "unknown column", closest(name, missing))
        if named.count(name) > 1:
            raise ConfigError(path, f"line {line}, {name}", "this column is given twice")
    if columns[0] not in named:
        raise ConfigError(path, f"line {line}", f"the first row must name the columns {', '.join(columns)}")


def _cells(path: Path, line: int, names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = {name: "" for name in names if name}
    for place, cell in enumerate(cells):
        name = names[place] if place < len(names) else ""
        if name:
            found[name] = cell
        elif cell.strip():
            raise ConfigError(path, f"line {line}", f"the cell «{cell.strip()}» belongs to no column")
    return found
