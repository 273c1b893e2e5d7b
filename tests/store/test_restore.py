"""A restored hub is a new one with the old journal: nothing overwritten, no number twice, nobody signed in still."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.domain import commands as c
from hub.domain import events as e
from hub.domain.numbering import business_day
from hub.domain.snapshots import LastNumber
from hub.service.ports import Grant
from hub.store.audit import CLEAN, audit
from hub.store.backup import Source, back_up
from hub.store.chain import StoreFault
from hub.store.control import ControlServer
from hub.store.register import Register
from hub.store.restore import restore
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, PLAN, FakeClock, Hall
from tests.store.centres import files_in, make_centre

NEXT_DAY = "2026-11-23"
DAY_MS = 24 * HOUR_MS
FIELDS = st.sampled_from(["civil", "land"])


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Hall]:
    """A hub at work: three numbers of one series are drawn, none of the other; a kiosk and a clerk are signed in."""
    data = tmp_path / "old"
    data.mkdir()
    make_centre(data / "centre")
    hall = Hall(data / "hub.db")
    hall.open_day(1)
    for _ in range(3):
        hall.do(c.IssueTicket(field="civil"))
    register = Register(hall.journal.connection)
    for kind, screen in (("device", "kiosk:K1"), ("session", "")):
        secret = f"hash of {kind}"
        register.add_grant(
            Grant(id=0, kind=kind, screen=screen, secret_hash=secret, made_at=MORNING_MS, seen_at=MORNING_MS)
        )
    yield hall
    hall.close()


def backed_up(hall: Hall) -> Path:
    data = hall.path.parent
    server = ControlServer(data, hall.journal.copy_to, dict)
    server.start()
    backup = back_up(Source(data, data / "centre"), None, 14, hall.clock.now_ms())
    server.stop()
    return backup.file


def restored(file: Path, skip: int | None = None, at_ms: int = MORNING_MS + HOUR_MS) -> Hall:
    """A hub on the restored data, its clock at the time of the restore."""
    data = file.parents[2] / "new"
    restore(file, data, skip, at_ms)
    return Hall(data / "hub.db", FakeClock(at_ms))


def issued(hall: Hall, field: str) -> str:
    event = hall.do(c.IssueTicket(field=field)).answer["events"][0]
    return str(event["label"])


def audited(hall: Hall, day: str) -> list[str]:
    copy = hall.path.with_name("copy.db")
    hall.journal.copy_to(copy)
    report = audit(copy, day)
    copy.unlink()
    assert report.status == CLEAN, report.lines
    return report.lines


def test_the_journal_goes_on_under_a_new_epoch(old: Hall) -> None:
    file = backed_up(old)
    new = restored(file)
    assert new.office.origin.hub == old.office.origin.hub
    assert new.office.origin.incarnation != old.office.origin.incarnation
    assert new.office.epoch != old.office.epoch
    assert new.office.floor.tickets.keys() == old.office.floor.tickets.keys()
    assert files_in(new.path.parent / "centre") == files_in(old.path.parent / "centre")
    assert new.path.stat().st_mode & 0o777 == 0o600
    assert new.path.parent.stat().st_mode & 0o777 == 0o700
    new.close()


def test_numbers_that_may_be_on_paper_are_left_out(old: Hall) -> None:
    file = backed_up(old)
    lost = [issued(old, "civil"), issued(old, "land")]
    assert lost == ["A004", "B001"]
    new = restored(file)
    assert [issued(new, "civil"), issued(new, "land"), issued(new, "civil")] == ["A104", "B101", "A105"]
    lines = audited(new, DAY)
    assert "series A: 5 numbers, A001 to A105, each drawn once" in lines
    assert "  left out after a restore: A004 to A103" in lines
    assert "  left out after a restore: B001 to B100" in lines
    new.close()


def test_a_day_that_the_backup_does_not_know_leaves_them_out_from_its_opening(old: Hall) -> None:
    """Backed up in the evening, lost the next noon: the morning's paper is in the hall."""
    file = backed_up(old)
    new = restored(file, at_ms=MORNING_MS + DAY_MS)
    new.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    assert [issued(new, "civil"), issued(new, "land")] == ["A101", "B101"]
    assert "  left out after a restore: A001 to A100" in audited(new, NEXT_DAY)
    new.clock.at_ms += DAY_MS
    new.do(c.OpenDay(day="2026-11-24", plan=PLAN))
    assert issued(new, "civil") == "A001"
    new.close()


