"""A round of the closings: what is missing is made once, what waits is sent, what fails holds up nobody else."""

import shutil
from pathlib import Path

import pytest

from config.closing import AnyPlace, ClosingPlan, FolderPlace
from hub.domain import commands as c
from hub.sending.closing_round import ClosingRound, compact
from hub.sending.closing_words import letter, summary
from hub.sending.ways import NotSent, send
from hub.store.audit import CLEAN
from hub.store.backup import Source, back_up
from hub.store.closing import Checkpoint, unseal
from hub.store.closing_check import check_files
from hub.store.closing_shelf import MOST_CHECKPOINTS, Shelf, note_failure, read_status
from hub.store.export import write_export
from hub.store.restore import restore
from hub.store.signing_key import KEY_FILE
from tests.sending.kit import PLACES, Centre, closing
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, Hall
from tests.store.centres import make_centre
from tests.store.closed_day import NEXT_DAY, live_a_day

MINUTE_MS = 60_000


class Outside:
    """The places, each with what it has; those in ``away`` cannot be reached."""

    def __init__(self, *away: str) -> None:
        self.away = set(away)
        self.has: dict[str, list[str]] = {place.name: [] for place in PLACES.places}

    def carry(self, place: AnyPlace, file: Path) -> None:
        if place.name in self.away:
            raise NotSent("not mounted")
        self.has[place.name].append(file.name)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    (tmp_path / "data").mkdir()
    centre = Centre(tmp_path / "data")
    yield centre  # type: ignore[misc]
    centre.stop()


def test_what_is_missing_is_made_once_and_by_the_opening_of_the_next_day_too(centre: Centre) -> None:
    assert centre.round().make_due() == []
    centre.hall.clock.at_ms += 24 * HOUR_MS
    centre.hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    with centre.round().shelf.held():
        (made,) = centre.round().make_due()
        assert centre.round().make_due() == []
    assert (closing(made).day, read_status(centre.data).day) == (DAY, DAY)
    centre.hall.do(c.CloseDay())
    with centre.round().shelf.held():
        (second,) = centre.round().make_due()
    assert closing(second).first_row == closing(made).last.row + 1
    assert closing(second).former is not None
    assert centre.round().closing_of(DAY) == made
    export = centre.data / "export"
    centre.hall.journal.copy_to(centre.data / "copy")
    write_export(centre.data / "copy", [], export)
    assert check_files([made, second], export).status == CLEAN


def test_a_failure_is_forgotten_when_nothing_is_left_to_make(centre: Centre) -> None:
    note_failure(centre.data, MORNING_MS, "the hub was stopping")
    with centre.round().shelf.held():
        assert centre.round().make_due() == []
    assert (read_status(centre.data).failed_ms, read_status(centre.data).why) == (None, "")


