"""The audit of a day: is the chain whole, is every number accounted for, was every call the policy's?

It works on a copy of the journal, in a process of its own, with the rules of the hub itself.
"""

import sqlite3
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hub.domain import events as e
from hub.domain.apply import IllegalMove, apply_event
from hub.domain.calling import Choice, pick_next
from hub.domain.errors import Refused
from hub.domain.floor import Floor, Ticket
from hub.domain.numbering import label
from hub.service.ports import StorageError
from hub.store.chain import StoreFault, verify
from hub.store.control import consistent_copy
from hub.store.journal import Journal, at_text

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
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        copy = Path(folder) / "hub.db"
        consistent_copy(data, copy)
        return audit(copy, day)


def audit(copy: Path, day: str) -> AuditReport:
    """Audit a day (``YYYY-MM-DD``) in a copy of the journal that nobody writes to."""
    report = AuditReport()
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            rows, last_hash = verify(connection)
            report.say(f"chain: intact, {rows} rows, last hash {last_hash}")
            requests = Journal(connection).day_requests(day)
    except (StoreFault, StorageError) as error:
        report.say(f"chain: BROKEN. {error}", UNUSABLE)
        return report
    if not requests:
        report.say(f"day {day}: never opened", UNUSABLE)
        return report
    _audit_day(report, requests)
    return report


def _audit_day(report: AuditReport, requests: list[list[e.Entry]]) -> None:
    """Play the day again, then look at its numbers and its calls."""
    entries = [entry for request in requests for entry in request]
    opened, closed = entries[0].at_ms, [x.at_ms for x in entries if isinstance(x.event, e.DayClosed)]
    until = f"closed {at_text(closed[0])}" if closed else "still open"
    report.say(f"day {entries[0].day}: opened {at_text(opened)}, {until}, {len(entries)} rows")
    floor = Floor()
    try:
        calls = [call for request in requests for call in _play(floor, request)]
    except _AgainstTheRules as fault:
        report.say(str(fault), UNUSABLE)
        return
    issued = [entry.event for entry in entries if isinstance(entry.event, e.TicketIssued)]
    _audit_numbers(report, floor, issued, is_closed=bool(closed))
    _audit_calls(report, floor, calls)


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


def _audit_numbers(report: AuditReport, floor: Floor, issued: list[e.TicketIssued], *, is_closed: bool) -> None:
    """Every number of each series, from the first to the last, was drawn exactly once, and its ticket has a fate."""
    by_series: dict[str, list[e.TicketIssued]] = defaultdict(list)
    for event in issued:
        by_series[event.series].append(event)
    if not issued:
        report.say("numbers: none drawn")
    for series, events in sorted(by_series.items()):
        _audit_series(report, floor, series, [event.number for event in events])
        for line in _fates(floor.tickets[event.ticket] for event in events):
            report.say(line)
    if is_closed:
        for ticket in floor.tickets.values():
            if ticket.is_open:
                report.say(f"ticket {ticket.label}: the day ended, yet it is {ticket.state}", FINDINGS)


def _audit_series(report: AuditReport, floor: Floor, series: str, numbers: list[int]) -> None:
    form = floor.plan.series if floor.plan else None
    assert form is not None, "a day's first row brings its plan"
    twice = sorted(number for number, times in Counter(numbers).items() if times > 1)
    missing = sorted(set(range(form.first, max(numbers) + 1)) - set(numbers))
    span = f"{label(series, form.first, form)} to {label(series, max(numbers), form)}"
    if not twice and not missing:
        report.say(f"series {series or '-'}: {len(numbers)} numbers, {span}, each drawn once")
    for fault, found in (("missing", missing), ("drawn twice", twice)):
        if found:
            labels = ", ".join(label(series, number, form) for number in found)
            report.say(f"series {series or '-'}: {span}, {fault}: {labels}", FINDINGS)


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
