"""What a running hub has written: a copy of its journal, made by the hub itself."""

import json
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from hub.store.control import ask
from tests.hub_process import HubProcess


class Row(NamedTuple):
    """One event: who did what to which ticket (empty for none), and the event's fields."""

    actor: str
    kind: str
    ticket: str
    fields: dict[str, Any]


class Written:
    """The rows that were written since it was made."""

    def __init__(self, hub: HubProcess, folder: Path) -> None:
        self._hub = hub
        self._folder = folder
        self._seen = self._hub.health()["seq"]

    def rows(self) -> list[Row]:
        """Every row since the last call, in order."""
        copy = self._folder / f"{uuid.uuid4().hex}.db"
        ask(self._hub.data, do="copy", to=str(copy))
        with closing(sqlite3.connect(copy)) as file:
            found = file.execute(
                "SELECT seq, actor, kind, ticket, data FROM journal WHERE seq > ? ORDER BY seq", (self._seen,)
            ).fetchall()
        self._seen = max([self._seen, *(row[0] for row in found)])
        return [Row(actor, kind, ticket, json.loads(data)) for _, actor, kind, ticket, data in found]
