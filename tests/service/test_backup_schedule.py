"""A backup is due at its times, after a missed one, after a failure, and when a day was closed."""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.domain.floor import Floor
from hub.service import helper_process
from hub.service.backup_schedule import BackupSchedule, BackupTimes, backup_by
from hub.service.ports import BackupStatus, GoodBackup
from tests.service.kit import DAY, HOUR_MS, MORNING_MS

FOLDER = Path("/backups")
MINUTE_MS = 60_000
NOON_MS = MORNING_MS + 3 * HOUR_MS + 15 * MINUTE_MS
EVENING_MS = NOON_MS + 6 * HOUR_MS
YEAR_MS = 365 * 24 * HOUR_MS
OPEN = Floor(day=DAY, last_day=DAY)
CLOSED = Floor(day=None, last_day=DAY)


class Office:
    """A schedule, what is known of the backups, and how often one was started."""

    def __init__(self, *at: str, good_at: int | None = None, since_ms: int = MORNING_MS - YEAR_MS) -> None:
        self.status = BackupStatus()
        self.started = 0
        self.works = True
        self.tasks: list[Callable[[], None]] = []
        if good_at is not None:
            self.succeed(good_at)
        times = BackupTimes(at, "Asia/Ho_Chi_Minh", FOLDER)
        self.schedule = BackupSchedule(times, lambda: self.status, since_ms, self._backup, self.tasks.append)
        self.now_ms = 0

    def succeed(self, at_ms: int, closed_day: str = "", folder: Path = FOLDER, rows: int = 1) -> None:
        self.status = BackupStatus(GoodBackup(at_ms, str(folder / "backup"), rows, closed_day))

    def tick(self, now_ms: int, floor: Floor = OPEN) -> bool:
        """Whether a backup was started; it ends before the next tick."""
        before, self.now_ms, self.floor = self.started, now_ms, floor
        self.schedule.tick(floor, now_ms)
        while self.tasks:
            self.tasks.pop()()
        return self.started > before

    def _backup(self) -> None:
        self.started += 1
        if not self.works:
            raise RuntimeError("no")
        self.succeed(self.now_ms, "" if self.floor.day else self.floor.last_day or "", rows=self.floor.seq)


def test_once_at_each_of_its_times() -> None:
    office = Office("12:15", "18:15", good_at=MORNING_MS)
    quarters = range(MORNING_MS, MORNING_MS + 24 * HOUR_MS, 15 * MINUTE_MS)
    assert [at for at in quarters if office.tick(at)] == [NOON_MS, EVENING_MS]


def test_a_missed_one_is_made_up_for_once() -> None:
    office = Office("12:15", good_at=NOON_MS - 5 * 24 * HOUR_MS)
    assert office.tick(MORNING_MS)
    assert not office.tick(MORNING_MS + HOUR_MS)
    assert office.tick(NOON_MS)


def test_a_new_hub_waits_for_its_first_time() -> None:
    office = Office("12:15", since_ms=MORNING_MS)
    assert not office.tick(MORNING_MS + 1)
    assert office.tick(NOON_MS)


def test_a_restored_hub_is_backed_up_at_once() -> None:
    """Its journal is old, and its folder has no backup yet."""
    assert Office("12:15").tick(MORNING_MS)


def test_a_failed_one_is_tried_again_after_a_while(caplog: pytest.LogCaptureFixture) -> None:
    office = Office("12:15", good_at=MORNING_MS)
    office.works = False
    assert office.tick(NOON_MS)
    assert "fault in a backup" in caplog.text
    assert not office.tick(NOON_MS + 14 * MINUTE_MS)
    office.works = True
    assert office.tick(NOON_MS + 15 * MINUTE_MS)
    assert not office.tick(NOON_MS + 40 * MINUTE_MS)


