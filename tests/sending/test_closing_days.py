"""Which days get a closing, and which closing is a day's: after failures, a second end, a restore, another key."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import hub.sending.closing_round
from config.closing import ClosingPlan
from hub.domain import commands as c
from hub.sending.closing_round import ClosingRound, compact
from hub.sending.closing_words import letter, summary
from hub.store.backup import Source, back_up
from hub.store.chain import StoreFault
from hub.store.closing_check import check_files
from hub.store.closing_due import days_unsigned
from hub.store.closing_shelf import read_status
from hub.store.export import write_export
from hub.store.restore import restore
from tests.sending.kit import Centre, closing
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, Hall
from tests.store.centres import make_centre
from tests.store.closed_day import NEXT_DAY, live_a_day


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    (tmp_path / "data").mkdir()
    centre = Centre(tmp_path / "data")
    yield centre  # type: ignore[misc]
    centre.stop()


def test_a_day_that_cannot_be_signed_holds_up_no_other_and_is_tried_again(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = hub.sending.closing_round.make_closing

    def stumble(copy: Path, day: str, *others: Any) -> bytes:
        if day == DAY:
            raise AssertionError("row 40")
        return make(copy, day, *others)

    monkeypatch.setattr("hub.sending.closing_round.make_closing", stumble)
    centre.hall.do(c.CloseDay())
    with centre.round().shelf.held(), pytest.raises(StoreFault, match=f"{DAY}: row 40"):
        centre.round().make_due()
    centre.hall.clock.at_ms += 24 * HOUR_MS
    centre.hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    centre.hall.do(c.CloseDay())
    for _ in range(2):
        with centre.round().shelf.held(), pytest.raises(StoreFault, match=f"{DAY}: row 40"):
            centre.round().make_due()
    assert [closing(file).day for file in centre.round().shelf.closings()] == [NEXT_DAY]
    status = read_status(centre.data)
    assert (status.day, status.failed) == (NEXT_DAY, {DAY: "row 40"})
    assert days_unsigned(centre.data, status) == (DAY,)
    monkeypatch.undo()
    with centre.round().shelf.held():
        assert [closing(file).day for file in centre.round().make_due()] == [DAY]
        assert centre.round().make_due() == []
    assert (read_status(centre.data).failed, days_unsigned(centre.data, read_status(centre.data))) == ({}, ())


def test_a_reopened_day_has_the_closing_of_its_last_end(centre: Centre) -> None:
    centre.hall.do(c.CloseDay())
    first = centre.round().closing_of(DAY)
    centre.hall.do(c.ReopenDay())
    assert centre.round().closing_of(DAY) == first
    centre.hall.do(c.CloseDay())
    second = centre.round().closing_of(DAY)
    assert closing(second).last.row > closing(first).last.row
    assert "thay" in "\n".join(letter(closing(second), "vi"))
    assert "replaces" in "\n".join(summary(closing(second), "en"))
    assert "replaces" not in "\n".join(summary(closing(first), "en"))
    centre.stop()
    assert centre.round().closing_of(DAY) == second
    assert days_unsigned(centre.data, read_status(centre.data)) == ()


def test_rows_that_a_restore_lost_are_no_closing_of_the_day(tmp_path: Path) -> None:
    """Two incarnations: the one that was lost has the higher row, the other one's closing is the day's."""
    old, new = tmp_path / "old", tmp_path / "new"
    make_centre(old / "centre")
    hall = Hall(old / "hub.db")
    live_a_day(hall)
    hall.close()
    archive = back_up(Source(old, old / "centre"), None, 1, MORNING_MS).file
    hall = Hall(old / "hub.db")
    for _ in range(9):
        hall.do(c.IssueTicket(field="civil"))
    hall.do(c.CloseDay())
    hall.close()
    lost = ClosingRound(old, ClosingPlan(), MORNING_MS).closing_of(DAY)
    restore(archive, new, None, MORNING_MS)
    shutil.copytree(old / "closings", new / "closings")
    hall = Hall(new / "hub.db")
    hall.do(c.CloseDay())
    hall.journal.copy_to(tmp_path / "copy")
    hall.close()
    work = ClosingRound(new, ClosingPlan(), MORNING_MS)
    made = work.closing_of(DAY)
    assert closing(made).last.row < closing(lost).last.row
    assert work.closing_of(DAY) == made
    with pytest.raises(StoreFault, match="signed with another key"):
        compact(new, closing(lost))
    write_export(tmp_path / "copy", [DAY], tmp_path / "export")
    told = "\n".join(check_files([lost], tmp_path / "export").lines)
    assert re.search(rf"a restore lost rows (\d+)–{closing(lost).last.row}, says row \1 ", told)
