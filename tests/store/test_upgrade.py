"""An older file is upgraded as a copy; what fails leaves it as it was."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlite_utils

from hub.domain import commands as c
from hub.store import database
from hub.store import upgrade as upgrade_module
from hub.store.archive import extract
from hub.store.backup import Source
from hub.store.chain import StoreFault
from hub.store.database import StoreBusy, StoreOutdated, StoreUnreadable, pending
from hub.store.journal import Journal
from hub.store.restore import restore
from hub.store.upgrade import UpgradeFailed, open_upgraded, upgrade
from tests.service.kit import MORNING_MS, Hall
from tests.store.centres import files_in, make_centre
from tests.store.old_files import FIRST_VERSION, make_old_hub


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """The folders of a hub of the first version."""
    centre = make_centre(tmp_path / "centre")
    make_old_hub(tmp_path / "hub.db")
    return Source(tmp_path, centre)


def with_one_more(monkeypatch: pytest.MonkeyPatch, step: Callable[[sqlite_utils.Database], None]) -> None:
    """Let this version have another migration after its own."""
    migrations = sqlite_utils.Migrations("hub")
    for known in database.MIGRATIONS.pending(sqlite_utils.Database(memory=True)):
        migrations(name=known.name)(known.fn)
    migrations(name="one_more")(step)
    monkeypatch.setattr(database, "MIGRATIONS", migrations)


def content_of(path: Path) -> list[Any]:
    """Everything in a file: its schema and its rows."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_an_older_file_is_upgraded_and_goes_on(source: Source, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    done = upgrade(source, MORNING_MS)
    assert done is not None
    said = [record.getMessage() for record in caplog.records if record.name == "hub.upgrade"]
    assert [
        words in line for words, line in zip(("a checked backup", "is changed", "is checked"), said, strict=True)
    ] == ([True] * 3), "who waits before a large file sees how far it is"
    assert done.steps[:2] == ("register", "restores")
    hall = Hall(source.data / "hub.db")
    assert [ticket.label for ticket in hall.office.floor.tickets.values()] == ["A001", "A002", "A003"]
    assert hall.do(c.IssueTicket(field="civil")).answer["events"][0]["label"] == "A004"
    assert pending(hall.journal.connection) == ()
    hall.close()


def test_the_file_from_before_is_kept_and_can_be_restored(source: Source, tmp_path: Path) -> None:
    before = content_of(source.data / "hub.db")
    done = upgrade(source, MORNING_MS)
    assert done is not None
    assert done.backup.name == "before-upgrade-20261122T020000Z.tar.gz"
    assert extract(done.backup, tmp_path / "opened").schema == FIRST_VERSION
    assert content_of(tmp_path / "opened" / "hub.db") == before
    restore(done.backup, tmp_path / "new", None, MORNING_MS)
    Hall(tmp_path / "new" / "hub.db").close()


def test_there_is_nothing_to_do_twice_nor_for_a_new_hub(source: Source, tmp_path: Path) -> None:
    assert upgrade(source, MORNING_MS)
    assert upgrade(source, MORNING_MS) is None
    (tmp_path / "new").mkdir()
    assert upgrade(Source(tmp_path / "new", source.centre), MORNING_MS) is None
    assert os.listdir(tmp_path / "new") == []


def test_only_the_hubs_start_upgrades(source: Source) -> None:
    with pytest.raises(StoreOutdated, match="Start the hub once: it makes a backup and upgrades the file"):
        Journal.open(source.data / "hub.db", MORNING_MS)
    open_upgraded(source, MORNING_MS).close()
    Journal.open(source.data / "hub.db", MORNING_MS).close()


def test_a_migration_that_fails_leaves_the_file_and_says_what_to_do(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content_of(source.data / "hub.db")

    def broken(database: sqlite_utils.Database) -> None:
        database.execute("CREATE TABLE half (x)")
        raise RuntimeError("a slip in a migration")

    with_one_more(monkeypatch, broken)
    with pytest.raises(UpgradeFailed, match=r"a slip in a migration.*Nothing was changed.*before-upgrade-.*Go on with"):
        upgrade(source, MORNING_MS)
    assert content_of(source.data / "hub.db") == before


def test_a_hub_that_is_started_again_and_again_makes_one_backup(
    source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one_more(monkeypatch, lambda database: database.execute("CREATE TABLE journal (x)"))
    for attempt in range(3):
        with pytest.raises(UpgradeFailed):
            upgrade(source, MORNING_MS + attempt * 1000)
    assert len(files_in(source.data / "backups")) == 1


def test_a_migration_that_spoils_the_journal_is_noticed(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(database: sqlite_utils.Database) -> None:
        database.execute("DROP TRIGGER journal_no_delete")
        database.execute("DELETE FROM journal WHERE kind = 'TicketCalled'")
        database.execute("DELETE FROM answers WHERE seq_to = (SELECT max(seq_to) FROM answers)")

    with_one_more(monkeypatch, forgetful)
    with pytest.raises(UpgradeFailed, match="does not hold the same journal"):
        upgrade(source, MORNING_MS)
    monkeypatch.undo()
    assert upgrade(source, MORNING_MS)


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device", "hub.db")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("copy_database", r"No space left on device \(hub.db\).*Nothing was changed in it. Mend that and start again"),
        ("migrate", r"No space left on device \(hub.db\).*before-upgrade-.*Go on with the version"),
    ],
)
def test_a_disk_that_fills_up_meanwhile_is_said_in_words(
    source: Source, monkeypatch: pytest.MonkeyPatch, place: str, said: str
) -> None:
    before = content_of(source.data / "hub.db")
    monkeypatch.setattr(upgrade_module, place, full_disk)
    with pytest.raises(UpgradeFailed, match=said):
        upgrade(source, MORNING_MS)
    monkeypatch.undo()
    assert content_of(source.data / "hub.db") == before
    assert upgrade(source, MORNING_MS)


def test_room_is_asked_for_before_anything_is_copied(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=64 * 2**20))
    monkeypatch.setattr(upgrade_module, "copy_database", full_disk)
    with pytest.raises(UpgradeFailed, match="64 MB free, and 64 MB are needed. Make room. Nothing was changed in it"):
        upgrade(source, MORNING_MS)


def test_a_damaged_file_is_not_upgraded(source: Source) -> None:
    with closing(sqlite3.connect(source.data / "hub.db", isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER journal_no_update")
        connection.execute("UPDATE journal SET day = '2020-01-01' WHERE seq = 3")
    with pytest.raises(StoreFault, match="Row 3 of the journal is damaged"):
        upgrade(source, MORNING_MS)


def test_a_file_of_a_newer_version_is_left_alone(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    with_one_more(monkeypatch, lambda database: database.execute("CREATE TABLE news (x)"))
    assert upgrade(source, MORNING_MS)
    monkeypatch.undo()
    for use in (lambda: upgrade(source, MORNING_MS), lambda: Journal.open(source.data / "hub.db", MORNING_MS)):
        with pytest.raises(StoreUnreadable, match="written by a newer version"):
            use()


def test_nobody_else_gets_at_the_file_meanwhile(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the copy to the rename: a second hub would write into a file that is about to be replaced."""
    sync = upgrade_module.sync
    refused = []

    def start_another_hub(path: Path) -> None:
        if path.name == "hub.db":
            with pytest.raises(StoreBusy):
                database.hold_database(source.data / "hub.db")
            refused.append(path)
        sync(path)

    monkeypatch.setattr(upgrade_module, "sync", start_another_hub)
    assert upgrade(source, MORNING_MS)
    assert refused
