"""The exported journal: the very rows, and nothing else."""

from pathlib import Path

import pytest

from hub.domain import commands as c
from hub.store.chain import StoreFault
from hub.store.export import NoExport, Row, read_head, read_rows, write_export
from tests.service.kit import DAY, Hall
from tests.store.closed_day import NEXT_DAY, ClosedDay
from tests.store.rows import NOTE


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> ClosedDay:
    return ClosedDay(tmp_path_factory.mktemp("closed"))


def exported(closed: ClosedDay, name: str, *days: str) -> tuple[int, int]:
    """Write an export; its first and last row as read back, its hashes followed on the way."""
    file = closed.folder / name
    written = write_export(closed.copy, days, file)
    with file.open("rb") as opened:
        head = read_head(opened)
        assert head == written
        previous = head.before
        rows = list(read_rows(opened))
        for row in rows:
            assert isinstance(row, Row)
            previous = row.hash_after(previous)
            assert row.hash == previous
    assert previous == head.last_hash
    assert len(rows) == head.last - head.first + 1
    return head.first, head.last


def test_what_is_read_back_has_the_hashes_of_the_journal(closed: ClosedDay) -> None:
    first_of_next = closed.rows()[-1].seq + 1
    assert exported(closed, "day", DAY) == (1, first_of_next - 1)
    first, last = exported(closed, "whole")
    assert (first, last) == exported(closed, "both", DAY, NEXT_DAY)
    assert exported(closed, "next", NEXT_DAY) == (first_of_next, last)


def test_nothing_is_overwritten_and_a_day_must_be_one_of_the_journal(closed: ClosedDay) -> None:
    with pytest.raises(FileExistsError, match="nothing is ever overwritten"):
        write_export(closed.copy, [DAY], closed.export)
    with pytest.raises(StoreFault, match="never opened"):
        write_export(closed.copy, ["2026-01-01"], closed.folder / "none")
    assert not [*closed.folder.glob("*none*"), *closed.folder.glob(".*")]


def test_texts_of_persons_stay_at_home(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CallNext(counter=1))
    hall.do(c.Hold(counter=1, note=NOTE))
    hall.journal.copy_to(tmp_path / "copy.db")
    hall.close()
    write_export(tmp_path / "copy.db", [], tmp_path / "export")
    content = (tmp_path / "export").read_bytes()
    assert b"TicketHeld" in content
    assert NOTE.encode() not in content
    assert b"0912345678" not in content


def test_another_file_is_no_export(closed: ClosedDay) -> None:
    with closed.copy.open("rb") as file, pytest.raises(NoExport):
        read_head(file)
