"""Makes a backup: a consistent copy, packed, opened again and checked before it counts; then the oldest ones go."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hub.store.archive import CENTRE_NAME, FORMAT, Manifest, digests, extract, write_archive
from hub.store.chain import StoreFault
from hub.store.control import DATABASE_NAME, consistent_copy
from hub.store.rotation import PREFIX, SUFFIX, rotate
from hub.store.soundness import Sound, examine
from hub.store.workplace import remove, require_room, sync, workplace
from hub.version import VERSION

STAGED_NAME, OPENED_NAME = "staged", "opened"
FOLDER_NAME = "backups"
"""Where backups lie in the data folder unless another folder is named."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was opened and found sound, and the older ones that were deleted after it."""

    file: Path
    manifest: Manifest
    size: int
    deleted: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the data folder of a hub, running or not, and the folder of its centre's configuration."""

    data: Path
    centre: Path


def back_up(source: Source, folder: Path | None, keep: int, now_ms: int) -> Backup:
    """A verified backup in ``folder`` (``backups`` in the data folder without one), of which ``keep`` newest stay.

    Raises StoreFault, StorageError, each with a sentence; then nothing new lies in the folder.
    """
    target = _target(source, folder)
    if not source.centre.is_dir():
        raise StoreFault(f"There is no folder {source.centre} with the centre's configuration; name it with --centre.")
    try:
        with workplace(source.data) as work:
            size = size_of(source.data)
            require_room({source.data: size, target: size})
            consistent_copy(source.data, staged(work))
            made = pack(work, source.centre, target, PREFIX, now_ms)
    except OSError as error:
        raise StoreFault(
            f"The backup was not made: {error.strerror or error} ({error.filename or target}). "
            "See whether that disk is full or gone."
        ) from error
    deleted = rotate(target, made.manifest, made.file, keep)
    return Backup(made.file, made.manifest, made.size, tuple(deleted))


def staged(work: Path) -> Path:
    """Where :func:`pack` expects a copy of the database in a workplace."""
    folder = work / STAGED_NAME
    folder.mkdir()
    return folder / DATABASE_NAME


def pack(work: Path, centre: Path, target: Path, prefix: str, now_ms: int) -> Backup:
    """One verified archive in ``target`` of the centre's folder and the copy of the database that lies in ``work``.

    Raises StoreFault, OSError; then nothing new lies in ``target``.
    """
    folder = work / STAGED_NAME
    shutil.copytree(centre, folder / CENTRE_NAME)
    manifest = _manifest(examine(folder / DATABASE_NAME), digests(folder), now_ms)
    file = target / f"{prefix}{_stamp(now_ms)}{SUFFIX}"
    part = target / f".{file.name}.{manifest.incarnation}.part"
    if file.exists():
        raise StoreFault(f"There is {file} already. Try again in a second.")
    try:
        _write(part, manifest, folder, work / OPENED_NAME)
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    sync(target)
    return Backup(file, manifest, file.stat().st_size)


def _target(source: Source, folder: Path | None) -> Path:
    """The folder of backups. A folder that was named must be there: a missing one is a disk that is not mounted."""
    target = folder or source.data / FOLDER_NAME
    if folder is None and source.data.is_dir():
        target.mkdir(mode=0o700, exist_ok=True)
    if not target.is_dir():
        raise StoreFault(f"There is no folder {target}. Make it, or mount the disk on which it lies.")
    return target


def _write(part: Path, manifest: Manifest, folder: Path, opened: Path) -> None:
    """Write the archive, bring it to the disk, and open what the disk has of it."""
    part.unlink(missing_ok=True)
    write_archive(part, manifest, folder)
    sync(part)
    _forget_cached(part)
    remove(folder)
    extract(part, opened)  # compares every file with the digest of what was examined
    remove(opened)


def _forget_cached(file: Path) -> None:
    """What is checked shall come from the disk, not from the system's memory."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def _manifest(sound: Sound, members: dict[str, str], now_ms: int) -> Manifest:
    return Manifest(
        format=FORMAT,
        made_ms=now_ms,
        program=VERSION,
        schema=sound.schema,
        hub=sound.origin.hub,
        incarnation=sound.origin.incarnation,
        epoch=sound.origin.epoch,
        rows=sound.rows,
        last_hash=sound.last_hash,
        day=sound.floor.day or "",
        last_day=sound.floor.last_day or "",
        members=members,
    )


def size_of(data: Path) -> int:
    """The bytes that a copy of the database takes at most."""
    files = [data / DATABASE_NAME, data / f"{DATABASE_NAME}-wal"]
    return sum(file.stat().st_size for file in files if file.exists())


def _stamp(now_ms: int) -> str:
    return datetime.fromtimestamp(now_ms // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
