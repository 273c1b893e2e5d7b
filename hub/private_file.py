"""A file that only its owner may read, made once: of two processes that start together, one content wins."""

import os
from contextlib import suppress
from pathlib import Path


def make_once(file: Path, content: bytes) -> None:
    """Make a file of mode 0600, whole or not at all; one that is there stays as it is. Raises OSError."""
    fresh = _write_beside(file, content)
    try:
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink()


def replace_whole(file: Path, content: bytes) -> None:
    """Put a file of mode 0600 in the place of what was there, whole or not at all. Raises OSError."""
    _write_beside(file, content).replace(file)


def _write_beside(file: Path, content: bytes) -> Path:
    """Write and bring to the disk what shall become ``file``; returns its path. A failure leaves nothing behind."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
    except OSError:
        fresh.unlink()
        raise
    return fresh
