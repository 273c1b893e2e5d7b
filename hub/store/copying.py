"""Copies of the database, made while the hub goes on, without what must not outlive the night."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hub.store.transactions import storage_errors


def copy_database(source: sqlite3.Connection, path: Path, pause: Callable[[], object] = lambda: None) -> None:
    """A consistent copy of a database in a new file that anybody may open. Raises FileExistsError, StorageError."""
    path.touch(mode=0o600, exist_ok=False)
    with storage_errors("copied"), closing(sqlite3.connect(path)) as target:
        source.backup(target, pages=256, progress=lambda *_: pause(), sleep=0.01)
        target.execute("PRAGMA journal_mode=DELETE")
        _leave_out_persons(target)


def _leave_out_persons(copy: sqlite3.Connection) -> None:
    """Copies are kept for years, the marks of persons until the night; a file of an older version has none."""
    copy.execute("PRAGMA secure_delete=ON")
    if copy.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'persons'").fetchone():
        copy.execute("DELETE FROM persons")
        copy.commit()
