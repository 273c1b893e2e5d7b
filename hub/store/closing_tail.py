"""What an export holds beyond the last row that was signed: nobody vouches for it, whatever its hashes say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hub.domain.events import JournalRestored
from hub.store import codec
from hub.store.audit import CLEAN, FINDINGS, UNUSABLE, AuditReport
from hub.store.closing import Document
from hub.store.export import Row

AFTERWARDS = ("OfflineTicketLapsed", "TicketRated")
"""Kinds of rows about a ticket that may come when its day is over."""

TURNS = ("DayOpened", "DayClosed")


def _restored(row: Row) -> JournalRestored | None:
    try:
        event = codec.decode(row.kind, row.version, row.data)
    except codec.UnreadableEvent:
        return None
    return event if isinstance(event, JournalRestored) else None


@dataclass(slots=True)
class Tail:
    """The rows after row ``signed``: which there are, and what they do to days that were closed before it.

    ``reopened`` has the days that rows there reopen, ``pretending`` rows that claim to be of a day that is over;
    ``restores`` are the rows, wherever they stand, that say that a backup was restored.
    """

    signed: int
    rows: list[int] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    reopened: list[str] = field(default_factory=list)
    pretending: list[int] = field(default_factory=list)
    restores: list[Row] = field(default_factory=list)

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Hand rows on, and look at each."""
        for row in rows:
            if row.kind == "JournalRestored":
                self.restores.append(row)
            if row.seq > self.signed:
                self._look_at(row)
            elif row.kind == "DayClosed":
                self.closed.add(row.day)
            elif row.kind == "DayReopened":
                self.closed.discard(row.day)
            yield row

    def tell(self, report: AuditReport) -> None:
        """Say that nobody signed these rows; a finding if they reopen a day, unusable if they sneak into one."""
        if not self.rows:
            return
        span = f"rows {self.rows[0]}–{self.rows[-1]}" if len(self.rows) > 1 else f"row {self.rows[0]}"
        status = UNUSABLE if self.pretending else FINDINGS if self.reopened else CLEAN
        report.say(f"{span}: signed by nobody, they prove nothing and are not audited", status)
        for day in self.reopened:
            report.say(
                f"  they reopen day {day}, which was signed as closed: ask for the closing that its hub made then"
            )
        if self.pretending:
            report.say(f"  row {self.pretending[0]} pretends to be of a day that was over when it was signed")

    def tell_lost(self, report: AuditReport, documents: Iterable[Document]) -> None:
        """Say which signed rows a restore lost; what was signed of them stays true, and does not fit this journal."""
        known = [(row, _restored(row)) for row in self.restores]
        for document in documents:
            own = [at for at, (_, event) in enumerate(known) if event and event.incarnation == document.incarnation]
            for row, event in known[own[0] + 1 if own else 0 :][:1]:
                if event and event.from_seq < document.last.row:
                    lost = f"rows {event.from_seq + 1}–{document.last.row}"
                    say = f"a restore lost {lost}, says row {row.seq} ({row.at}); it was signed before that"
                    report.say(f"{document.name}: {say}")

    def _look_at(self, row: Row) -> None:
        self.rows.append(row.seq)
        if row.day not in self.closed:
            return
        if row.kind == "DayReopened":
            self.closed.discard(row.day)
            self.reopened.append(row.day)
        elif row.kind in TURNS or (row.ticket and row.kind not in AFTERWARDS):
            self.pretending.append(row.seq)