def test_without_a_gap_numbers_go_on_at_once(old: Hall) -> None:
    new = restored(backed_up(old), skip=0)
    assert issued(new, "civil") == "A004"
    new.close()


def test_the_gap_is_as_wide_as_the_busiest_day_was(old: Hall) -> None:
    for _ in range(120):
        issued(old, "land")
    new = restored(backed_up(old))
    event = new.journal.entries_after(old.office.floor.seq)[0].event
    assert isinstance(event, e.JournalRestored)
    assert event.skipped_to == (LastNumber("A", 203), LastNumber("B", 320), LastNumber("TT", 200))
    new.close()


@pytest.mark.parametrize("wrong_by_days", [-400, -1, 1])
def test_a_wrong_clock_lets_no_number_be_drawn_twice(old: Hall, wrong_by_days: int) -> None:
    """Neither on the day that goes on once the clock is right, nor on the one that opens next."""
    new = restored(backed_up(old), at_ms=MORNING_MS + wrong_by_days * DAY_MS)
    new.clock.at_ms = MORNING_MS + HOUR_MS
    assert issued(new, "civil") == "A104"
    assert "  left out after a restore: A004 to A103" in audited(new, DAY)
    new.clock.at_ms += DAY_MS
    new.do(c.OpenDay(day=NEXT_DAY, plan=PLAN))
    assert issued(new, "civil") == "A101"
    new.close()


def test_restored_twice_a_gap_follows_a_gap(old: Hall) -> None:
    new = restored(backed_up(old))
    again = backed_up(new)
    new.close()
    restore(again, new.path.parents[1] / "third", None, MORNING_MS + 2 * HOUR_MS)
    third = Hall(new.path.parents[1] / "third" / "hub.db", FakeClock(MORNING_MS + 2 * HOUR_MS))
    assert issued(third, "civil") == "A204"
    assert third.office.epoch not in (new.office.epoch, old.office.epoch)
    audited(third, DAY)
    third.close()


def test_an_empty_journal_is_restored_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    make_centre(tmp_path / "old" / "centre")
    hall = Hall(tmp_path / "old" / "hub.db")
    new = restored(backed_up(hall))
    new.open_day(1)
    assert issued(new, "civil") == "A001"
    new.close()
    hall.close()


def test_devices_stay_paired_and_sessions_are_over(old: Hall) -> None:
    new = restored(backed_up(old))
    register = Register(new.journal.connection)
    assert [grant.screen for grant in register.live_grants()] == ["kiosk:K1"]
    session = Grant(id=0, kind="session", secret_hash="new", made_at=MORNING_MS, seen_at=MORNING_MS)
    assert register.add_grant(session).id > 1000, "an id that was given since the backup is nobody else's"
    new.close()


def test_ids_are_left_out_too_when_the_backup_knows_none(tmp_path: Path) -> None:
    """Whoever was let in after the backup holds an id that must not become another's."""
    make_centre(tmp_path / "old" / "centre")
    hall = Hall(tmp_path / "old" / "hub.db")
    new = restored(backed_up(hall))
    grant = Grant(id=0, kind="session", secret_hash="new", made_at=MORNING_MS, seen_at=MORNING_MS)
    assert Register(new.journal.connection).add_grant(grant).id > 1000
    new.close()
    hall.close()


def test_the_keys_of_the_hub_are_not_in_a_backup(old: Hall) -> None:
    (old.path.parent / "hub.key").write_bytes(b"k" * 32)
    new = restored(backed_up(old))
    assert not (new.path.parent / "hub.key").exists()
    new.close()


@pytest.mark.parametrize("name", ["hub.db", "hub.db-wal", "hub.db-journal"])
def test_nothing_is_overwritten(old: Hall, tmp_path: Path, name: str) -> None:
    """A write-ahead log without its file is no harmless leaving: SQLite would play it into the restored one."""
    file = backed_up(old)
    data = tmp_path / "new"
    data.mkdir()
    (data / name).write_bytes(b"precious")
    with pytest.raises(StoreFault, match=f"There is {data / name} already, and nothing is ever overwritten"):
        restore(file, data, None, MORNING_MS)
    assert files_in(data) == {name: b"precious"}


