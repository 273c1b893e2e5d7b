"""The plans that were adopted, as the journal has them."""

import sqlite3

from hub.domain.events import DayOpened, PlanAdopted
from hub.domain.plan import Plan
from hub.service.ports import Adoption
from hub.store import codec
from hub.store.chain import JournalDamaged
from hub.store.journal import at_ms
from hub.store.transactions import storage_errors

_READ = """
    SELECT seq, at, actor, kind, version, data, ifnull(text, '') FROM journal
    LEFT JOIN texts USING (seq)
    WHERE kind = 'PlanAdopted' ORDER BY seq
"""
_OF_DAY = "SELECT kind, version, data FROM journal WHERE kind = 'DayOpened' AND day = ? ORDER BY seq LIMIT 1"


def adoptions(connection: sqlite3.Connection) -> list[Adoption]:
    """Every adoption, the first one first. Raises StorageError, JournalDamaged."""
    found = []
    with storage_errors("read"):
        for seq, at, actor, kind, version, data, why in connection.execute(_READ):
            event = _event(seq, kind, version, data)
            if isinstance(event, PlanAdopted):
                when = at_ms(at)
                found.append(Adoption(seq, event.plan_version, event.when, when, actor, why, event.plan.document))
    return found


def plan_of_day(connection: sqlite3.Connection, day: str) -> tuple[int, Plan] | None:
    """The version and the plan that a day (ISO) opened with; None: it never opened. Raises StorageError."""
    with storage_errors("read"):
        row = connection.execute(_OF_DAY, (day,)).fetchone()
    event = _event(0, *row) if row else None
    return (event.plan_version, event.plan.document) if isinstance(event, DayOpened) else None


def _event(seq: int, kind: str, version: int, data: str) -> object:
    try:
        return codec.decode(kind, version, data)
    except codec.UnreadableEvent as error:
        raise JournalDamaged(seq, str(error)) from error
