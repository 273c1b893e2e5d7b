"""The clips that were made, as files: found by their key, bounded, and made again when one is broken."""

import os
from contextlib import suppress
from pathlib import Path

from hub.voice.sound import is_whole

SUFFIX = ".wav"
KEPT_SHARE = 0.8
"""So much of the bound is left when the oldest have gone, so that not every clip counts them all."""

_MEGABYTE = 1_000_000


class Shelf:
    """A folder of clips with at most so many megabytes; those that were not wanted for longest go first."""

    def __init__(self, folder: Path, most_mb: int) -> None:
        self._folder, self._most = folder, most_mb * _MEGABYTE
        self._size: int | None = None

    def get(self, key: str) -> Path | None:
        """The whole clip of a key, None if there is none; it counts as new from now on."""
        path = self._path(key)
        try:
            if not is_whole(path.read_bytes()):
                return None
            os.utime(path)
        except OSError:
            return None
        return path

    def put(self, key: str, content: bytes) -> Path:
        """Keep a clip, whole or not at all. Raises OSError: the disk takes nothing."""
        self._folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        path = self._path(key)
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        self._grew(len(content))
        return path

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}{SUFFIX}"

    def _grew(self, size: int) -> None:
        if self._size is None:
            self._size = sum(of for _, of, _ in self._files())
        else:
            self._size += size
        if self._size > self._most:
            self._prune()

    def _prune(self) -> None:
        """Drop the oldest until there is room, and whatever a write left that was cut off."""
        files = self._files()
        left = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if left <= self._most * KEPT_SHARE and path.suffix == SUFFIX:
                continue
            with suppress(OSError):
                path.unlink()
                left -= size
        self._size = left

    def _files(self) -> list[tuple[int, int, Path]]:
        """When each was last wanted (ns), its size, and where it is."""
        found = []
        for path in self._folder.iterdir():
            with suppress(OSError):
                seen = path.stat()
                found.append((seen.st_mtime_ns, seen.st_size, path))
        return found
