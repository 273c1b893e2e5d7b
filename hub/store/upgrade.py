"""Brings an older ``hub.db`` up to this version: back up, migrate a copy, check the copy, put it in the file's place.

Until the last rename the file is as it was, whatever fails and whenever the power does.
"""

import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from hub.store.archive import digest_of, read_manifest
from hub.store.backup import FOLDER_NAME, Source, pack, size_of, staged
from hub.store.chain import StoreFault
from hub.store.control import DATABASE_NAME
from hub.store.copying import copy_database
from hub.store.database import StoreOutdated, has_rows, hold_database, migrate, pending, require_known
from hub.store.journal import Journal
from hub.store.rotation import SUFFIX
from hub.store.soundness import examine
from hub.store.workplace import require_room, sync, workplace

LOG = logging.getLogger("hub.upgrade")

_END = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"

COPIES = 3
"""How many times the file's size is needed: a copy of it and the packed backup, then the copy that is migrated."""

PREFIX = "before-upgrade-"
"""Backups of this name are never deleted by the program."""


class UpgradeFailed(StoreFault):
    """The file could not be upgraded and was left as it was; ``kept`` is the backup of it, if it came to one."""

    def __init__(self, path: Path, kept: Path | None, error: Exception) -> None:
        if kept is None:
            then = (
                "Nothing was changed in it. Mend that and start again, or go on with the version of the program "
                "that ran before."
            )
        else:
            then = (
                f"Nothing was changed in it, and {kept} is a backup of it. "
                "Go on with the version of the program that ran before, and report this."
            )
        super().__init__(f"{path} could not be upgraded: {_sentence(error)} {then}")


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror or error} ({error.filename or 'its disk'}). See whether that disk is full or gone."
    return str(error) if isinstance(error, StoreFault) else f"{error}."


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was done: the names of the migrations, and the backup made before."""

    steps: tuple[str, ...]
    backup: Path


def open_upgraded(source: Source, now_ms: int) -> Journal:
    """The journal of a hub that starts, upgraded first if an older version wrote it.

    Raises what :func:`upgrade` and Journal.open raise.
    """
    path = source.data / DATABASE_NAME
    try:
        return Journal.open(path, now_ms)
    except StoreOutdated:
        if done := upgrade(source, now_ms):
            LOG.info("upgraded %s: %s; backup=%s", path, ", ".join(done.steps), done.backup)
        return Journal.open(path, now_ms)


def upgrade(source: Source, now_ms: int) -> Upgrade | None:
    """Upgrade the database of a hub that does not run; None when there is nothing to do.

    Raises UpgradeFailed, StoreBusy, StoreUnreadable; then the file is as it was.
    """
    path = source.data / DATABASE_NAME
    if not path.exists():
        return None
    with closing(hold_database(path)) as held:
        require_known(path, held)
        steps = pending(held)
        if not steps or not has_rows(held):
            return None
        kept: Path | None = None
        try:
            (source.data / FOLDER_NAME).mkdir(mode=0o700, exist_ok=True)
            with workplace(source.data) as work:
                size = size_of(source.data)
                require_room({source.data: COPIES * size})
                LOG.info("upgrading %s (%.0f MB): a checked backup first", path, size / 2**20)
                kept = _kept_backup(source, held, now_ms, work)
                LOG.info("%s is the backup; now a copy is changed: %s", kept, ", ".join(steps))
                _replace(path, held, work / DATABASE_NAME)
        except Exception as error:
            raise UpgradeFailed(path, kept, error) from error
        sync(path.parent)
    return Upgrade(steps, kept)


def _kept_backup(source: Source, held: sqlite3.Connection, now_ms: int, work: Path) -> Path:
    """A backup of exactly this content: that of a former attempt, or one that is made now.

    A hub that is started again and again must not fill the disk with them.
    """
    copy, folder = staged(work), source.data / FOLDER_NAME
    copy_database(held, copy)
    digest = digest_of(copy)
    for file in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(StoreFault, OSError):
            if read_manifest(file).members[DATABASE_NAME] == digest:
                return file
    return pack(work, source.centre, folder, PREFIX, now_ms).file


def _replace(path: Path, held: sqlite3.Connection, fresh: Path) -> None:
    """Migrate a copy and put it in the place of ``path``, which ``held`` keeps from everybody else meanwhile."""
    copy_database(held, fresh)
    before = held.execute(_END).fetchone()
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        migrate(connection)
    LOG.info("the copy is changed; now it is checked")
    sound = examine(fresh)
    if (sound.rows, sound.last_hash) != before:
        raise StoreFault("The migrated copy does not hold the same journal.")
    # The old write-ahead log must be gone before: beside the new file it would be played into it.
    held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    held.execute("PRAGMA journal_mode=DELETE")
    sync(fresh)
    fresh.replace(path)
