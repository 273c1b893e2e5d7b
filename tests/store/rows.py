"""Reading the file behind the hub's back."""

import sqlite3
from pathlib import Path
from typing import Any

from hub.store.journal import Journal
from tests.service.kit import MORNING_MS

NOTE = "please be quick, số 0912345678"


def reopened(path: Path) -> Journal:
    return Journal.open(path, MORNING_MS)


def rows(file: sqlite3.Connection) -> list[dict[str, Any]]:
    file.row_factory = sqlite3.Row
    return [dict(row) for row in file.execute("SELECT * FROM journal ORDER BY seq")]
