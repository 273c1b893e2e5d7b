"""The journal on disk: its chain, its triggers, its texts, and what is found when it is opened."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.domain import commands as c
from hub.domain import events as e
from hub.service.ports import StorageError
from hub.service.requests import Asked
from hub.service.writer import Writer
from hub.store.chain import BEFORE_ALL, HASHED, row_hash
from hub.store.journal import Journal, at_ms, at_text
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, FakeClock, Hall
from tests.store.rows import NOTE, reopened, rows

HOLD = c.Hold(counter=1, note=NOTE)


def test_the_first_row_names_format_hub_incarnation_and_epoch(file: sqlite3.Connection) -> None:
    first = rows(file)[0]
    data = json.loads(first["data"])
    assert (first["seq"], first["kind"], first["day"], data["format"]) == (1, "JournalCreated", "", 1)
    assert len({data["hub"], data["incarnation"], data["epoch"]}) == 3


def test_the_first_row_stays_the_same_for_ever(path: Path) -> None:
    journal = reopened(path)
    origin = journal.origin
    journal.close()
    again = Journal.open(path, MORNING_MS + HOUR_MS)
    assert again.origin == origin
    again.close()


def test_the_hash_is_the_documented_one(file: sqlite3.Connection) -> None:
    previous = "0" * 64
    for row in rows(file):
        stored = previous
        for name in ("seq", "at", "day", "kind", "version", "ticket", "actor", "request_id", "part", "data"):
            text = str(row[name])
            stored += f"{len(text.encode())}:{text},"
        previous = hashlib.sha256(stored.encode()).hexdigest()
        assert row["hash"] == previous


def test_no_shifted_boundary_gives_the_same_hash() -> None:
    assert row_hash(BEFORE_ALL, ("ab", "c")) != row_hash(BEFORE_ALL, ("a", "bc"))
    assert row_hash(BEFORE_ALL, ("1:a,", "")) != row_hash(BEFORE_ALL, ("", "1:a,"))


def test_every_column_but_the_hash_is_hashed(file: sqlite3.Connection) -> None:
    columns = [row[1] for row in file.execute("PRAGMA table_info(journal)")]
    assert columns == [*HASHED, "hash"]


def test_rows_know_their_business_day(file: sqlite3.Connection) -> None:
    days = [(row["kind"], row["day"]) for row in rows(file)]
    closed = days.index(("DayClosed", DAY))
    assert days[0] == ("JournalCreated", "")
    assert {day for _, day in days[1 : closed + 1]} == {DAY}
    assert {day for _, day in days[closed + 1 :]} == {"2026-11-23"}
    assert days[closed + 1][0] == "DayOpened"


def test_what_happens_between_two_days_belongs_to_the_former(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "night.db")
    status = {"device": "p", "link": "online", "cover": "closed"}
    assert hall.do(c.ReportDevice(**status, paper="ok")).entries[0].day == ""
    hall.open_day()
    hall.do(c.CloseDay())
    assert hall.do(c.ReportDevice(**status, paper="out")).entries[0].day == DAY
    hall.close()


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for entry in value.values():
            yield from leaves(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry)
    else:
        yield value


def test_only_integers_and_strings_are_stored(file: sqlite3.Connection) -> None:
    stored = [json.loads(row["data"]) for row in rows(file)]
    stored += [json.loads(text) for (text,) in file.execute("SELECT params FROM answers WHERE params IS NOT NULL")]
    assert {type(leaf) for leaf in leaves(stored)} == {int, str}


def test_stored_data_is_canonical_and_leaves_out_tag_and_defaults(file: sqlite3.Connection) -> None:
    for row in rows(file):
        data = json.loads(row["data"])
        assert row["data"] == json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert "kind" not in data
    issued = [json.loads(row["data"]) for row in rows(file) if row["kind"] == "TicketIssued"]
    assert "ticket_class" not in issued[0]
    assert issued[1]["ticket_class"] == "priority"


def test_no_text_of_a_person_is_in_the_journal(file: sqlite3.Connection) -> None:
    assert not [row for row in rows(file) if NOTE in "".join(map(str, row.values()))]
    assert [text for (text,) in file.execute("SELECT text FROM texts")] == [NOTE]


def test_times_are_utc_with_milliseconds() -> None:
    assert at_text(1_795_320_480_123) == "2026-11-22T04:08:00.123Z"
    assert at_text(1_795_320_480_000) == "2026-11-22T04:08:00.000Z"
    assert at_ms("2026-11-22T04:08:00.123Z") == 1_795_320_480_123


def test_the_hub_opens_the_file_as_it_must(path: Path) -> None:
    journal = reopened(path)
    pragmas = ("locking_mode", "journal_mode", "synchronous", "recursive_triggers")
    values = [journal._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["exclusive", "wal", 2, 1]
    assert path.stat().st_mode & 0o777 == 0o600
    journal.close()


def test_texts_are_kept_over_a_restart_and_can_be_erased_without_breaking_the_chain(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    seq = hall.do(HOLD, key="k").seq_from
    hall.close()
    again = Hall(tmp_path / "hub.db", hall.clock)
    assert again.office.day_texts.get(seq, {}) == {"note": NOTE}
    again.office.erase_texts(seq)
    assert again.office.day_texts.get(seq, {}) == {}
    assert again.do(HOLD, key="k").is_repeat
    again.close()
    file = sqlite3.connect(tmp_path / "hub.db")
    assert file.execute("SELECT count(*) FROM texts").fetchone() == (0,)
    file.close()
    reopened(tmp_path / "hub.db").close()


def test_an_erased_text_leaves_no_trace_on_the_disk(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    seq = hall.do(HOLD).seq_from
    assert NOTE.encode() in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    hall.office.erase_texts(seq)
    assert NOTE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    hall.close()


@pytest.mark.parametrize("coming", ["deaf", None])
def test_a_replaced_visit_note_leaves_no_trace_on_the_disk(tmp_path: Path, coming: str | None) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    seq = hall.do(c.SetVisitNote(counter=1, note=NOTE), key="first").seq_from
    changed = hall.do(c.SetVisitNote(counter=1, note=coming))
    assert hall.office.day_texts.get(seq, {}) == {}
    assert hall.do(c.SetVisitNote(counter=1, note=NOTE), key="first").is_repeat
    left = hall.journal.connection.execute("SELECT seq, text FROM texts").fetchall()
    assert left == ([(changed.seq_from, coming)] if coming else [])
    assert NOTE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    hall.close()
    reopened(tmp_path / "hub.db").close()


def test_a_note_replaced_in_the_batch_that_wrote_it_is_gone_as_well(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    writer = Writer(hall.journal, hall.clock)
    notes = [c.SetVisitNote(counter=1, note=note) for note in (NOTE, "deaf")]
    writer.write([Asked(note, "staff-1", str(place)) for place, note in enumerate(notes)])
    assert hall.journal.connection.execute("SELECT text FROM texts").fetchall() == [("deaf",)]
    hall.close()


class BusyLog:
    """A connection whose write-ahead log cannot be emptied now."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.own = connection

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement.startswith("PRAGMA wal_checkpoint"):
            return self.own.execute("SELECT 1, 9, 0")
        return self.own.execute(statement, *values)


