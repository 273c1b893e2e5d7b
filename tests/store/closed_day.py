"""A day that is closed, its signed closing, its export, and a forger who knows how the chain is made."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from hub.domain import commands as c
from hub.store.closing_making import make_closing
from hub.store.export import Head, Row, write_export
from hub.store.signing_key import open_signing_key
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall

NEXT_DAY = "2026-11-23"


class ClosedDay:
    """A folder with ``hub.db`` (a closed day and the next one), ``closing.json``, ``export.jsonl`` and the key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closing = folder / "closing.json"
        self.export = folder / "export.jsonl"
        self.copy = folder / "copy.db"
        hall = Hall(folder / "hub.db")
        live_a_day(hall)
        hall.do(c.CloseDay())
        hall.clock.at_ms += 24 * HOUR_MS
        hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
        hall.do(c.IssueTicket(field="civil"))
        hall.journal.copy_to(self.copy)
        hall.close()
        self.key = open_signing_key(folder)
        self.closing.write_bytes(make_closing(self.copy, DAY, [], self.key))
        write_export(self.copy, [DAY], self.export)

    def lines(self) -> list[bytes]:
        return self.export.read_bytes().splitlines(keepends=True)

    def rows(self) -> list[Row]:
        return [msgspec.json.decode(line, type=Row) for line in self.lines()[1:]]

    def written(self, lines: list[bytes]) -> Path:
        """Another export of these lines."""
        file = self.folder / "other.jsonl"
        file.write_bytes(b"".join(lines))
        return file

    def forged(self, change: Callable[[list[Row]], list[Row]]) -> Path:
        """An export whose rows were changed by somebody who numbers them anew and makes all hashes fit."""
        head, previous, lines = msgspec.json.decode(self.lines()[0], type=Head), "0" * 64, []
        for seq, row in enumerate(change(self.rows()), start=1):
            own = msgspec.structs.replace(row, seq=seq)
            own = msgspec.structs.replace(own, hash=own.hash_after(previous))
            lines.append(msgspec.json.encode(own) + b"\n")
            previous = own.hash
        head = msgspec.structs.replace(head, last=len(lines), last_hash=previous)
        return self.written([msgspec.json.encode(head) + b"\n", *lines])


def live_a_day(hall: Hall) -> None:
    """A bit of everything: served, missed, called by number, cancelled, and one who waits to the end."""
    hall.open_day(1, 2)
    for field in ("civil", "land", "civil", "civil", "land", "land"):
        hall.do(c.IssueTicket(field=field))
    for command in (
        c.CallNext(counter=1),
        c.StartService(counter=1),
        c.FinishService(counter=1),
        c.CallNext(counter=2),
        c.Recall(counter=2),
        c.MarkMissed(counter=2),
        c.CallNumber(counter=2, label="A003", reason="asked_for"),
        c.StartService(counter=2),
        c.FinishService(counter=2),
        c.CancelTicket(ticket=f"{DAY}-B003", reason="left"),
    ):
        hall.do(command, actor="staff-7")
