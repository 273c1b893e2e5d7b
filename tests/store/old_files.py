"""A ``hub.db`` as the first version of the program left it: three tables, a day with tickets."""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from hub.domain import commands as c
from hub.store import database
from tests.service.kit import Hall

FIRST_VERSION = ("journal", "answers", "texts")


def make_old_hub(path: Path) -> None:
    """The schema of the first version, filled with the rows that a hall of today wrote."""
    today = path.with_name("today.db")
    hall = Hall(today)
    hall.open_day(1)
    for _ in range(3):
        hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    hall.close()
    migrations = sqlite_utils.Migrations("hub")
    for name in FIRST_VERSION:
        migrations(name=name)(getattr(database, f"create_{name}"))
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("PRAGMA journal_mode=WAL")
        migrations.apply(sqlite_utils.Database(old))
        old.execute("ATTACH ? AS today", (str(today),))
        for table in FIRST_VERSION:
            old.execute(f"INSERT INTO {table} SELECT * FROM today.{table}")
        old.execute("DETACH today")
    today.unlink()
