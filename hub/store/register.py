"""Accounts and grants in ``hub.db``, beside the journal: what may be changed and, unlike the journal, forgotten."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import convert
from msgspec.structs import asdict, replace

from hub.service.ports import Account, Grant
from hub.store.transactions import storage_errors, transaction

_INSERT_ACCOUNT = """
    INSERT INTO accounts (login, name, role, password_hash, made_at, closed_at, must_change)
    VALUES (:login, :name, :role, :password_hash, :made_at, :closed_at, :must_change)
"""
_CHANGE_ACCOUNT = """
    UPDATE accounts SET name = :name, role = :role, password_hash = :password_hash, closed_at = :closed_at,
        must_change = :must_change WHERE id = :id
"""
_INSERT_GRANT = """
    INSERT INTO grants (kind, account, screen, place, secret_hash, address, made_at, seen_at, ended_at)
    VALUES (:kind, :account, :screen, :place, :secret_hash, :address, :made_at, :seen_at, :ended_at)
"""

IDS_LEFT_OUT = 1_000_000
"""How far the ids of grants go on after a restore: those given since the backup must not come to life as others."""


class Register:
    """The register over the hub's one connection; see :class:`hub.service.ports.Register`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def accounts(self) -> list[Account]:
        """See the port."""
        return [convert(row, Account, strict=False) for row in self._rows("SELECT * FROM accounts ORDER BY id")]

    def add_account(self, account: Account) -> Account:
        """See the port."""
        return replace(account, id=self._insert(_INSERT_ACCOUNT, account))

    def change_account(self, account: Account) -> None:
        """See the port."""
        with storage_errors("written"), transaction(self._connection):
            self._connection.execute(_CHANGE_ACCOUNT, asdict(account))

    def live_grants(self) -> list[Grant]:
        """See the port."""
        return [convert(row, Grant) for row in self._rows("SELECT * FROM grants WHERE ended_at IS NULL ORDER BY id")]

    def add_grant(self, grant: Grant) -> Grant:
        """See the port."""
        return replace(grant, id=self._insert(_INSERT_GRANT, grant))

    def place_grant(self, grant: int, place: str) -> None:
        """See the port."""
        with storage_errors("written"), transaction(self._connection):
            self._connection.execute("UPDATE grants SET place = ? WHERE id = ?", (place, grant))

    def note_grants(self, seen: Iterable[Grant], ended: Mapping[int, int]) -> None:
        """See the port."""
        with storage_errors("written"), transaction(self._connection):
            self._connection.executemany(
                "UPDATE grants SET seen_at = ?, address = ? WHERE id = ?",
                [(grant.seen_at, grant.address, grant.id) for grant in seen],
            )
            self._connection.executemany(
                "UPDATE grants SET ended_at = ? WHERE id = ?", [(at, grant) for grant, at in ended.items()]
            )

    def _rows(self, query: str) -> list[dict[str, Any]]:
        with storage_errors("read"):
            cursor = self._connection.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def _insert(self, query: str, entry: Account | Grant) -> int:
        """Store a row under the next id; returns the id."""
        with storage_errors("written"), transaction(self._connection):
            cursor = self._connection.execute(query, asdict(entry))
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def end_restored_sessions(connection: sqlite3.Connection, now_ms: int) -> None:
    """After a restore: sessions of back then are over, paired devices stay, and no id is given a second time."""
    with storage_errors("written"), transaction(connection):
        connection.execute("UPDATE grants SET ended_at = ? WHERE kind = 'session' AND ended_at IS NULL", (now_ms,))
        # Without a grant until now SQLite has no row to count on from, but ids may have been given since the backup.
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT 'grants', 0 "
            "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'grants')"
        )
        connection.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'grants'", (IDS_LEFT_OUT,))