def test_a_day_that_was_closed_is_backed_up_once() -> None:
    office = Office("12:15", good_at=NOON_MS)
    closed_at = NOON_MS + 2 * HOUR_MS
    assert office.tick(closed_at, CLOSED)
    assert not office.tick(closed_at + HOUR_MS, CLOSED)
    assert not office.tick(closed_at + 2 * HOUR_MS, OPEN), "opened again"
    assert office.tick(NOON_MS + 24 * HOUR_MS, OPEN)


def test_a_day_that_was_reopened_and_closed_again_is_backed_up_again() -> None:
    """Both ends lie between two ticks that saw the day closed; only the rows tell them apart."""
    office = Office("12:15", good_at=NOON_MS)
    closed_at = NOON_MS + HOUR_MS
    assert office.tick(closed_at, Floor(day=None, last_day=DAY, seq=40))
    assert not office.tick(closed_at + HOUR_MS, Floor(day=None, last_day=DAY, seq=40))
    assert office.tick(closed_at + 2 * HOUR_MS, Floor(day=None, last_day=DAY, seq=55))
    assert not office.tick(closed_at + 3 * HOUR_MS, Floor(day=None, last_day=DAY, seq=55))


def test_only_one_at_a_time() -> None:
    office = Office("12:15", good_at=MORNING_MS)
    for now_ms in (NOON_MS, NOON_MS + HOUR_MS):
        office.schedule.tick(OPEN, now_ms)
    assert len(office.tasks) == 1


def test_a_backup_elsewhere_does_not_count() -> None:
    office = Office("12:15")
    office.succeed(NOON_MS + 1, folder=Path("/media/stick"))
    assert office.tick(NOON_MS + 2)


def test_no_times_no_backups() -> None:
    assert not Office().tick(NOON_MS)
    assert not Office().tick(NOON_MS, CLOSED)


def test_a_wrong_clock_stops_no_backups_of_the_right_one() -> None:
    office = Office("12:15", good_at=NOON_MS + 9 * YEAR_MS)
    assert office.tick(NOON_MS)
    assert not office.tick(NOON_MS + HOUR_MS)
    began_ahead = Office("12:15", since_ms=NOON_MS + 9 * YEAR_MS)
    assert began_ahead.tick(NOON_MS)
    went_back = Office("12:15", good_at=MORNING_MS)
    went_back.works = False
    assert went_back.tick(NOON_MS + YEAR_MS)
    assert went_back.tick(NOON_MS), "an attempt that bears a time to come holds nothing up"


HANGS = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture
def noted() -> list[str]:
    """The failures that were noted."""
    return []


def test_another_process_makes_it_and_its_words_are_logged(noted: list[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    backup_by([sys.executable, "-c", "print('a good backup')"], noted.append)
    assert noted == []
    backup_by([sys.executable, "-c", "import sys; sys.exit('the disk is full')"], noted.append)
    assert noted == ["the disk is full"]
    assert [record.getMessage() for record in caplog.records] == ["a good backup", "no backup: the disk is full"]


def test_one_that_was_killed_is_noted(noted: list[str]) -> None:
    backup_by([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], noted.append)
    assert noted == ["The process of the backup ended with -9."]


def test_one_that_hangs_is_given_up(noted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper_process, "PATIENCE_S", 0.1)
    backup_by(HANGS, noted.append)
    assert noted == ["The backup was given up after 0 minutes. Does every disk that it needs answer?"]


def test_one_that_does_not_even_die_holds_nothing_up(noted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process does that waits for a disk in the kernel: here the signal is not sent before the end."""
    kill = subprocess.Popen.kill
    immortal: list[subprocess.Popen[str]] = []

    def signalled(process: subprocess.Popen[str]) -> None:
        immortal.append(process)

    monkeypatch.setattr(subprocess.Popen, "kill", signalled)
    monkeypatch.setattr(helper_process, "PATIENCE_S", 0.1)
    monkeypatch.setattr(helper_process, "DIES_WITHIN_S", 0.1)
    backup_by(HANGS, noted.append)
    (process,) = immortal
    assert process.poll() is None
    assert "given up" in noted[0]
    kill(process)
    process.communicate()
