"""Restores a backup into a folder in which no hub has been: a new incarnation of the journal, under a new epoch.

The database comes last and by a rename: until then the folder holds no hub, after it a whole one.
"""

import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from filecmp import dircmp
from pathlib import Path

from hub.domain.events import Entry, JournalRestored
from hub.domain.plan import Plan
from hub.domain.snapshots import LastNumber
from hub.service.ports import Decision, StoredEntry
from hub.store.archive import CENTRE_NAME, Manifest, extract
from hub.store.chain import StoreFault
from hub.store.control import DATABASE_NAME, HubNotRunning, ask
from hub.store.database import hold_database, migrate, require_known
from hub.store.journal import Journal
from hub.store.register import end_restored_sessions
from hub.store.soundness import Sound, examine
from hub.store.workplace import require_room, sync, workplace

LEAST_SKIPPED = 100
DAYS_LOOKED_AT = 30
"""A series skips as many numbers as any of them drew in a day of that time, since that many may have been lost."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the backup's manifest, its last row's time (ms since the epoch, UTC), the row that says so."""

    manifest: Manifest
    last_row_ms: int
    event: JournalRestored


def restore(file: Path, data: Path, skip: int | None, now_ms: int) -> Restored:
    """Restore a backup into ``data``. ``skip`` is how many numbers each series leaves out, None for a guess.

    Raises StoreFault, StorageError, OSError; then ``data`` holds no hub, as before.
    """
    if not file.is_file():
        raise StoreFault(f"There is no backup {file}.")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _require_unused(data)
    with workplace(data) as work:
        require_room({data: file.stat().st_size * 4})
        manifest = extract(file, work)
        sound = examine(work / DATABASE_NAME)
        if (sound.rows, sound.last_hash) != (manifest.rows, manifest.last_hash):
            raise StoreFault(f"{file} holds another journal than its manifest says. Take another one.")
        event, last_row_ms = _begin_anew(work / DATABASE_NAME, sound, skip, now_ms)
        examine(work / DATABASE_NAME)
        _move_in(work, data)
    return Restored(manifest, last_row_ms, event)


def _require_unused(data: Path) -> None:
    """Raises StoreFault: a hub works here, or its files are still here."""
    try:
        ask(data, do="status")
    except HubNotRunning:
        pass
    else:
        raise StoreFault(f"A hub is running on {data}. Stop it first.")
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-journal"):
        if (data / name).exists():
            raise StoreFault(
                f"There is {data / name} already, and nothing is ever overwritten. "
                f"Move the whole folder away (mv {data} {data}.old), or restore into another one with --data."
            )


def _begin_anew(database: Path, sound: Sound, skip: int | None, now_ms: int) -> tuple[JournalRestored, int]:
    """Bring the copy up to date and write the row with which its new incarnation begins.

    Returns that row's event, and the time of the row before (ms since the epoch, UTC).
    """
    with closing(hold_database(database)) as connection:
        require_known(database, connection)
        _migrated(connection)
        floor, journal = sound.floor, Journal(connection)
        (before,) = journal.entries_after(sound.rows - 1)
        gap = _gap(connection) if skip is None else skip
        event = JournalRestored(
            incarnation=secrets.token_hex(8),
            epoch=secrets.token_hex(8),
            from_seq=sound.rows,
            day=floor.last_day or "",
            skipped_to=_numbers_to_skip(floor.plan, floor.last_numbers, gap),
            skipped_next=_numbers_to_skip(floor.plan, floor.skipped_next, gap),
        )
        entry = Entry(sound.rows + 1, now_ms, floor.day or floor.last_day or "", "hub", event)
        key = f"journal-restored-{event.incarnation}"
        journal.append([Decision("hub", key, "", entry.seq, (StoredEntry(entry, journal.form(event)),))])
        end_restored_sessions(connection, now_ms)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    return event, before.at_ms


def _migrated(connection: sqlite3.Connection) -> None:
    try:
        migrate(connection)
    except Exception as error:
        raise StoreFault(f"The backup could not be brought up to this version of the program: {error}") from error


def _numbers_to_skip(plan: Plan | None, drawn: Mapping[str, int], gap: int) -> tuple[LastNumber, ...]:
    """What counts as the last number of each series after ``drawn``: paper with a lower one may be in the hall."""
    if plan is None or gap == 0:
        return ()
    series = sorted({plan.test_series, *(field.series for field in plan.fields)})
    return tuple(LastNumber(name, drawn.get(name, plan.series.first - 1) + gap) for name in series)


def _gap(connection: sqlite3.Connection) -> int:
    """The most numbers that a series drew in a day lately, in full hundreds, and at least a hundred."""
    most: int
    (most,) = connection.execute(
        """
        SELECT ifnull(max(drawn), 0) FROM (
            SELECT count(*) AS drawn FROM journal WHERE kind = 'TicketIssued' AND seq >= (
                SELECT min(seq) FROM (
                    SELECT seq FROM journal WHERE kind = 'DayOpened' ORDER BY day DESC, seq DESC LIMIT ?))
            GROUP BY day, json_extract(data, '$.series'))
        """,
        (DAYS_LOOKED_AT,),
    ).fetchone()
    return max(LEAST_SKIPPED, -(-most // 100) * 100)


def _move_in(work: Path, data: Path) -> None:
    """Put the restored files into place, the database last."""
    centre, own = work / CENTRE_NAME, data / CENTRE_NAME
    if own.exists() and not _is_alike(dircmp(own, centre)):
        raise StoreFault(
            f"There is {own} already, with another configuration. Move it away first; nothing is overwritten."
        )
    for file in work.rglob("*"):
        sync(file)
    if not own.exists():
        centre.rename(own)
    sync(data)
    (work / DATABASE_NAME).rename(data / DATABASE_NAME)
    sync(data)


def _is_alike(compared: "dircmp[str]") -> bool:
    differ = compared.left_only or compared.right_only or compared.diff_files or compared.funny_files
    return not differ and all(_is_alike(below) for below in compared.subdirs.values())
