"""The hub's data folder: whose it is, what is in it, whether this version goes on with it, when it was backed up."""

import os
import shlex
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hub.doctor.finding import Finding, doubtful, fine, wrong
from hub.service.ports import BackupStatus
from hub.store.database import pending
from hub.store.signing_key import KEY_FILE

OWNER, JOURNAL, BACKUP = "permissions", "journal", "backup"
DATABASE_NAME, KEY_NAME = "hub.db", "hub.key"
SECRET = (DATABASE_NAME, KEY_NAME, KEY_FILE)
DAY_MS = 86_400_000
OLD_DAYS, TOO_OLD_DAYS = 2, 7
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stopped hub's file says: its last day ("" before the first), and migrations that this version adds."""

    last_day: str
    pending: tuple[str, ...]


def permissions(data: Path, user: int) -> Iterator[Finding]:
    """Whether a data folder belongs to one user as a whole and its secrets to nobody else. Raises OSError."""
    owner = data.stat().st_uid
    if user not in (owner, 0):
        to_do = f"Run this as the hub's user: sudo -u '#{owner}' …"
        yield wrong(OWNER, f"{data} belongs to another user (number {owner})", to_do)
        return
    strangers = [file.name for file in data.iterdir() if file.lstat().st_uid != owner]
    if strangers:
        seen = f"not the hub's own in {data}: {', '.join(sorted(strangers))}"
        yield wrong(OWNER, seen, f"Give them back, with the hub stopped: chown -R {owner} {data}")
    open_files = [name for name in SECRET if (data / name).exists() and (data / name).stat().st_mode & OTHERS]
    if open_files:
        to_do = "Close them: " + "; ".join(f"chmod 600 {data / name}" for name in open_files)
        yield wrong(OWNER, f"readable by others: {', '.join(open_files)}", to_do)
    if not strangers and not open_files:
        yield fine(OWNER, f"{data} is the hub's own")


def kept(data: Path) -> Kept:
    """Look into the file of a hub that does not run, and leave it as it is. Raises OSError: it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{(data / DATABASE_NAME).absolute().as_uri()}?immutable=1", uri=True)) as file:
            opened = file.execute("SELECT day FROM journal WHERE kind = 'DayOpened' ORDER BY seq DESC LIMIT 1")
            (last_day,) = opened.fetchone() or ("",)
            return Kept(last_day, pending(file))
    except sqlite3.Error as error:
        raise OSError(f"{data / DATABASE_NAME} cannot be read ({error})") from error


def journal(found: Kept, is_half_written: bool) -> Iterator[Finding]:
    """What the next start of the hub will do with its file."""
    if is_half_written:
        yield doubtful(JOURNAL, "the hub ended without a word", "Start it: it goes on where it was; see its log.")
    if found.pending:
        seen = f"this version changes the file ({', '.join(found.pending)})"
        yield doubtful(JOURNAL, seen, "Start the hub: it makes a backup, then the change.")
    else:
        yield fine(JOURNAL, f"last day {found.last_day or 'none yet'}, nothing to upgrade")


def is_half_written(data: Path) -> bool:
    """Whether a log of changes lies beside the file: the hub that wrote it did not end by itself."""
    log = data / f"{DATABASE_NAME}-wal"
    return log.exists() and log.stat().st_size > 0


def backup(known: BackupStatus, since_ms: int, now_ms: int, data: Path) -> Iterator[Finding]:
    """How the last backups of a data folder went; ``since_ms`` is when the installation began."""
    make_one = f"Make one: run.py backup --data {shlex.quote(str(data))}."
    days = (now_ms - (known.good.at_ms if known.good else since_ms)) / DAY_MS
    seen = f"the last good one is {days:.1f} days old ({known.good.file})" if known.good else "there is none yet"
    if known.failed:
        yield doubtful(BACKUP, f"the last one failed: {known.failed.why}", "Mend that; it is tried again by itself.")
    if known.good and not Path(known.good.file).exists():
        yield wrong(BACKUP, f"{known.good.file} is gone", f"Is its disk there? {make_one}")
    elif days > TOO_OLD_DAYS:
        yield wrong(BACKUP, seen, f"{make_one} The hub's log says why there was none.")
    elif days > OLD_DAYS or not known.good:
        yield doubtful(BACKUP, seen, f"{make_one} The hub makes one each day.")
    else:
        yield fine(BACKUP, seen)


def began_ms(data: Path, now_ms: int) -> int:
    """When the installation began, by its key, which the first start makes; now, as long as it has not begun."""
    key = data / KEY_NAME
    return int(key.stat().st_mtime * 1000) if key.exists() else now_ms


def own_user() -> int:
    """The user who asks."""
    return os.geteuid()
