"""What people call a procedure that the list calls otherwise, from a CSV file that an office can edit."""

from pathlib import Path

from msgspec import Struct

from config.loader import ConfigError
from config.procedures import parted, rows_of

COLUMNS = ("words", "meaning")


class Synonym(Struct, frozen=True):
    """Whoever types one of `words` means `meaning`, which is part of a procedure's name.

    A meaning that begins with "!" is a sentence for people instead: where that is done which is not done here.
    """

    words: tuple[str, ...]
    meaning: str


def load_synonyms(path: Path) -> tuple[Synonym, ...]:
    """Read the synonyms of an installation, none where there is no such file; `words` stand with `;` between them.

    Raises ConfigError: as `rows_of`, other columns, a row of another length, an empty cell, words given twice.
    """
    if not path.exists():
        return ()
    rows = rows_of(path)
    if tuple(next(rows, (1, []))[1]) != COLUMNS:
        raise ConfigError(path, "", f"the first row must name the columns {', '.join(COLUMNS)}")
    synonyms: list[Synonym] = []
    known: set[str] = set()
    for line, cells in rows:
        synonym = _synonym(path, line, cells)
        for words in synonym.words:
            if words.casefold() in known:
                raise ConfigError(path, f"line {line}, words", f"«{words}» is given twice")
            known.add(words.casefold())
        synonyms.append(synonym)
    return tuple(synonyms)


def _synonym(path: Path, line: int, cells: list[str]) -> Synonym:
    if len(cells) != len(COLUMNS):
        raise ConfigError(path, f"line {line}", f"has {len(cells)} cells, not {len(COLUMNS)}")
    words, meaning = parted(cells[0]), cells[1]
    for column, content in zip(COLUMNS, (words, meaning), strict=True):
        if not content:
            raise ConfigError(path, f"line {line}, {column}", "is empty")
    return Synonym(words, meaning)
