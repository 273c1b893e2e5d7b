"""The commands of run.py for a backup and its return: what they say, how they end, and what is remembered."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub.console.backup import backup, restore
from hub.domain import commands as c
from hub.service import clock
from hub.store.backup_status import last_good_ms, read_status
from hub.store.control import ControlServer
from tests.service.kit import DAY, HOUR_MS, MORNING_MS, Hall
from tests.store.centres import make_centre


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    make_centre(data / "centre")
    hall = Hall(data / "hub.db")
    hall.open_day(1)
    hall.do(c.CloseDay())
    hall.close()
    return data


def back_up(data: Path, *options: str | Path) -> Result:
    return CliRunner().invoke(backup, ["--data", str(data), *map(str, options)])


def test_a_good_one_is_said_and_remembered(data: Path) -> None:
    said = back_up(data)
    assert said.exit_code == 0, said.output
    good = read_status(data).good
    assert good is not None
    assert (good.closed_day, good.at_ms) == (DAY, last_good_ms(data))
    assert said.stdout.startswith(f"{good.file}: {good.rows} rows up to {DAY}, 0.0 MB, opened and checked.")
    assert (data / "backup.json").stat().st_mode & 0o777 == 0o600


def test_a_failed_one_is_said_and_remembered_beside_the_last_good_one(data: Path, tmp_path: Path) -> None:
    assert read_status(data).good is None
    back_up(data)
    good = read_status(data).good
    failed = back_up(data, "--to", tmp_path / "usb")
    assert failed.exit_code == 2
    assert failed.stderr.strip().endswith("Make it, or mount the disk on which it lies.")
    status = read_status(data)
    assert status.good == good
    assert status.failed is not None
    assert status.failed.why == failed.stderr.strip()


def test_a_folder_on_the_same_disk_is_remarked(data: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir()
    assert "Is its disk mounted?" in back_up(data, "--to", tmp_path / "usb").stdout
    assert "Is its disk mounted?" not in back_up(data).stdout


def test_a_running_hub_says_where_its_centre_is(data: Path, tmp_path: Path) -> None:
    (data / "centre").rename(tmp_path / "elsewhere")
    assert "name it with --centre" in back_up(data).stderr
    hall = Hall(data / "hub.db")
    server = ControlServer(data, hall.journal.copy_to, lambda: {"centre": str(tmp_path / "elsewhere")})
    server.start()
    assert back_up(data).exit_code == 0
    server.stop()
    hall.close()


def test_a_restore_says_what_to_do_next(data: Path, tmp_path: Path) -> None:
    back_up(data)
    (file,) = (data / "backups").iterdir()
    done = CliRunner().invoke(restore, [str(file), "--data", str(tmp_path / "new"), "--skip-numbers", "50"])
    assert done.exit_code == 0, done.output
    assert "each series goes on after: A 50, B 50, TT 50." in done.stdout
    assert done.stdout.endswith(f"Start the hub: run.py hub --data {tmp_path / 'new'}\n")
    again = CliRunner().invoke(restore, [str(file), "--data", str(tmp_path / "new")])
    assert again.exit_code == 2
    assert "nothing is ever overwritten" in again.stderr


@pytest.mark.parametrize(
    ("now_ms", "is_synchronised", "doubt"),
    [
        (MORNING_MS + HOUR_MS, True, ""),
        (MORNING_MS + HOUR_MS, False, "and nothing keeps it in step"),
        (MORNING_MS - HOUR_MS, True, "but the backup's last row is of"),
    ],
)
def test_a_restore_under_a_doubtful_clock_says_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now_ms: int, is_synchronised: bool, doubt: str
) -> None:
    """The next day opens by it."""
    back_up(data)
    (file,) = (data / "backups").iterdir()
    monkeypatch.setattr(time, "time_ns", lambda: now_ms * 1_000_000)
    monkeypatch.setattr(clock, "is_synchronised", lambda: is_synchronised)
    done = CliRunner().invoke(restore, [str(file), "--data", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert doubt in done.stderr
    assert ("before the hub starts" in done.stderr) == bool(doubt)