def test_a_stopped_hub_is_closed_as_well(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hub.db")
    live_a_day(hall)
    hall.do(c.CloseDay())
    hall.close()
    work = ClosingRound(tmp_path, ClosingPlan(), MORNING_MS)
    with work.shelf.held():
        assert [closing(file).day for file in work.make_due()] == [DAY]
        assert work.check() is None


@pytest.mark.parametrize("keeps_key", [True, False])
def test_a_restored_hub_goes_on_with_the_key_or_begins_with_another(tmp_path: Path, keeps_key: bool) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    make_centre(old / "centre")
    hall = Hall(old / "hub.db")
    live_a_day(hall)
    hall.do(c.CloseDay())
    hall.close()
    work = ClosingRound(old, ClosingPlan(), MORNING_MS)
    with work.shelf.held():
        (before,) = work.make_due()
    archive = back_up(Source(old, old / "centre"), None, 1, MORNING_MS).file
    restore(archive, new, None, MORNING_MS)
    if keeps_key:
        shutil.copy(old / KEY_FILE, new)
        shutil.copytree(old / "closings", new / "closings")
    hall = Hall(new / "hub.db")
    hall.clock.at_ms += 24 * HOUR_MS
    hall.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    hall.do(c.CloseDay())
    hall.journal.copy_to(tmp_path / "copy")
    hall.close()
    work = ClosingRound(new, ClosingPlan(), MORNING_MS)
    with work.shelf.held():
        (after,) = work.make_due()
    was, found = closing(before), closing(after)
    assert (found.hub, found.incarnation == was.incarnation) == (was.hub, False)
    assert (found.key == was.key) is keeps_key
    assert (found.former is not None) is keeps_key
    assert found.first_row == (was.last.row + 1 if keeps_key else 1)
    write_export(tmp_path / "copy", [], tmp_path / "export")
    keys = [was.key, found.key]
    assert check_files([before, after], tmp_path / "export", keys).status == CLEAN, "nothing was lost, so both hold"


def test_checkpoints_are_signed_when_it_is_time_and_something_has_happened(centre: Centre) -> None:
    shelf = centre.round().shelf
    with shelf.held():
        first = centre.round().check()
        assert first is not None
        assert centre.round(MORNING_MS + 14 * MINUTE_MS).check() is None
        assert centre.round(MORNING_MS + 15 * MINUTE_MS).check() is None, "nothing has happened"
        centre.hall.do(c.IssueTicket(field="civil"))
        assert centre.round(MORNING_MS + 16 * MINUTE_MS).check() is not None
        centre.hall.do(c.IssueTicket(field="civil"))
        assert centre.round(MORNING_MS + HOUR_MS, ClosingPlan(checkpoint_every_min=1)).check() is None, "nowhere to go"
        assert centre.round(0).check() is not None, "the clock was set back"
    assert {place.name: len(shelf.waiting(place.name)) for place in PLACES.places} == {
        "usb": 3,
        "share": 3,
        "paper": 0,
    }
    found = unseal(first.read_bytes())
    assert isinstance(found, Checkpoint)
    assert found.day == DAY


def test_what_fails_waits_and_holds_up_nobody_else(centre: Centre) -> None:
    centre.hall.do(c.CloseDay())
    outside = Outside("usb")
    with centre.round().shelf.held():
        (made,) = centre.round().make_due()
    with centre.round().shelf.sending():
        for turn in range(3):
            assert centre.round(MORNING_MS + turn).send(outside.carry) == ["usb: not mounted"]
        usb = read_status(centre.data).places["usb"]
        assert (usb.tries, usb.waiting, usb.failed_ms, usb.why) == (3, 1, MORNING_MS + 2, "not mounted")
        assert outside.has == {"usb": [], "share": [made.name], "paper": [made.name]}, "each has it once"
        outside.away.clear()
        assert centre.round(MORNING_MS + HOUR_MS).send(outside.carry) == []
        assert outside.has["usb"] == [made.name]
        after = read_status(centre.data).places["usb"]
        assert (after.tries, after.waiting, after.sent_ms) == (0, 0, MORNING_MS + HOUR_MS)


def test_who_was_killed_between_two_steps_sends_again(centre: Centre, tmp_path: Path) -> None:
    """A file that arrived, but was not noted: it comes again, and the place has it once."""
    centre.hall.do(c.CloseDay())
    plan = ClosingPlan(folder=(FolderPlace(name="usb", path=str(tmp_path)),))
    work = centre.round(plan=plan)
    with work.shelf.held():
        (made,) = work.make_due()
    with work.shelf.sending():
        send(plan.folder[0], made, ())
        assert work.send(lambda place, file: send(plan.folder[0], file, ())) == []
    assert (tmp_path / made.name).read_bytes() == made.read_bytes()
    assert work.shelf.waiting("usb") == []


def test_places_that_are_no_more_and_old_checkpoints_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.store.closing_shelf.MOST_CHECKPOINTS", 2)
    assert MOST_CHECKPOINTS > 2
    shelf = Shelf(tmp_path)
    with shelf.held():
        names = [f"toi-luot-2026-11-22-checkpoint-{row:09d}-1a2b3c4d.json" for row in (5, 7, 9)]
        for name in names:
            shelf.put(name, b"{}", ["old", "new"])
        shelf.put("toi-luot-2026-01-01-closing-000000001-1a2b3c4d.json", b"{}", [])
        shelf.tidy(["new"])
    assert sorted(file.name for file in (shelf.folder / "to").iterdir()) == ["new"]
    assert [file.name for file in shelf.waiting("new")] == names[1:]
    assert len(shelf.closings()) == 1


def test_people_read_what_happened_in_their_language(centre: Centre) -> None:
    centre.hall.do(c.CloseDay())
    with centre.round().shelf.held():
        (made,) = centre.round().make_due()
    found = closing(made)
    told = "\n".join(summary(found, "vi"))
    assert "Dãy A: 3 số, A001 đến A003" in told
    assert found.last.hash[:4] in told
    assert letter(found, "vi")[0] == "Chốt sổ ngày 22/11/2026 – Centre"
    assert "Series A: 3 numbers" in "\n".join(summary(found, "en"))
    proof = compact(centre.data, found)
    checkpoint = unseal(proof)
    assert isinstance(checkpoint, Checkpoint)
    assert checkpoint.last == found.last
    assert len(proof) < 500, "it has to fit into a code on paper"
    assert "dòng" in letter(checkpoint, "vi")[0]
