"""Which backups stay: the newest ones, and the newest of each of the last twelve months.

Order is told by the journal's rows, not by the clock, which may have been wrong: of two backups of one incarnation the
one with more rows is the newer. Files that are no whole backups, or of another incarnation, are left alone: the hub and
a restored one that somebody practises with have the same name and perhaps the same folder.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hub.store.archive import Manifest, read_manifest
from hub.store.chain import StoreFault

PREFIX = "toi-luot-"
SUFFIX = ".tar.gz"
MONTHS_KEPT = 12


def rotate(folder: Path, newest: Manifest, made: Path, keep: int) -> list[Path]:
    """Delete what need not stay beside ``made``, which always stays; returns what was deleted.

    A backup that cannot be deleted is left for the next time.
    """
    leavings = (part for part in folder.glob(f".*{SUFFIX}.{newest.incarnation}.part"))
    for part in leavings:
        _deleted(part)
    own = [(file, manifest) for file, manifest in _backups(folder) if manifest.incarnation == newest.incarnation]
    own.sort(key=lambda backup: (backup[1].rows, backup[1].made_ms), reverse=True)
    kept = {made, *(file for file, _ in own[:keep]), *_of_each_month(own)}
    return [file for file, _ in own if file not in kept and _deleted(file)]


def _backups(folder: Path) -> Iterable[tuple[Path, Manifest]]:
    """The whole backups in a folder that were made as a matter of routine."""
    for file in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(StoreFault, OSError):
            yield file, read_manifest(file)


def _of_each_month(newest_first: list[tuple[Path, Manifest]]) -> list[Path]:
    last_of: dict[str, Path] = {}
    for file, manifest in newest_first:
        last_of.setdefault(datetime.fromtimestamp(manifest.made_ms / 1000, UTC).strftime("%Y-%m"), file)
    return [last_of[month] for month in sorted(last_of, reverse=True)[:MONTHS_KEPT]]


def _deleted(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True
