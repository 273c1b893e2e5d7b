"""Whether a copy of ``hub.db`` could be worked with: everything that can be checked about it is."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hub.domain.apply import apply_event
from hub.domain.events import JournalCreated
from hub.domain.floor import Floor
from hub.domain.transitions import IllegalMove
from hub.service.ports import StorageError
from hub.store.audit import UNUSABLE, AuditReport, audit_day
from hub.store.chain import StoreFault
from hub.store.database import schema_of
from hub.store.journal import Journal


@dataclass(frozen=True, slots=True)
class Sound:
    """What a sound copy holds: whose it is, its last row and that row's hash, its schema, and the floor after it."""

    origin: JournalCreated
    rows: int
    last_hash: str
    schema: tuple[str, ...]
    floor: Floor


def examine(copy: Path) -> Sound:
    """Check a copy that nobody writes to: SQLite's own check, every hash, every row, the floor, the last day's audit.

    Raises StoreFault, saying what is wrong. What the audit would only ask a person about is no damage.
    """
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            sound = _examined(connection)
            _require_days_rules(Journal(connection), sound.floor.last_day)
    except (sqlite3.Error, StorageError, IllegalMove, LookupError, AttributeError) as error:
        raise StoreFault(f"The copy of the journal is not sound: {error}") from error
    return sound


def _require_days_rules(journal: Journal, day: str | None) -> None:
    if day is None:
        return
    report = AuditReport()
    audit_day(report, journal, day)
    if report.status == UNUSABLE:
        raise StoreFault(f"The copy of the journal is not sound: {report.lines[-1]}")


def _examined(connection: sqlite3.Connection) -> Sound:
    found = [text for (text,) in connection.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise StoreFault(f"The copy of the journal is not sound: {found[0]}")
    journal, floor = Journal(connection), Floor()
    journal.verify()
    rows, last_hash = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone() or (
        0,
        "",
    )
    for entry in journal.since_opening():
        apply_event(floor, entry)
    return Sound(journal.origin, rows, last_hash, schema_of(connection), floor)