def test_an_erased_text_that_the_log_still_holds_is_told_and_can_be_erased_again(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    seq = hall.do(HOLD).seq_from
    busy: Any = BusyLog(hall.journal._connection)
    hall.journal._connection = busy
    with pytest.raises(StorageError, match="erase it again"):
        hall.office.erase_texts(seq)
    hall.journal._connection = busy.own
    hall.office.erase_texts(seq)
    assert NOTE.encode() not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert hall.office.day_texts.get(seq, {}) == {}
    hall.close()


def test_a_new_day_forgets_the_texts_of_the_former_one(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    seq = hall.do(HOLD).seq_from
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day="2026-11-23", plan=PLAN))
    assert hall.office.day_texts.get(seq, {}) == {}
    hall.close()
    again = Hall(tmp_path / "hub.db", hall.clock)
    assert again.office.day_texts.get(seq, {}) == {}
    again.close()


def test_an_event_that_holds_anything_else_is_not_stored(path: Path) -> None:
    journal = reopened(path)
    assert journal.form(e.DayClosed(day=DAY)) == {"day": DAY}
    for wrong in (1.5, True, None):
        with pytest.raises(ValueError, match="integers and strings only"):
            journal.form(e.CounterFieldsSet(counter=1, fields=(wrong,)))  # type: ignore[arg-type]
    journal.close()


def test_a_closed_database_is_a_storage_error(path: Path) -> None:
    journal = reopened(path)
    journal.close()
    with pytest.raises(StorageError):
        journal.entries_after(0)
    with pytest.raises(StorageError):
        journal.decision("test", "last")
    with pytest.raises(StorageError):
        journal.erase_texts(1)


def test_a_probe_writes_to_the_disk_and_changes_nothing(path: Path) -> None:
    journal = Journal.open(path, MORNING_MS)
    log, before = path.with_name("hub.db-wal"), list(journal.entries_after(0))
    size = log.stat().st_size
    journal.probe()
    assert log.stat().st_size > size
    assert list(journal.entries_after(0)) == before
    journal._connection.execute("PRAGMA query_only=ON")
    with pytest.raises(StorageError):
        journal.probe()
    journal.close()


def test_a_new_journal_in_a_new_folder(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "new" / "folder" / "hub.db", FakeClock())
    assert (hall.office.floor.seq, hall.office.floor.day) == (1, None)
    assert hall.office.epoch == hall.journal.origin.epoch
    hall.close()