def test_another_configuration_is_not_overwritten_either(old: Hall, tmp_path: Path) -> None:
    file = backed_up(old)
    make_centre(tmp_path / "new" / "centre")
    (tmp_path / "new" / "centre" / "pictures" / "quốc huy.txt").write_text("☆", encoding="utf-8")
    with pytest.raises(StoreFault, match="with another configuration. Move it away first"):
        restore(file, tmp_path / "new", None, MORNING_MS)
    assert not (tmp_path / "new" / "hub.db").exists()
    (tmp_path / "new" / "centre" / "pictures" / "quốc huy.txt").write_text("★", encoding="utf-8")
    restore(file, tmp_path / "new", None, MORNING_MS)


def test_not_under_a_running_hub(old: Hall) -> None:
    file = backed_up(old)
    server = ControlServer(old.path.parent, old.journal.copy_to, dict)
    server.start()
    with pytest.raises(StoreFault, match="A hub is running on .*Stop it first"):
        restore(file, old.path.parent, None, MORNING_MS)
    server.stop()


def test_a_backup_that_is_not_there_or_not_whole_changes_nothing(old: Hall, tmp_path: Path) -> None:
    file = backed_up(old)
    with pytest.raises(StoreFault, match="There is no backup"):
        restore(tmp_path / "none.tar.gz", tmp_path / "new", None, MORNING_MS)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(StoreFault, match="is not a whole backup"):
        restore(file, tmp_path / "new", None, MORNING_MS)
    assert {name for name in os.listdir(tmp_path / "new") if not name.startswith(".")} <= {"work.lock"}


def test_a_backup_of_a_newer_version_is_refused(old: Hall, tmp_path: Path) -> None:
    old.journal.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('hub', 'from-the-future', 'now')"
    )
    file = backed_up(old)
    with pytest.raises(StoreFault, match="newer version"):
        restore(file, tmp_path / "new", None, MORNING_MS)
    assert not (tmp_path / "new" / "hub.db").exists()


def test_a_restored_file_is_one_file_that_anybody_may_open(old: Hall, tmp_path: Path) -> None:
    restore(backed_up(old), tmp_path / "new", None, MORNING_MS)
    file = sqlite3.connect(f"file:{tmp_path / 'new' / 'hub.db'}?mode=ro", uri=True)
    assert file.execute("SELECT kind FROM journal ORDER BY seq DESC LIMIT 1").fetchone() == ("JournalRestored",)
    file.close()
    assert not list((tmp_path / "new").glob("hub.db-*"))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kept=st.lists(FIELDS, max_size=8),
    lost=st.lists(FIELDS, max_size=100),
    later=st.lists(FIELDS, min_size=1, max_size=8),
    hours=st.sampled_from([0, 1, 12, 24, 30, 72]),
)
def test_no_number_is_given_twice_on_one_day(
    tmp_path_factory: pytest.TempPathFactory, kept: list[str], lost: list[str], later: list[str], hours: int
) -> None:
    """Whatever was drawn after the backup, on its day or on the next one, and whenever it is restored."""
    data = tmp_path_factory.mktemp("any") / "old"
    make_centre(data / "centre")
    old = Hall(data / "hub.db")
    old.open_day()
    for field in kept:
        issued(old, field)
    file = backed_up(old)
    now_ms = MORNING_MS + hours * HOUR_MS
    in_the_hall = {(old.office.floor.day, ticket.label) for ticket in old.office.floor.tickets.values()}
    move_to(old, now_ms)
    in_the_hall |= {(old.office.floor.day, issued(old, field)) for field in lost}
    new = restored(file, at_ms=now_ms)
    move_to(new, now_ms)
    drawn = [(new.office.floor.day, issued(new, field)) for field in later]
    assert len(set(drawn)) == len(drawn)
    assert in_the_hall.isdisjoint(drawn)
    audited(new, str(new.office.floor.day))
    for hall in (old, new):
        hall.close()


def move_to(hall: Hall, now_ms: int) -> None:
    """Let the time pass; a later day opens, as the hub opens it by itself."""
    hall.clock.at_ms = now_ms
    day = business_day(now_ms, PLAN.zone)
    if day != hall.office.floor.day:
        hall.do(c.OpenDay(day=day, plan=PLAN))
