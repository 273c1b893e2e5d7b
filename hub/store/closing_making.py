"""Makes the closing of a day from a copy of the journal that nobody writes to."""

import base64
import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from hub.domain import events as e
from hub.store.audit import AuditReport, audit_day
from hub.store.chain import BEFORE_ALL, StoreFault, verify
from hub.store.closing import MARK_BYTES, AuditWord, Closing, Former, NotSigned, RowMark, seal, unseal
from hub.store.closing_counts import count_day
from hub.store.closing_head import opened_copy
from hub.store.journal import Journal
from hub.store.signing_key import SigningKey

MOST_COVERED = 100_000
"""Rows that one closing covers at most beside its own day's: the first one of an old journal begins with its day."""


def make_closing(copy: Path, day: str, former: Iterable[bytes], key: SigningKey) -> bytes:
    """The signed closing of a day (``YYYY-MM-DD``) as a file's content. The same journal gives the same bytes.

    ``former`` are earlier closings' files, newest first: the first one that belongs to this journal is continued.
    Raises StoreFault: the day is not closed, the rows are damaged or against the rules; StorageError.
    """
    with opened_copy(copy) as connection:
        journal = Journal(connection)
        entries = _up_to_its_end(day, [entry for request in journal.day_requests(day) for entry in request])
        counted, last = count_day(entries), entries[-1].seq
        before = _former(connection, former, last)
        first_row = _first_row(before, entries[0].seq)
        verify(connection, first_row)
        hashes = _hashes(connection, first_row, last)
        opened = entries[0].event
        assert isinstance(opened, e.DayOpened), "a day begins with it"
        document = Closing(
            hub=journal.origin.hub,
            incarnation=journal.origin.incarnation,
            key=key.public,
            office=opened.plan.centre.office.vi,
            centre=opened.plan.centre.name.vi,
            zone=opened.plan.zone,
            day=day,
            plan_versions=counted.plan_versions,
            turns=counted.turns,
            first_row=first_row,
            before=_hash_of(connection, first_row - 1) or BEFORE_ALL,
            last=RowMark(last, hashes[-1]),
            marks=base64.b64encode(b"".join(bytes.fromhex(one[: 2 * MARK_BYTES]) for one in hashes)).decode(),
            events=counted.events,
            series=counted.series,
            left_out=counted.left_out,
            audit=_audited(journal, day, last),
            former=before,
        )
    return seal(document, key)


def _up_to_its_end(day: str, entries: list[e.Entry]) -> list[e.Entry]:
    ends = [place for place, entry in enumerate(entries) if isinstance(entry.event, e.DayClosed)]
    if not ends:
        raise StoreFault(f"Day {day} is not closed, so there is nothing to close it with yet.")
    return entries[: ends[-1] + 1]


def _former(connection: sqlite3.Connection, files: Iterable[bytes], last: int) -> Former | None:
    """The newest closing before row ``last`` whose last row is in this journal as it was signed."""
    for content in files:
        try:
            document = unseal(content)
        except NotSigned:
            continue
        if not isinstance(document, Closing) or document.last.row >= last:
            continue
        if _hash_of(connection, document.last.row) == document.last.hash:
            return Former(document.day, document.last.row, sha256(content).hexdigest())
    return None


def _first_row(former: Former | None, opened: int) -> int:
    first = former.row + 1 if former else 1
    return first if opened - first <= MOST_COVERED else opened


def _hash_of(connection: sqlite3.Connection, row: int) -> str | None:
    found = connection.execute("SELECT hash FROM journal WHERE seq = ?", (row,)).fetchone()
    return str(found[0]) if found else None


def _hashes(connection: sqlite3.Connection, first: int, last: int) -> list[str]:
    asked = "SELECT hash FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq"
    return [one for (one,) in connection.execute(asked, (first, last))]


def _audited(journal: Journal, day: str, last: int) -> AuditWord:
    report = AuditReport()
    audit_day(report, journal, day, last)
    return AuditWord(report.status, tuple(report.lines))
