"""The audit of a day: is the chain whole, is every number accounted for, was every call the policy's?

It works on a copy of the journal, in a process of its own, with the rules of the hub itself.
"""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from hub.domain import events as e
from hub.domain.floor import Floor
from hub.service.ports import StorageError
from hub.store.audit_calls import AgainstTheRules, account_of_calls, play
from hub.store.audit_numbers import account, carried
from hub.store.chain import StoreFault, verify
from hub.store.control import DATABASE_NAME, consistent_copy
from hub.store.journal import Journal, at_text
from hub.store.workplace import workplace

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit statuses: all in order; something is unexplained or unaccounted for; the journal cannot be trusted or read."""

LATE_MS = 10 * 60_000
"""A panel's rating that comes later than this lay somewhere: at a panel, or on the disk of a PC that was off."""

RATED_BY = {
    "rating": "rating pages",
    "desk": "agents of one counter",
    "hall": "agents of the hall",
    "phone": "links of tickets",
}


@dataclass(slots=True)
class AuditReport:
    """What an audit found: ``lines`` for people, in English, and the exit status that sums them up."""

    lines: list[str] = field(default_factory=list)
    status: int = CLEAN

    def say(self, line: str, status: int = CLEAN) -> None:
        """Add a line; a worse status stays."""
        self.lines.append(line)
        self.status = max(self.status, status)


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


def audit_day(report: AuditReport, journal: Journal, day: str, last_row: int | None = None) -> None:
    """Play a day of a journal whose chain was checked again, then look at its numbers and its calls.

    With ``last_row`` the day is taken as it was up to there. Raises StoreFault, StorageError.
    """
    requests = [[x for x in rows if last_row is None or x.seq <= last_row] for rows in journal.day_requests(day)]
    requests = [rows for rows in requests if rows]
    if not requests:
        report.say(f"day {day}: never opened", UNUSABLE)
        return
    entries = [entry for request in requests for entry in request]
    report.say(f"day {entries[0].day}: {_when_open(entries)}, {len(entries)} rows")
    floor = Floor()
    try:
        calls = [call for request in requests for call in play(floor, request)]
    except AgainstTheRules as fault:
        report.say(str(fault), UNUSABLE)
        return
    _audit_numbers(report, floor, entries, journal.lapsed_numbers(day))
    for line in carried(floor, journal.carried_from(day)):
        report.say(line)
    _tell_ratings(report, entries)
    for line, is_well in account_of_calls(calls):
        report.say(line, CLEAN if is_well else FINDINGS)


def _when_open(entries: list[e.Entry]) -> str:
    """When the day was opened, closed and perhaps reopened."""
    turns = {e.DayOpened: "opened", e.DayClosed: "closed", e.DayReopened: "reopened"}
    told = [(turns[type(x.event)], at_text(x.at_ms)) for x in entries if type(x.event) in turns]
    is_closed = told[-1][0] == "closed"
    return ", ".join([*(f"{turn} {at}" for turn, at in told), *([] if is_closed else ["still open"])])


def _audit_numbers(
    report: AuditReport, floor: Floor, entries: list[e.Entry], lapsed: list[e.OfflineTicketLapsed]
) -> None:
    """Every number of each series, from the first to the last, was drawn exactly once, and its ticket has a fate."""
    for line, is_well in account(floor, entries, lapsed):
        report.say(line, CLEAN if is_well else FINDINGS)
    if floor.day is None:
        for ticket in floor.tickets.values():
            if ticket.is_open:
                report.say(f"ticket {ticket.label}: the day ended, yet it is {ticket.state}", FINDINGS)


def _tell_ratings(report: AuditReport, entries: list[e.Entry]) -> None:
    """By what kinds of devices was rated: a desk agent's badge lies on the PC of the clerk who is rated."""
    said = [(entry, entry.event) for entry in entries if isinstance(entry.event, e.TicketRated)]
    told = [(entry, event) for entry, event in said if not event.instead_of]
    if not told:
        return
    kinds = Counter(entry.actor.partition(":")[0] for entry, _ in told)
    late = [entry for entry, event in told if entry.at_ms - (event.pressed_ms or entry.at_ms) > LATE_MS]
    named = ", ".join(f"{RATED_BY.get(kind, kind)} {n}" for kind, n in sorted(kinds.items()))
    changed = f", {len(said) - len(told)} times changed or explained" if len(said) > len(told) else ""
    report.say(f"ratings: {len(told)}, by {named}; {len(late)} told more than 10 minutes after the press{changed}")
