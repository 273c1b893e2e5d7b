"""Rows that somebody writes behind the last one that was signed: the chain fits, and nobody vouches for them."""

from pathlib import Path

import msgspec
import pytest

from hub.domain import commands as c
from hub.store.audit import CLEAN, FINDINGS, UNUSABLE
from hub.store.closing import Checkpoint, RowMark, seal, unseal
from hub.store.closing_check import check_files
from hub.store.closing_making import make_closing
from hub.store.export import Row, write_export
from hub.store.signing_key import open_signing_key
from tests.service.kit import DAY, HOUR_MS, PLAN, Hall
from tests.store.closed_day import NEXT_DAY, ClosedDay, live_a_day


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> ClosedDay:
    return ClosedDay(tmp_path_factory.mktemp("closed"))


def another_number(rows: list[Row]) -> Row:
    """A number A004 beside the three that were drawn."""
    (drawn,) = (row for row in rows if row.kind == "TicketIssued" and '"A003"' in row.data)
    other = drawn.data.replace("A003", "A004").replace('"number":3', '"number":4')
    return msgspec.structs.replace(drawn, ticket=f"{DAY}-A004", data=other, request_id="x2")


def reopened(rows: list[Row]) -> list[Row]:
    """By the rules: the day is open again, a number is drawn, the day is closed."""
    end = rows[-1]
    opened = msgspec.structs.replace(end, kind="DayReopened", data=f'{{"day":"{DAY}"}}', request_id="x1")
    return [*rows, opened, another_number(rows), msgspec.structs.replace(end, request_id="x3")]


APPENDED = {
    "nothing": (lambda rows: rows, CLEAN, ""),
    "a reopening": (reopened, FINDINGS, f"they reopen day {DAY}"),
    "a number": (lambda rows: [*rows, another_number(rows)], UNUSABLE, "pretends to be of a day that was over"),
    "another end": (lambda rows: [*rows, rows[-1]], UNUSABLE, "pretends to be of a day that was over"),
}


@pytest.mark.parametrize("what", APPENDED)
def test_rows_after_the_signed_end_are_named_and_never_audited(closed: ClosedDay, what: str) -> None:
    append, status, words = APPENDED[what]
    signed = len(closed.rows())
    export = closed.forged(append)
    report = check_files([closed.closing], export)
    told = "\n".join(report.lines)
    assert report.status == status, told
    assert words in told
    assert "A004" not in told
    rows = len(export.read_bytes().splitlines()) - 1
    span = f"row {rows}" if rows == signed + 1 else f"rows {signed + 1}–{rows}"
    assert (f"{span}: signed by nobody" in told) is (rows > signed)


def test_the_second_closing_of_a_reopened_day_vouches_for_its_rows(tmp_path: Path) -> None:
    hall, files = Hall(tmp_path / "hub.db"), []
    key = open_signing_key(tmp_path)
    live_a_day(hall)
    for turn in ("first", "second"):
        hall.do(c.CloseDay())
        hall.journal.copy_to(tmp_path / turn)
        files.append(tmp_path / f"{turn}.json")
        files[-1].write_bytes(make_closing(tmp_path / turn, DAY, [], key))
        hall.do(c.ReopenDay())
    hall.close()
    write_export(tmp_path / "second", [DAY], tmp_path / "export")
    assert check_files(files[:1], tmp_path / "export").status == FINDINGS
    assert check_files(files, tmp_path / "export").status == CLEAN
    assert make_closing(tmp_path / "second", DAY, [], key) == files[1].read_bytes()


def test_a_span_is_named_where_nobody_knows_which_row_it_was(closed: ClosedDay) -> None:
    """The paper alone, and a forger who makes all hashes fit: it is one of these rows."""
    found = unseal(closed.closing.read_bytes())
    paper = Checkpoint(hub=found.hub, incarnation=found.incarnation, key=found.key, day=DAY, at="", last=found.last)
    file = closed.folder / "paper.json"
    file.write_bytes(seal(paper, closed.key))
    export = closed.forged(lambda rows: [*rows[:9], msgspec.structs.replace(rows[9], actor="staff-9"), *rows[10:]])
    report = check_files([file], export)
    assert report.status == UNUSABLE
    assert f"in rows 1–{found.last.row} something was changed" in "\n".join(report.lines)


def test_the_export_of_a_day_proves_it_by_a_closing_that_covers_more(tmp_path: Path) -> None:
    """The first closing of a hub that is older than its closings covers all days before."""
    hall = Hall(tmp_path / "hub.db")
    live_a_day(hall)
    hall.do(c.CloseDay())
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    hall.do(c.CloseDay())
    hall.journal.copy_to(tmp_path / "copy")
    hall.close()
    file = tmp_path / "closing.json"
    file.write_bytes(make_closing(tmp_path / "copy", NEXT_DAY, [], open_signing_key(tmp_path)))
    write_export(tmp_path / "copy", [NEXT_DAY], tmp_path / "export")
    report = check_files([file], tmp_path / "export")
    assert report.status == CLEAN, report.lines
    assert "the day is all there; for the rows before export the whole journal" in "\n".join(report.lines)


NONSENSE = {
    "a row before the first": {"last": RowMark(-5, "0" * 64)},
    "no marks": {"marks": "*"},
    "a mark too few": {"first_row": 2},
    "a day that a terminal obeys": {"day": "\x1b[31mx"},
    "a name that leads elsewhere": {"incarnation": "/../../x"},
}


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_is_refused_even_if_it_is_signed(closed: ClosedDay, what: str) -> None:
    other = msgspec.structs.replace(unseal(closed.closing.read_bytes()), **NONSENSE[what])
    file = closed.folder / "nonsense.json"
    file.write_bytes(seal(other, closed.key))
    report = check_files([file], closed.export)
    assert (report.status, len(report.lines)) == (UNUSABLE, 1)
    assert report.lines[0].isprintable()


def test_a_mail_server_that_changed_the_line_end_is_told_as_what_it_is(closed: ClosedDay) -> None:
    file = closed.folder / "crlf.json"
    file.write_bytes(closed.closing.read_bytes().replace(b"\n", b"\r\n"))
    report = check_files([file], closed.export)
    assert report.status == UNUSABLE
    assert "(CRLF), nothing else" in report.lines[0]
