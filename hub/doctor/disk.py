"""The disk of a data folder: room, speed, and whether what is written there stays."""

import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hub.doctor.finding import Finding, doubtful, fine, wrong

ABOUT = "disk"
MOUNTS = Path("/proc/self/mountinfo")
FORGETFUL = frozenset({"tmpfs", "ramfs", "overlay"})
DISTANT = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"})
GIGABYTE = 10**9
TOO_LITTLE, LITTLE = GIGABYTE // 2, 5 * GIGABYTE
SYNCS = 20
SLOW_MS, TOO_SLOW_MS = 50, 500
"""A commit waits for one sync: at the one the hall is served still, at the other people notice."""


def room(free: int) -> Finding:
    """Whether the disk has room, of ``free`` bytes."""
    seen = f"{free / GIGABYTE:.1f} GB free"
    if free < TOO_LITTLE:
        return wrong(ABOUT, seen, "Make room now: when the disk is full, no number can be given.")
    if free < LITTLE:
        return doubtful(ABOUT, seen, "Make room, or move old backups to another disk.")
    return fine(ABOUT, seen)


def kind(filesystem: str) -> Finding:
    """Whether a file system keeps what the hub writes."""
    if filesystem in DISTANT:
        return wrong(ABOUT, f"the data lies on the network ({filesystem})", "Use a disk of this machine for --data.")
    if filesystem in FORGETFUL:
        seen = f"the data lies on {filesystem}, which may forget everything at the next start"
        return doubtful(ABOUT, seen, "Use a real disk for --data (in a container: a volume).")
    return fine(ABOUT, f"the data lies on {filesystem or 'a file system without a name'}")


def speed(sync_ms: float) -> Finding:
    """Whether the disk takes a commit in time; ``sync_ms`` is the median of some."""
    seen = f"a commit takes {sync_ms:.1f} ms"
    if sync_ms > TOO_SLOW_MS:
        return wrong(ABOUT, seen, "This disk is failing or far too slow: use another one (an SSD).")
    if sync_ms > SLOW_MS:
        return doubtful(ABOUT, seen, "Slow, but it will do for a small centre; an SSD is better than a memory card.")
    return fine(ABOUT, seen)


def disk(folder: Path) -> Iterator[Finding]:
    """All of it, for an existing folder. Raises OSError."""
    yield room(shutil.disk_usage(folder).free)
    yield kind(filesystem_of(folder.resolve(), MOUNTS.read_text(encoding="utf-8")))
    yield speed(measured_sync_ms(folder))


def filesystem_of(path: Path, mounts: str) -> str:
    """The kind of the file system that holds ``path``, by the lines of mountinfo (proc(5)); later ones lie on top."""
    found = Path("/"), ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), before.split()[4]))
        if (path == point or point in path.parents) and len(point.parts) >= len(found[0].parts):
            found = point, after.split()[0]
    return found[1]


def measured_sync_ms(folder: Path) -> float:
    """The median time of a small write and its sync, in a file without a name that is gone when it is closed."""
    times_ms = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(SYNCS):
            began_s = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times_ms.append((time.perf_counter() - began_s) * 1000)
    return statistics.median(times_ms)
