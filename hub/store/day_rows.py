"""A day of a hub's journal, running or not, for whoever wants to read and not to check: run.py explain."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hub.domain import events as e
from hub.domain.plan import Plan
from hub.store.audit_numbers import Series, Why, series_of
from hub.store.chain import StoreFault
from hub.store.control import DATABASE_NAME, consistent_copy
from hub.store.journal import Journal
from hub.store.workplace import workplace


@dataclass(frozen=True, slots=True)
class DayRows:
    """A day's rows in order, the numbers of it that the hub heard of afterwards, and those that later days carry on."""

    day: str
    rows: list[e.Entry]
    lapsed: list[e.OfflineTicketLapsed]
    carried: list[e.TicketCarriedOver]

    @property
    def plan(self) -> Plan:
        """The plan under which the day ended. A day's first row brings one."""
        plans = [event.plan for entry in self.rows if isinstance(event := entry.event, e.DayOpened)]
        adopted = [x.event.plan for x in self.rows if isinstance(x.event, e.PlanAdopted) and x.event.when == "now"]
        return [*plans, *adopted][-1]


Gone = Literal["unaccounted", "lapsed"] | Why
"""What became of a number that is no ticket of the day."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a series, or a span that was left out up to ``last``: its ticket, or where else it went."""

    label: str
    ticket: str = ""
    gone: Gone | None = None
    last: str = ""


def rows_of(data: Path, day: str | None) -> DayRows:
    """The rows of a day, of the last one that was opened if none is named. Raises StoreFault, StorageError, OSError."""
    with workplace(data) as folder:
        copy = folder / DATABASE_NAME
        consistent_copy(data, copy)
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            return read_day(connection, day)


def read_day(connection: sqlite3.Connection, day: str | None) -> DayRows:
    """The same of a database that nobody writes to."""
    journal = Journal(connection)
    rows = (
        [entry for request in journal.day_requests(day) for entry in request] if day else list(journal.since_opening())
    )
    opened = next((entry.event.day for entry in rows if isinstance(entry.event, e.DayOpened)), None)
    if opened is None:
        raise StoreFault(f"The day {day} was never opened here." if day else "No day has been opened here yet.")
    return DayRows(opened, rows, journal.lapsed_numbers(opened), journal.carried_from(opened))


def numbers_of_series(day: DayRows, label: str) -> tuple[str, list[Number]]:
    """The series of a number and all of its numbers up to the last one drawn, in order. Raises StoreFault."""
    events = [entry.event for entry in day.rows if not isinstance(entry.event, e.OfflineTicketLapsed)]
    for name, series in series_of(day.plan, [*events, *day.lapsed]).items():
        if any(event.label == label for event in series.drawn):
            return name, list(_numbers(series))
    raise StoreFault(f"{label} is of no series of {day.day}.")


def _numbers(series: Series) -> Iterator[Number]:
    drawn = {event.number: event for event in series.drawn}
    spans = {span[0]: (span, why) for span, why in series.left_out if span}
    number, last = series.first, max(drawn)
    while number <= last:
        if number in spans and number not in drawn:
            span, why = spans[number]
            yield Number(series.write(span[0]), gone=why, last=series.write(span[-1]))
            number = span[-1]
        elif number not in drawn:
            yield Number(series.write(number), gone="unaccounted")
        elif isinstance(event := drawn[number], e.OfflineTicketLapsed):
            yield Number(event.label, gone="lapsed")
        else:
            yield Number(event.label, ticket=event.ticket)
        number += 1
