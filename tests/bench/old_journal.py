"""Makes the ``hub.db`` of a centre that has worked for years: a day that the rules played, copied onto many dates.

The copies are what a hub writes: every row with its own key and hash, the chain whole, every answer kept that is not
old enough to be forgotten. Nothing of the day refers to another one, so only dates and instants change.
"""

import hashlib
import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from config.centre import load_centre
from config.hours import with_public_holidays
from hub.domain import commands as c
from hub.domain.numbering import business_day
from hub.domain.plan import Plan
from hub.service.requests import Asked
from hub.service.writer import Writer
from hub.store.chain import row_hash
from hub.store.control import DATABASE_NAME
from hub.store.journal import Journal
from tests.bench.hall import centre_of

A_DAY = 1000
"""Tickets of an old day: a large centre's."""

BEHIND = 10
"""So many wait while one is served."""

FIELDS = (("ho_tich", "A"), ("chung_thuc", "E"), ("dat_dai", "L"), ("cu_tru", "C"))
"""Fields of the sample centre with their series."""

COUNTERS = 10
HOUR_MS = 3_600_000
BATCH = 200
_INSTANT = re.compile(r"(?<!\d)\d{13}(?!\d)")
_COLUMNS = "at, day, kind, version, ticket, actor, request_id, part, data"
_INSERT = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_ANSWER = "INSERT INTO answers VALUES (?, ?, ?, NULL, NULL, ?, ?)"

Row = tuple[str, ...]
"""A row without its number and hash, every column as text."""


class Ticking:
    """A clock that goes on by ``step_ms`` whenever somebody looks at it."""

    def __init__(self, at_ms: int, step_ms: int) -> None:
        self._at_ms, self._step_ms = at_ms, step_ms

    def now_ms(self) -> int:
        self._at_ms += self._step_ms
        return self._at_ms


def new_key() -> str:
    """A request key as kiosks and pages make them."""
    return f"{random.getrandbits(128):032x}"


def play(journal: Journal, clock: Ticking, wishes: Iterator[tuple[c.Command, str]]) -> None:
    """Have commands decided and stored, each with a key of its own."""
    writer = Writer(journal, clock)
    while batch := [Asked(command, actor, new_key()) for command, actor in islice(wishes, BATCH)]:
        for result in writer.write(batch).results:
            if isinstance(result, Exception):
                raise result


def opening(day: str, plan: Plan) -> Iterator[tuple[c.Command, str]]:
    """A day opens and with it all counters."""
    yield c.OpenDay(day=day, plan=with_public_holidays(plan, day), confirmed_by="clock"), "hub"
    for counter in range(1, COUNTERS + 1):
        yield c.OpenCounter(counter=counter), f"staff-{counter}"


def pause() -> Iterator[tuple[c.Command, str]]:
    """All clerks close their counters."""
    for counter in range(1, COUNTERS + 1):
        yield c.CloseCounter(counter=counter), f"staff-{counter}"


def visits(day: str, tickets: int) -> Iterator[tuple[c.Command, str]]:
    """So many draw a number, get their paper, are called and served; every other one rates. At the end nobody waits."""
    for drawn in range(tickets + BEHIND):
        if drawn < tickets:
            field, label = _visit(drawn)
            yield c.IssueTicket(field=field), "kiosk:K1"
            yield c.ReportPrint(ticket=f"{day}-{label}", job=f"{label}-1", result="confirmed"), "kiosk:K1"
        if drawn >= BEHIND:
            yield from _served(day, drawn - BEHIND)


def _served(day: str, visit: int) -> Iterator[tuple[c.Command, str]]:
    (_, label), counter = _visit(visit), visit % COUNTERS + 1
    for command in (c.CallNext, c.StartService, c.FinishService):
        yield command(counter=counter), f"staff-{counter}"
    if visit % 2:
        score = 1 + visit % 4
        yield c.RateTicket(counter=counter, ticket=f"{day}-{label}", service=1, score=score), f"rating:{counter}"


def _visit(number: int) -> tuple[str, str]:
    """Field and label of a day's visit, which are counted from 0: the first who came is the first to be called."""
    field, series = FIELDS[number % len(FIELDS)]
    return field, f"{series}{number // len(FIELDS) + 1:03}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """The rows of a day as stored, and the answers: the command's hash, and places of rows (from 0).

    What changes with the date is in one text, so that it is gone through at once.
    """

    day: str
    rows: list[Row]
    answers: list[tuple[str, int, int]]
    text: str

    @classmethod
    def of(cls, connection: sqlite3.Connection, day: str, first: int, last: int) -> "Pattern":
        """Read the rows ``first`` to ``last``."""
        asked = f"SELECT {_COLUMNS} FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq"
        rows = [tuple(map(str, row)) for row in connection.execute(asked, (first, last))]
        asked = "SELECT command_hash, seq_from - ?1, seq_to - ?1 FROM answers WHERE seq_from BETWEEN ?1 AND ?2"
        answers = connection.execute(asked, (first, last)).fetchall()
        return cls(day, rows, answers, "\n".join(f"{row[0]}\n{row[4]}\n{row[8]}" for row in rows))

    def moved(self, day: str) -> Iterator[Row]:
        """The rows as they would be on another day, with keys of their own."""
        shift_ms = (datetime.fromisoformat(day) - datetime.fromisoformat(self.day)) // timedelta(milliseconds=1)
        text = _INSTANT.sub(lambda found: str(int(found[0]) + shift_ms), self.text.replace(self.day, day))
        parts, keys = iter(text.split("\n")), {row[6]: new_key() for row in self.rows}
        for _, _, kind, version, _, actor, key, part, _ in self.rows:
            at, ticket, content = next(parts), next(parts), next(parts)
            yield at, day, kind, version, ticket, actor, keys[key], part, content


def make_old(data: Path, days: int, now_ms: int, days_answered: int) -> None:
    """A hub's folder with so many closed days of :data:`A_DAY` tickets before today, the answers of the last kept."""
    today = datetime.fromisoformat(_today(now_ms))
    dates = [(today - timedelta(days=back)).date().isoformat() for back in range(days, 0, -1)]
    adoption, pattern = _patterns(data, dates[-1])
    Journal.open(data / DATABASE_NAME, _midnight_ms(dates[0])).close()
    with closing(sqlite3.connect(data / DATABASE_NAME, isolation_level=None)) as connection, _unprotected(connection):
        _copy(connection, adoption, dates[:1], 0)
        _copy(connection, pattern, dates, days_answered)


