"""When and where the hub backs itself up: `backup.toml` of a centre's folder, which may be missing."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from config.loader import load_toml

TimeOfBackup = Annotated[str, Meta(pattern=r"^(?:[01]\d|2[0-3]):[0-5]\d\Z")]


class BackupPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """Backups are made at the times `at` (of the centre's zone; never without any) into `folder`, empty for the folder
    `backups` in the hub's own data; the `keep` newest stay, and the last of each month.
    """

    at: tuple[TimeOfBackup, ...] = ("12:15", "18:15")
    folder: str = ""
    keep: Annotated[int, Meta(ge=1)] = 14


def load_backup_plan(path: Path) -> BackupPlan:
    """Read the file, or take what holds without one. Raises ConfigError: as `load_toml`."""
    return load_toml(path, BackupPlan) if path.exists() else BackupPlan()
