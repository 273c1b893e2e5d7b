"""What everything in ``hub.db`` is written with: one transaction, and the database's errors as the port's."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from hub.service.ports import StorageError


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, durable at its end."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


@contextmanager
def storage_errors(what: str) -> Iterator[None]:
    """Turn the database's errors into the port's; ``what`` (read, written, copied) was to be done."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"the journal could not be {what}: {error}") from error
