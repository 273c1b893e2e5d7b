"""The audit of a day: is the chain whole, is every number accounted for, was every call the policy's?

It works on a copy of the journal, in a process of its own, with the rules of the hub itself.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hub.domain import events as e
from hub.domain.apply import apply_event
from hub.domain.calling import Choice, pick_next
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.numbering import label
from hub.domain.plan import Series
from hub.domain.transitions import IllegalMove
from hub.service.ports import StorageError
from hub.store.chain import StoreFault, verify
from hub.store.control import DATABASE_NAME, consistent_copy
from hub.store.journal import Journal, at_text
from hub.store.workplace import workplace

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit statuses: all in order; something is unexplained or unaccounted for; the journal cannot be trusted or read."""


@dataclass(slots=True)
class AuditReport:
    """What an audit found: ``lines`` for people, in English, and the exit status that sums them up."""

    lines: list[str] = field(default_factory=list)
    status: int = CLEAN

    def say(self, line: str, status: int = CLEAN) -> None:
        """Add a line; a worse status stays."""
        self.lines.append(line)
        self.status = max(self.status, status)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call beside what the policy would have chosen when it was decided."""

    entry: e.Entry
    event: e.TicketCalled
    choice: Choice | None

    @property
    def is_by_policy(self) -> bool:
        return self.choice is not None and self.choice.ticket.id == self.event.ticket


class _AgainstTheRules(Exception):
    """A row that the rules do not allow at its place."""

    def __init__(self, entry: e.Entry, fault: Exception) -> None:
        super().__init__(f"row {entry.seq}: against the rules ({type(fault).__name__}: {fault}); not read on")


def audit_folder(data: Path, day: str) -> AuditReport:
    """Audit a day of the hub whose folder this is, running or not. Raises StoreFault: no copy could be had."""
    with workplace(data) as folder:
        copy = folder / DATABASE_NAME
        consistent_copy(data, copy)
        return audit(copy, day)


def audit(copy: Path, day: str) -> AuditReport:
    """Audit a day (``YYYY-MM-DD``) in a copy of the journal that nobody writes to."""
    report = AuditReport()
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            rows, last_hash = verify(connection)
            report.say(f"chain: intact, {rows} rows, last hash {last_hash}")
            audit_day(report, Journal(connection), day)
    except (StoreFault, StorageError) as error:
        report.say(f"chain: BROKEN. {error}", UNUSABLE)
    return report


def audit_day(report: AuditReport, journal: Journal, day: str) -> None:
    """Play a day of a journal whose chain was checked again, then look at its numbers and its calls.

    Raises StoreFault, StorageError.
    """
    requests = journal.day_requests(day)
    if not requests:
        report.say(f"day {day}: never opened", UNUSABLE)
        return
    entries = [entry for request in requests for entry in request]
    report.say(f"day {entries[0].day}: {_when_open(entries)}, {len(entries)} rows")
    floor = Floor()
    try:
        calls = [call for request in requests for call in _play(floor, request)]
    except _AgainstTheRules as fault:
        report.say(str(fault), UNUSABLE)
        return
    _audit_numbers(report, floor, [entry.event for entry in entries], is_closed=floor.day is None)
    _audit_calls(report, floor, calls)


def _when_open(entries: list[e.Entry]) -> str:
    """When the day was opened, closed and perhaps reopened."""
    turns = {e.DayOpened: "opened", e.DayClosed: "closed", e.DayReopened: "reopened"}
    told = [(turns[type(x.event)], at_text(x.at_ms)) for x in entries if type(x.event) in turns]
    is_closed = told[-1][0] == "closed"
    return ", ".join([*(f"{turn} {at}" for turn, at in told), *([] if is_closed else ["still open"])])


def _play(floor: Floor, request: list[e.Entry]) -> list[_Call]:
    """Apply a request's rows; its calls are judged by the hall as it was before the first of them, as the hub does.

    A missed number that is called out of order first waits again, in the row before its call: it must not be taken for
    one whose turn it was. Raises _AgainstTheRules.
    """
    calls = []
    for entry in request:
        if isinstance(entry.event, e.TicketCalled):
            with _named(entry):
                calls.append(_Call(entry, entry.event, pick_next(floor, floor.counter(entry.event.counter))))
    for entry in request:
        with _named(entry):
            apply_event(floor, entry)
    return calls


@contextmanager
def _named(entry: e.Entry) -> Iterator[None]:
    """Turn what the rules raise into the row that broke them."""
    try:
        yield
    except (IllegalMove, Refused, LookupError, AttributeError) as fault:
        raise _AgainstTheRules(entry, fault) from fault


@dataclass(slots=True)
class _Series:
    """A series on a day: what was drawn, and the spans that were left out after a restore, all in order."""

    issued: list[e.TicketIssued] = field(default_factory=list)
    left_out: list[range] = field(default_factory=list)
    last: int = 0

    def draw(self, event: e.TicketIssued) -> None:
        self.issued.append(event)
        self.last = max(self.last, event.number)

    def leave_out(self, first: int, last: int) -> None:
        """No number up to ``last`` is drawn from now on; those already drawn are not left out."""
        self.left_out.append(range(max(first, self.last + 1), last + 1))
        self.last = max(self.last, last)


def _by_series(events: list[e.Event], first: int) -> dict[str, _Series]:
    found: dict[str, _Series] = defaultdict(_Series)
    for event in events:
        if isinstance(event, e.TicketIssued):
            found[event.series].draw(event)
        elif isinstance(event, e.DayOpened | e.JournalRestored):
            lasts = event.last_numbers if isinstance(event, e.DayOpened) else event.skipped_to
            for last in lasts:
                found[last.series].leave_out(first, last.number)
    return {name: series for name, series in sorted(found.items()) if series.issued}


def _audit_numbers(report: AuditReport, floor: Floor, events: list[e.Event], *, is_closed: bool) -> None:
    """Every number of each series, from the first to the last, was drawn exactly once, and its ticket has a fate.

    Numbers that a restore left out are named.
    """
    assert floor.plan is not None, "a day's first row brings its plan"
    by_series = _by_series(events, floor.plan.series.first)
    if not by_series:
        report.say("numbers: none drawn")
    for name, series in by_series.items():
        _audit_series(report, floor.plan.series, name, series)
        for line in _fates(floor.tickets[event.ticket] for event in series.issued):
            report.say(line)
    if is_closed:
        for ticket in floor.tickets.values():
            if ticket.is_open:
                report.say(f"ticket {ticket.label}: the day ended, yet it is {ticket.state}", FINDINGS)


def _audit_series(report: AuditReport, form: Series, name: str, series: _Series) -> None:
    numbers = [event.number for event in series.issued]
    twice = sorted(number for number, times in Counter(numbers).items() if times > 1)
    expected = set(range(form.first, max(numbers) + 1)).difference(*series.left_out)
    missing = sorted(expected.difference(numbers))
    span = f"{label(name, form.first, form)} to {label(name, max(numbers), form)}"
    if not twice and not missing:
        report.say(f"series {name or '-'}: {len(numbers)} numbers, {span}, each drawn once")
    for left_out in series.left_out:
        if left_out and left_out[0] < max(numbers):
            ends = f"{label(name, left_out[0], form)} to {label(name, left_out[-1], form)}"
            report.say(f"  left out after a restore: {ends}")
    for fault, found in (("missing", missing), ("drawn twice", twice)):
        if found:
            labels = ", ".join(label(name, number, form) for number in found)
            report.say(f"series {name or '-'}: {span}, {fault}: {labels}", FINDINGS)


def _fates(tickets: Iterable[Ticket]) -> Iterator[str]:
    """One line a fate, with the labels that met it."""
    by_fate: dict[str, list[str]] = defaultdict(list)
    for ticket in tickets:
        by_fate[ticket.state].append(ticket.label)
    for fate, labels in sorted(by_fate.items()):
        yield f"  {fate}: {len(labels)} ({', '.join(labels)})"


def _audit_calls(report: AuditReport, floor: Floor, calls: list[_Call]) -> None:
    """Name each call that the policy would not have made."""
    others = [call for call in calls if not call.is_by_policy]
    report.say(f"calls: {len(calls)}, by the policy {len(calls) - len(others)}, otherwise {len(others)}")
    for call in others:
        event, wanted = call.event, call.choice.ticket.label if call.choice else "nobody"
        report.say(
            f"  row {call.entry.seq}, {at_text(call.entry.at_ms)}, counter {event.counter}: "
            f"{floor.tickets[event.ticket].label} instead of {wanted}: {event.reason or 'unexplained'}",
            CLEAN if event.reason else FINDINGS,
        )
