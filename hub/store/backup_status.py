"""``backup.json`` in the data folder: how the last backups went, for the schedule and for people who ask."""

from pathlib import Path

import msgspec

from hub.private_file import replace_whole
from hub.service.ports import BackupStatus, FailedBackup, GoodBackup
from hub.store.archive import Manifest

FILE_NAME = "backup.json"


def read_status(data: Path) -> BackupStatus:
    """What is known about the backups of a data folder; nothing when there is no such file, or no readable one."""
    try:
        return msgspec.json.decode((data / FILE_NAME).read_bytes(), type=BackupStatus)
    except (OSError, msgspec.MsgspecError):
        return BackupStatus()


def last_good_ms(data: Path) -> int | None:
    """When the last good backup was made (ms since the epoch, UTC)."""
    good = read_status(data).good
    return good.at_ms if good else None


def _write(data: Path, status: BackupStatus) -> None:
    replace_whole(data / FILE_NAME, msgspec.json.format(msgspec.json.encode(status)))


def note_success(data: Path, file: Path, manifest: Manifest) -> None:
    """Remember a good backup. Raises OSError."""
    closed_day = "" if manifest.day else manifest.last_day
    _write(data, BackupStatus(GoodBackup(manifest.made_ms, str(file.absolute()), manifest.rows, closed_day)))


def note_failure(data: Path, at_ms: int, why: str) -> None:
    """Remember a failure beside the last good backup. Raises OSError."""
    _write(data, BackupStatus(read_status(data).good, FailedBackup(at_ms, why)))
