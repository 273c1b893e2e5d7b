"""The journal on disk: append in one transaction, read back, verify, copy."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hub.domain.events import (
    Entry,
    Event,
    JournalCreated,
    JournalRestored,
    OfflineTicketLapsed,
    TicketCarriedOver,
    requests_of,
)
from hub.service.ports import Decision, StorageError, StoredEntry
from hub.store import codec
from hub.store.answers import forget_answers, insert_answers, read_answer
from hub.store.chain import BEFORE_ALL, JournalDamaged, StoreFault, row_hash, verify
from hub.store.copying import copy_database
from hub.store.database import StoreUnreadable, open_database
from hub.store.person_texts import empty_log, keep_texts, texts_of_row
from hub.store.persons import KEY_NAME, Persons, insert_marks
from hub.store.transactions import storage_errors, transaction

FORMAT = 1
"""The format of the rows that this version writes."""

CHEAP_ROWS = 50_000
"""A journal of this many rows is checked whole at every start (under a second); a longer one from the last day on."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_READ = "SELECT seq, at, day, actor, kind, version, data, part FROM journal"
_AFTERWARDS = "WHERE kind IN ('OfflineTicketLapsed', 'TicketCarriedOver')"
_INSERT_ROW = "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def at_text(at_ms: int) -> str:
    """An instant (ms since the epoch) as the journal writes it: ``2026-11-22T04:08:00.123Z``."""
    return (_EPOCH + timedelta(milliseconds=at_ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def at_ms(text: str) -> int:
    """The instant that :func:`at_text` wrote, in ms since the epoch."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


class Journal:
    """The journal of one hub over its exclusive connection; see :class:`hub.service.ports.Journal`.

    Any thread may use it, one at a time.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._end: tuple[int, str] | None = None

    @classmethod
    def open(cls, path: Path, now_ms: int) -> "Journal":
        """The journal in ``path``, with its first row if it is new, and checked (a long one only since its last day).

        Raises StoreBusy, StoreUnreadable, JournalDamaged.
        """
        journal = cls(open_database(path))
        try:
            journal._prepare(path, now_ms)
        except (sqlite3.Error, StorageError) as error:
            journal.close()
            raise StoreUnreadable(f"{path} cannot be used: {error}. Restore it from a backup.") from error
        except StoreFault:
            journal.close()
            raise
        return journal

    @property
    def origin(self) -> JournalCreated:
        """The first row, with the incarnation and epoch of the last restore. Raises JournalDamaged: it is another."""
        event = self._entries("WHERE seq = 1", ())[0].event
        if not isinstance(event, JournalCreated):
            raise JournalDamaged(1, "a journal begins with JournalCreated")
        for entry in self._entries("WHERE kind = 'JournalRestored' ORDER BY seq DESC LIMIT 1", ()):
            if isinstance(entry.event, JournalRestored):
                return replace(event, incarnation=entry.event.incarnation, epoch=entry.event.epoch)
        return event

    @property
    def began_ms(self) -> int:
        """When the first row was written (ms since the epoch, UTC)."""
        return self._entries("WHERE seq = 1", ())[0].at_ms

    @property
    def persons(self) -> Persons:
        """See the port. The key lies beside the file."""
        (_, _, file) = self._connection.execute("PRAGMA database_list").fetchone()
        return Persons(self._connection, Path(file).with_name(KEY_NAME))

    @property
    def connection(self) -> sqlite3.Connection:
        """The one connection to the file, for what lies beside the journal (:class:`hub.store.register.Register`)."""
        return self._connection

    def verify(self, seq_from: int = 1) -> None:
        """Check the chain and the content of all rows from ``seq_from`` on. Raises JournalDamaged."""
        verify(self._connection, seq_from)
        for _ in self._read("WHERE seq >= ? ORDER BY seq", (seq_from,)):
            pass

    def form(self, event: Event) -> dict[str, Any]:
        """See the port."""
        return codec.form_of(event)

    def decision(self, actor: str, request_id: str) -> Decision | None:
        """See the port."""
        with storage_errors("read"):
            row = read_answer(self._connection, actor, request_id)
        if row is None:
            return None
        digest, refusal, params, seq_from, seq_to = row
        if refusal is not None:
            return Decision(actor, request_id, digest, seq_to, refusal=refusal, params=codec.decode_form(params))
        with storage_errors("read"):
            texts = texts_of_row(self._connection, seq_from)
        return Decision(actor, request_id, digest, seq_to, self._stored(seq_from, seq_to), texts)

    def forget_answers(self, before_day: str, most: int, but: str) -> int:
        """See the port."""
        with storage_errors("written"):
            return forget_answers(self._connection, before_day, most, but)

    def append(self, decisions: Sequence[Decision]) -> None:
        """See the port. Rows must follow the last one without a gap."""
        with storage_errors("written"):
            seq, last_hash = self._last()
            rows: list[tuple[Any, ...]] = []
            for decision in decisions:
                for stored in decision.stored:
                    rows.append(_row(stored, decision.request_id, last_hash))
                    seq, last_hash = stored.entry.seq, rows[-1][-1]
            self._end = None
            with transaction(self._connection):
                self._connection.executemany(_INSERT_ROW, rows)
                insert_answers(self._connection, decisions)
                has_erased = keep_texts(self._connection, decisions)
                insert_marks(self._connection, [mark for d in decisions for mark in d.persons])
            self._end = (seq, last_hash)
        if has_erased:
            with suppress(sqlite3.Error):  # it is committed; a log that is in use is emptied by the next one
                empty_log(self._connection)

    def probe(self) -> None:
        """See the port. An empty transaction would not touch the disk; the same version of the file again does."""
        with storage_errors("written"):
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            with transaction(self._connection):
                self._connection.execute(f"PRAGMA user_version = {version}")

    def since_opening(self) -> Iterator[Entry]:
        """See the port."""
        with storage_errors("read"):
            seq = self._opening_seq()
        return iter(self._entries("WHERE seq >= ? ORDER BY seq", (seq,)))

    def entries_after(self, seq: int) -> list[Entry]:
        """See the port."""
        return self._entries("WHERE seq > ? ORDER BY seq", (seq,))

    def day_requests(self, day: str) -> list[list[Entry]]:
        """All entries of a business day from its ``DayOpened`` on, in order, those of one request together.

        Empty when the day was never opened.
        """
        return list(requests_of(self._day_entries(day)))

    def texts_since_opening(self) -> dict[int, dict[str, str]]:
        """See the port."""
        found: dict[int, dict[str, str]] = {}
        with storage_errors("read"):
            rows = self._connection.execute("SELECT seq, name, text FROM texts WHERE seq >= ?", (self._opening_seq(),))
            for seq, name, text in rows:
                found.setdefault(seq, {})[name] = text
        return found

    def rows_with_texts(self, ticket: str) -> list[int]:
        """See the port."""
        with storage_errors("read"):
            asked = "SELECT DISTINCT seq FROM texts JOIN journal USING (seq) WHERE ticket = ? ORDER BY seq"
            return [seq for (seq,) in self._connection.execute(asked, (ticket,))]

    def erase_texts(self, seq: int) -> None:
        """See the port. Nothing of them stays in the file or in its write-ahead log, or StorageError says so."""
        with storage_errors("written"):
            with transaction(self._connection):
                self._connection.execute("DELETE FROM texts WHERE seq = ?", (seq,))
            is_empty = empty_log(self._connection)
        if not is_empty:
            raise StorageError("the text is erased, but the write-ahead log still holds it; erase it again")

    def lapsed_numbers(self, day: str) -> list[OfflineTicketLapsed]:
        """The numbers that kiosks drew by themselves on a day and told of only when it was over."""
        late = self._entries(
            f"{_AFTERWARDS} AND kind = 'OfflineTicketLapsed' AND json_extract(data, '$.day') = ?", (day,)
        )
        return [entry.event for entry in late if isinstance(entry.event, OfflineTicketLapsed)]

    def carried_from(self, day: str) -> list[TicketCarriedOver]:
        """How tickets of a day were carried over to later ones."""
        where = f"{_AFTERWARDS} AND kind = 'TicketCarriedOver' AND json_extract(data, '$.from_ticket') LIKE ?"
        found = [entry.event for entry in self._entries(where, (f"{day}-%",))]
        return [event for event in found if isinstance(event, TicketCarriedOver)]

    def copy_to(self, path: Path, pause: Callable[[], object] = lambda: None) -> None:
        """A consistent copy in a new file, made in steps of 1 MB while the hub goes on; ``pause`` runs between them.

        Raises FileExistsError, StorageError.
        """
        copy_database(self._connection, path, pause)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _prepare(self, path: Path, now_ms: int) -> None:
        if self._last() == (0, BEFORE_ALL):
            self._create(now_ms)
        last, _ = self._last()
        self.verify(1 if last <= CHEAP_ROWS else self._opening_seq())
        if self.origin.format != FORMAT:
            raise StoreUnreadable(
                f"{path} has format {self.origin.format}, this program reads {FORMAT}. Use the version that wrote it."
            )

    def _create(self, now_ms: int) -> None:
        """Write the first row: a new hub, a new incarnation of its file, a new epoch of its views."""
        created = JournalCreated(
            format=FORMAT, hub=secrets.token_hex(8), incarnation=secrets.token_hex(8), epoch=secrets.token_hex(8)
        )
        entry = Entry(1, now_ms, "", "hub", created)
        self.append([Decision("hub", "journal-created", "", 1, (StoredEntry(entry, self.form(created)),))])

    def _last(self) -> tuple[int, str]:
        """Number and hash of the last row, read again after a transaction that failed."""
        if self._end is None:
            row = self._connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
            self._end = (row[0], row[1]) if row else (0, BEFORE_ALL)
        return self._end

    def _opening_seq(self) -> int:
        """The row of the last ``DayOpened``, or 1."""
        row = self._connection.execute(
            "SELECT seq FROM journal WHERE kind = 'DayOpened' ORDER BY day DESC, seq DESC LIMIT 1"
        ).fetchone()
        return row[0] if row else 1

    def _day_entries(self, day: str) -> list[Entry]:
        """All entries of a business day, in order."""
        return self._entries(
            """
            WHERE seq >= (SELECT min(seq) FROM journal WHERE kind = 'DayOpened' AND day = ?1)
                AND seq < ifnull(
                    (SELECT seq FROM journal WHERE kind = 'DayOpened' AND day > ?1 ORDER BY day, seq LIMIT 1), 1 << 62
                )
            ORDER BY seq
            """,
            (day,),
        )

    def _stored(self, seq_from: int, seq_to: int) -> tuple[StoredEntry, ...]:
        rows = self._read("WHERE seq BETWEEN ? AND ? ORDER BY seq", (seq_from, seq_to))
        return tuple(StoredEntry(entry, codec.decode_form(text)) for entry, text in rows)

    def _entries(self, where: str, values: tuple[int | str, ...]) -> list[Entry]:
        return [entry for entry, _ in self._read(where, values)]

    def _read(self, where: str, values: tuple[int | str, ...]) -> Iterator[tuple[Entry, str]]:
        """Entries and their stored texts. Raises StorageError, JournalDamaged."""
        with storage_errors("read"):
            for seq, at, day, actor, kind, version, text, part in self._connection.execute(f"{_READ} {where}", values):
                try:
                    event = codec.decode(kind, version, text)
                except codec.UnreadableEvent as error:
                    raise JournalDamaged(seq, str(error)) from error
                yield Entry(seq, at_ms(at), day, actor, event, part), text


def _row(stored: StoredEntry, request_id: str, previous: str) -> tuple[Any, ...]:
    """The columns of a journal row, its hash last."""
    entry = stored.entry
    kind, version = type(entry.event).__name__, entry.event.VERSION
    about = (entry.day, kind, version, getattr(entry.event, "ticket", ""), entry.actor)
    columns = (entry.seq, at_text(entry.at_ms), *about, request_id, entry.part, codec.encode(stored.form))
    return (*columns, row_hash(previous, columns))
