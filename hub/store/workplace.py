"""A private folder inside the data folder for whoever copies the database: backup, restore, upgrade, audit.

Inside, because the hub may write nowhere else when a service manager confines it, and because a file that is finished
there can be renamed into place.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.store.chain import StoreFault

FOLDER_NAME = ".work"
LOCK_NAME = "work.lock"
ROOM_LEFT = 64 * 2**20
"""Bytes that are never used up on the data's disk: the hub goes on writing while it is copied."""

PATIENCE_S = 600
ASK_AGAIN_S = 0.1


@contextmanager
def workplace(data: Path, patience_s: float = PATIENCE_S) -> Iterator[Path]:
    """An empty folder of mode 0700 in ``data`` that one program at a time has; emptied at the end, or by the next one.

    Waits for its turn. Raises StoreFault: another one still works there after ``patience_s``; OSError.
    """
    if not data.is_dir():
        raise StoreFault(f"There is no folder {data}. Choose the folder of the hub with --data.")
    descriptor = os.open(data / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor, data, patience_s)
        folder = data / FOLDER_NAME
        remove(folder)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, data: Path, patience_s: float) -> None:
    until = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise StoreFault(
                    f"Another backup, restore or audit has been at work in {data} for a long time."
                ) from None
        time.sleep(ASK_AGAIN_S)


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it, if it is there. Raises OSError."""
    if folder.exists():
        shutil.rmtree(folder)


def require_room(needed: dict[Path, int]) -> None:
    """Raises StoreFault: the disk of one of these folders has not so many bytes free."""
    by_disk: dict[int, tuple[Path, int]] = {}
    for folder, size in needed.items():
        disk = folder.stat().st_dev
        by_disk[disk] = (folder, by_disk.get(disk, (folder, 0))[1] + size)
    for folder, size in by_disk.values():
        free = shutil.disk_usage(folder).free
        if free < size + ROOM_LEFT:
            raise StoreFault(
                f"The disk of {folder} has {_megabytes(free)} free, and {_megabytes(size + ROOM_LEFT)} are needed. "
                "Make room."
            )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


def sync(path: Path) -> None:
    """Bring a file or the entries of a folder to the disk itself. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
