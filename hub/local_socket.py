"""A socket in a folder, for other programs of the same user: ``<folder>/<name>``, mode 0600."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def listen_in(folder: Path, name: str, backlog: int = 8) -> socket.socket:
    """Listen in a folder that the caller holds, so that a socket left behind is dead. Raises OSError.

    Nobody else is let in at any moment: a socket that does not listen yet refuses everybody.
    """
    (folder / name).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _short_path(folder, name) as path:
        listener.bind(path)
    (folder / name).chmod(0o600)
    listener.listen(backlog)
    return listener


@contextmanager
def connected_in(folder: Path, name: str, patience_s: float) -> Iterator[socket.socket]:
    """A connection to who listens in a folder. Raises OSError: nobody does."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience_s)
        with _short_path(folder, name) as path:
            connection.connect(path)
        yield connection


@contextmanager
def _short_path(folder: Path, name: str) -> Iterator[str]:
    """The socket's path by way of an open folder: the kernel takes no more than 107 bytes."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{opened}/{name}"
    finally:
        os.close(opened)
