"""A backup is whole, checked and private, or it is not there."""

import os
import shutil
import sqlite3
import tarfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.domain import commands as c
from hub.store import backup as backup_module
from hub.store import workplace as workplace_module
from hub.store.archive import BackupDamaged, extract, read_manifest
from hub.store.backup import Backup, Source, back_up
from hub.store.chain import StoreFault
from hub.store.control import ControlServer
from hub.store.restore import restore
from hub.store.rotation import rotate
from hub.store.workplace import FOLDER_NAME as WORK
from hub.store.workplace import workplace
from tests.service.kit import DAY, MORNING_MS, Hall
from tests.store.centres import files_in, make_centre

DAY_MS = 24 * 3_600_000


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The folders of a hub that has stopped."""
    data = tmp_path / "data"
    data.mkdir()
    hall = Hall(data / "hub.db")
    hall.open_day(1)
    hall.do(c.IssueTicket(field="civil"))
    hall.close()
    return Source(data, make_centre(data / "centre"))


def issue_more(source: Source) -> None:
    hall = Hall(source.data / "hub.db")
    hall.do(c.IssueTicket(field="civil"))
    hall.close()


def made(source: Source, folder: Path | None = None, keep: int = 14, at_ms: int = MORNING_MS) -> Backup:
    return back_up(source, folder, keep, at_ms)


def test_a_backup_says_what_it_is_and_holds_the_journal_and_the_centre(source: Source, tmp_path: Path) -> None:
    backup = made(source)
    assert backup.file == source.data / "backups" / "toi-luot-20261122T020000Z.tar.gz"
    manifest = extract(backup.file, tmp_path / "opened")
    assert manifest == backup.manifest == read_manifest(backup.file)
    assert (manifest.rows, manifest.day, manifest.last_day) == (4, DAY, DAY)
    assert files_in(tmp_path / "opened" / "centre") == files_in(source.centre)
    hall = Hall(tmp_path / "opened" / "hub.db")
    assert (hall.office.origin.hub, hall.office.floor.seq) == (manifest.hub, 4)
    hall.close()


def test_nobody_else_may_read_it_and_nothing_else_is_left(source: Source) -> None:
    backup = made(source)
    assert backup.file.stat().st_mode & 0o777 == 0o600
    assert backup.file.parent.stat().st_mode & 0o777 == 0o700
    assert os.listdir(backup.file.parent) == [backup.file.name]
    assert not (source.data / WORK).exists()


def test_a_running_hub_is_asked_for_the_copy(source: Source) -> None:
    hall = Hall(source.data / "hub.db")
    server = ControlServer(source.data, hall.journal.copy_to, dict)
    server.start()
    hall.do(c.IssueTicket(field="land"))
    assert made(source).manifest.rows == hall.office.floor.seq
    server.stop()
    hall.close()


def test_a_journal_without_a_day_is_backed_up_too(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    Hall(tmp_path / "data" / "hub.db").close()
    manifest = made(Source(tmp_path / "data", make_centre(tmp_path / "centre"))).manifest
    assert (manifest.rows, manifest.last_day) == (1, "")


def damage(file: Path) -> None:
    """Change what a row says, behind the back of triggers and hashes."""
    connection = sqlite3.connect(file)
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("UPDATE journal SET data = replace(data, 'A001', 'A002') WHERE kind = 'TicketIssued'")
    connection.commit()
    connection.close()


def test_a_damaged_journal_is_no_backup(source: Source) -> None:
    good = made(source)
    damage(source.data / "hub.db")
    with pytest.raises(StoreFault, match="Row 4 of the journal is damaged"):
        made(source, at_ms=MORNING_MS + DAY_MS)
    assert os.listdir(good.file.parent) == [good.file.name]


def test_an_archive_that_the_disk_spoilt_is_removed_and_said(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    write_archive = backup_module.write_archive

    def spoilt(file: Path, *others: object) -> None:
        write_archive(file, *others)  # type: ignore[arg-type]
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)

    monkeypatch.setattr(backup_module, "write_archive", spoilt)
    with pytest.raises(BackupDamaged, match="is not a whole backup"):
        made(source)
    assert os.listdir(source.data / "backups") == []


def test_a_disk_that_fills_up_in_the_middle_leaves_nothing(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    add = tarfile.TarFile.add

    def full(archive: tarfile.TarFile, *values: object, **options: object) -> None:
        add(archive, *values, **options)  # type: ignore[arg-type]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(StoreFault, match="The backup was not made: No space left on device"):
        made(source)
    assert os.listdir(source.data / "backups") == []
    assert not (source.data / WORK).exists()


def test_the_hubs_disk_is_never_filled(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 2**20))
    with pytest.raises(StoreFault, match="64 MB free, and 64 MB are needed. Make room."):
        made(source)


def test_a_folder_that_was_named_must_be_there(source: Source, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="mount the disk on which it lies"):
        made(source, tmp_path / "usb")
    (tmp_path / "usb").mkdir()
    assert made(source, tmp_path / "usb").file.parent == tmp_path / "usb"


def test_a_folder_without_a_hub_or_a_centre_is_named(source: Source, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="Choose the folder of the hub with --data"):
        made(Source(tmp_path / "nowhere", source.centre), tmp_path)
    with pytest.raises(StoreFault, match="name it with --centre"):
        made(Source(source.data, tmp_path / "nowhere"))


def test_two_at_once_take_turns(source: Source) -> None:
    with (
        workplace(source.data),
        pytest.raises(StoreFault, match="Another backup, restore or audit"),
        workplace(source.data, 0.0),
    ):
        pass
    assert made(source).file.exists()


def test_leavings_of_one_that_was_killed_are_cleared(source: Source) -> None:
    first = made(source)
    (source.data / WORK).mkdir()
    (source.data / WORK / "hub.db").write_text("half a copy")
    part = first.file.with_name(f".toi-luot-20261121T020000Z.tar.gz.{first.manifest.incarnation}.part")
    part.write_text("half a backup")
    made(source, at_ms=MORNING_MS + 1000)
    assert not part.exists()
    assert not (source.data / WORK).exists()


def test_the_newest_stay_and_one_a_month(source: Source, tmp_path: Path) -> None:
    backups = [made(source, keep=99, at_ms=MORNING_MS + day * 20 * DAY_MS) for day in range(4)]
    issue_more(source)
    last = made(source, keep=1, at_ms=MORNING_MS + 62 * DAY_MS)
    # 22 November, 12 December, 1 January, 21 January and 23 January: the older of January goes.
    assert last.deleted == (backups[3].file, backups[2].file)
    assert {file.name for file in last.file.parent.iterdir()} == {
        backups[0].file.name,
        backups[1].file.name,
        last.file.name,
    }


def test_a_backup_that_a_wrong_clock_dated_ahead_counts_by_its_rows(source: Source) -> None:
    ahead = made(source, at_ms=MORNING_MS + 3650 * DAY_MS)
    issue_more(source)
    first = made(source, keep=1)
    issue_more(source)
    second = made(source, keep=1, at_ms=MORNING_MS + DAY_MS)
    assert second.deleted == (first.file,)
    assert ahead.file.exists(), "the last of its month"
    assert second.file.exists()


def test_what_others_made_is_never_deleted(source: Source, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    Hall(other / "hub.db").close()
    folder = tmp_path / "usb"
    folder.mkdir()
    strangers = made(Source(other, source.centre), folder)
    foreign = [folder / "toi-luot-notes.tar.gz", folder / "before-upgrade-1.tar.gz", folder / "photo.jpg"]
    for file in foreign:
        file.write_text("mine")
    for day in range(1, 4):
        issue_more(source)
        last = made(source, folder, keep=1, at_ms=MORNING_MS + day * 1000)
    assert set(folder.iterdir()) == {strangers.file, last.file, *foreign}


def test_a_restored_hub_that_one_practises_with_deletes_nothing_of_the_real_ones(
    source: Source, tmp_path: Path
) -> None:
    """Its centre names the same folder for backups, and it bears the same hub's name."""
    folder = tmp_path / "usb"
    folder.mkdir()
    real = []
    for day in range(3):
        issue_more(source)
        real.append(made(source, folder, at_ms=MORNING_MS + day * 1000))
    being_made = folder / f".toi-luot-20261122T020009Z.tar.gz.{real[0].manifest.incarnation}.part"
    being_made.touch()
    restore(real[-1].file, tmp_path / "trial", None, MORNING_MS)
    trial = Source(tmp_path / "trial", tmp_path / "trial" / "centre")
    for day in range(4, 7):
        issue_more(trial)
        last = made(trial, folder, keep=1, at_ms=MORNING_MS + day * 1000)
    assert set(folder.iterdir()) == {*(backup.file for backup in real), being_made, last.file}


