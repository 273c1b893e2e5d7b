"""The journal as one file that anybody can read: a head, then one line a row, in the bytes that were hashed.

Each line is JSON. The head says whose journal it is, from which row to which the lines go, and the hash before the
first. A line holds the columns of a row in the order in which they are hashed (see :mod:`hub.store.chain`), texts as
they are stored, and its hash. There is one way to write a row, so what is read can be written again byte by byte.
Nothing else of the database is in it: no accounts, no secrets, no texts of persons.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta, Struct

from hub.store.chain import BEFORE_ALL, StoreFault, row_hash, verify
from hub.store.journal import Journal

FORMAT = 1
END_OF_LINE = b"\n"
Count = Annotated[int, Meta(ge=0, le=2**62)]


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of an export: rows ``first`` to ``last`` of a hub's journal, and the hashes at both ends."""

    journal: str
    format: int
    hub: str
    first: Count
    before: str
    last: Count
    last_hash: str


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A row as it is stored; all but the hash are under the hash, in this order."""

    seq: Count
    at: str
    day: str
    kind: str
    version: Count
    ticket: str
    actor: str
    request_id: str
    part: Count
    data: str
    hash: str

    def hash_after(self, previous: str) -> str:
        """The hash that this row must have after one with the hash ``previous``."""
        return row_hash(previous, msgspec.structs.astuple(self)[:-1])


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is not a row as an export writes it."""

    why: str


class NoExport(StoreFault):
    """A file does not begin as an export does."""


def write_export(copy: Path, days: Sequence[str], to: Path) -> Head:
    """Write a new file with the rows of some days and all between them, without any with the whole journal.

    ``copy`` is a copy of the database that nobody writes to; its chain is checked first. A day's rows begin after the
    end of the day before. Returns the head. Raises StoreFault: a day was never opened, the journal is damaged;
    FileExistsError, OSError: then there is no new file.
    """
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
        verify(connection)
        head = _head(connection, days)
        if to.exists():
            raise FileExistsError(f"There is {to} already, and nothing is ever overwritten. Choose another name.")
        part = to.with_name(f".{to.name}.{os.getpid()}")
        try:
            with part.open("xb") as file:
                _write(connection, head, file)
            part.replace(to)
        finally:
            with suppress(FileNotFoundError):
                part.unlink()
    return head


def read_head(file: BinaryIO) -> Head:
    """The head of an export. Raises NoExport."""
    line = file.readline()
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NoExport(f"It does not begin as an exported journal does ({error}).") from error
    if (head.journal, head.format) != ("toi-luot", FORMAT) or _line(head) != line:
        raise NoExport("It does not begin as an exported journal of this version does.")
    return head


def read_rows(file: BinaryIO) -> Iterator[Row | Unreadable]:
    """The lines after the head, each a row or the reason why it is none."""
    for line in file:
        try:
            row = msgspec.json.decode(line, type=Row)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            yield Unreadable(f"its line cannot be read ({error})")
            continue
        yield row if _line(row) == line else Unreadable("its line is not written as an export is")


def _head(connection: sqlite3.Connection, days: Sequence[str]) -> Head:
    (end,) = connection.execute("SELECT ifnull(max(seq), 0) FROM journal").fetchone()
    spans = [_span(connection, day, end) for day in days] or [(1, end)]
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    asked = "SELECT ifnull((SELECT hash FROM journal WHERE seq = ?), ?)"
    (before,) = connection.execute(asked, (first - 1, BEFORE_ALL)).fetchone()
    (last_hash,) = connection.execute(asked, (last, BEFORE_ALL)).fetchone()
    return Head("toi-luot", FORMAT, Journal(connection).origin.hub, first, before, last, last_hash)


def _span(connection: sqlite3.Connection, day: str, end: int) -> tuple[int, int]:
    """The rows of a day: after the end of the one before, up to the row before the next one opens."""
    opened = "SELECT min(seq) FROM journal WHERE kind = 'DayOpened' AND day"
    (own,) = connection.execute(f"{opened} = ?", (day,)).fetchone()
    if own is None:
        raise StoreFault(f"Day {day} was never opened in this journal. Days are written as in 2026-11-22.")
    asked = "SELECT ifnull(max(seq), 0) FROM journal WHERE kind = 'DayClosed' AND seq < ?"
    (closed,) = connection.execute(asked, (own,)).fetchone()
    (following,) = connection.execute(f"{opened} > ?", (day,)).fetchone()
    return closed + 1, following - 1 if following else end


def _write(connection: sqlite3.Connection, head: Head, file: BinaryIO) -> None:
    file.write(_line(head))
    asked = """
        SELECT seq, at, day, kind, version, ticket, actor, request_id, part, data, hash
        FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq
    """
    for columns in connection.execute(asked, (head.first, head.last)):
        file.write(_line(Row(*columns)))
    file.flush()
    os.fsync(file.fileno())


def _line(content: Head | Row) -> bytes:
    return msgspec.json.encode(content) + END_OF_LINE