def _patterns(data: Path, day: str) -> tuple[Pattern, Pattern]:
    """The adoption of the plan, and a day under it; played on a late date, as no hub opens a day of long ago."""
    plan, begin_ms = _plan(data), _midnight_ms(day) + 8 * HOUR_MS
    with (
        TemporaryDirectory(dir=data) as folder,
        closing(Journal.open(Path(folder) / DATABASE_NAME, begin_ms)) as played,
    ):
        play(played, Ticking(begin_ms, 2000), _first_day(day, plan))
        asked = "SELECT seq, (SELECT max(seq) FROM journal) FROM journal WHERE kind = 'DayOpened'"
        opened, last = played.connection.execute(asked).fetchone()
        return Pattern.of(played.connection, day, 2, opened - 1), Pattern.of(played.connection, day, opened, last)


def play_today(data: Path, tickets: int, now_ms: int) -> None:
    """Let today have been open since midnight, with so many tickets up to now, and nobody there any more."""
    day, begin_ms = _today(now_ms), _midnight_ms(_today(now_ms))
    with closing(Journal.open(data / DATABASE_NAME, now_ms)) as journal:
        step_ms = max(1, (now_ms - begin_ms) // (tickets * 6 + 100))
        wishes = (*opening(day, _plan(data)), *visits(day, tickets), *pause())
        play(journal, Ticking(begin_ms, step_ms), iter(wishes))


def _plan(data: Path) -> Plan:
    return load_centre(centre_of(data, COUNTERS))


def _today(now_ms: int) -> str:
    return business_day(now_ms, "Asia/Ho_Chi_Minh")


def _first_day(day: str, plan: Plan) -> Iterator[tuple[c.Command, str]]:
    yield c.AdoptPlan(plan=plan, when="next_day", why="first"), "hub"
    yield from opening(day, plan)
    yield from visits(day, A_DAY)
    yield c.CloseDay(), "hub"


def _midnight_ms(day: str) -> int:
    """Midnight in Vietnam (ms since the epoch, UTC)."""
    return int(datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=UTC).timestamp() * 1000) - 7 * HOUR_MS


@contextmanager
def _unprotected(connection: sqlite3.Connection) -> Iterator[None]:
    """One large transaction without what protects a hub's file: nobody else has it yet."""
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-1000000"):
        connection.execute(f"PRAGMA {pragma}")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")
    for _, statement in triggers:
        connection.execute(statement)
    connection.execute("PRAGMA journal_mode=WAL")


def _copy(connection: sqlite3.Connection, pattern: Pattern, dates: list[str], days_answered: int) -> None:
    """Write the rows on each of the dates, in order, and the answers of the last."""
    seq, last_hash = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    for left, day in zip(range(len(dates), 0, -1), dates, strict=True):
        rows = list(_chained(pattern.moved(day), seq, last_hash))
        connection.executemany(_INSERT, rows)
        if left <= days_answered:
            connection.executemany(_INSERT_ANSWER, _answers(pattern, rows))
        seq, last_hash = int(rows[-1][0]), rows[-1][-1]


def _chained(rows: Iterator[Row], seq: int, last_hash: str) -> Iterator[Row]:
    """Rows with their numbers, after row ``seq``, and their hashes."""
    for number, row in enumerate(rows, start=seq + 1):
        columns = (str(number), *row)
        last_hash = _hash(last_hash, columns)
        yield (*columns, last_hash)


def _hash(previous: str, columns: Row) -> str:
    """The same as :func:`hub.store.chain.row_hash`, in a third of the time where a row is plain ASCII."""
    if not columns[-1].isascii():
        return row_hash(previous, columns)
    return hashlib.sha256(
        f"{previous}{''.join([f'{len(column)}:{column},' for column in columns])}".encode()
    ).hexdigest()


def _answers(pattern: Pattern, rows: list[Row]) -> Iterator[tuple[str, ...]]:
    """The answers to a copied day's requests."""
    for command_hash, place_from, place_to in pattern.answers:
        row = rows[place_from]
        yield row[6], row[7], command_hash, row[0], rows[place_to][0]