def test_the_one_just_made_stays_whatever_the_others_claim(source: Source) -> None:
    first = made(source)
    second = made(source, keep=1, at_ms=MORNING_MS - DAY_MS)
    assert second.file.exists()
    assert rotate(second.file.parent, second.manifest, second.file, 1) == []
    assert first.file.exists()


def test_a_manifest_may_not_name_files_outside(source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_module, "digests", lambda _: {"../evil": "00"})
    monkeypatch.setattr(tarfile.TarFile, "add", lambda *_, **__: None)
    with pytest.raises(BackupDamaged, match="names a file outside"):
        made(source)


def test_a_truncated_file_and_any_other_file_are_named(source: Source, tmp_path: Path) -> None:
    backup = made(source)
    short = tmp_path / "short.tar.gz"
    short.write_bytes(backup.file.read_bytes()[:-2000])
    with pytest.raises(BackupDamaged):
        extract(short, tmp_path / "a")
    short.write_bytes(b"a letter")
    with pytest.raises(BackupDamaged):
        read_manifest(short)
    with tarfile.open(short, "w:gz") as archive:
        archive.add(source.centre, "centre")
    with pytest.raises(BackupDamaged, match="does not begin with a manifest"):
        read_manifest(short)


def test_room_is_asked_for_once_where_two_folders_share_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = SimpleNamespace(free=workplace_module.ROOM_LEFT + 15)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: free)
    (tmp_path / "below").mkdir()
    workplace_module.require_room({tmp_path: 15})
    with pytest.raises(StoreFault):
        workplace_module.require_room({tmp_path: 10, tmp_path / "below": 10})
