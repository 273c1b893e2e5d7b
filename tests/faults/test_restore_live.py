"""The disk is dead, a backup is restored on another one, the hub starts at the same address: screens follow."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.centre import SAMPLE
from hub.service.grants import Grants
from hub.store.backup_status import read_status
from hub.store.journal import Journal
from hub.store.register import Register
from tests.faults.crowd import Client, Screen
from tests.faults.ports import quiet_port
from tests.hub_process import ROOT, HubProcess
from tests.service.kit import MORNING_MS, FakeClock, Inline

WITHIN_S = 20.0
LONG_AGO_MS = MORNING_MS - 30 * 24 * 3_600_000


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a centre that is open at any hour, whose journal began some time ago."""
    data = tmp_path / "data"
    shutil.copytree(SAMPLE, data / "centre")
    centre = data / "centre" / "centre.toml"
    lines = centre.read_text(encoding="utf-8").splitlines()
    first, last = lines.index("[hours]"), next(n for n, line in enumerate(lines) if line.startswith("[[fields]]"))
    centre.write_text("\n".join(['hours = "always"', *lines[:first], *lines[last:]]), encoding="utf-8")
    return data


def paired(data: Path) -> str:
    """The secret of a kiosk that is paired with the hub that will run there."""
    journal = Journal.open(data / "hub.db", LONG_AGO_MS)
    grants = Grants(Register(journal.connection), Inline(), FakeClock(LONG_AGO_MS))
    _, secret = grants.give_device("kiosk:K1", "the hall", "127.0.0.1")
    journal.close()
    return secret


def run_py(*arguments: str | Path) -> str:
    """What a command of run.py says; it must succeed."""
    command = [sys.executable, str(ROOT / "run.py"), *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def hub_on(data: Path, port: int) -> HubProcess:
    return HubProcess(data, "--centre", str(data / "centre"), port=port, demo=False)


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_S
    while not what():
        assert time.monotonic() < until
        threading.Event().wait(0.05)


@pytest.fixture
def screen(data: Path) -> Iterator[Screen]:
    port = quiet_port()
    screen = Screen(f"http://127.0.0.1:{port}", "kiosk:K1", paired(data))
    yield screen
    screen.close()


def test_a_restored_hub_goes_on_with_the_screens_of_the_old_one(data: Path, screen: Screen, tmp_path: Path) -> None:
    port = int(screen.badge.hub_url.rpartition(":")[2])
    kiosk = Client(screen.badge.hub_url, "kiosk:K1", screen.badge.token)
    with hub_on(data, port) as old:
        assert kiosk.send("/tickets", {"field": "ho_tich"}).answer["events"][0]["label"] == "A001"
        said = run_py("backup", "--data", data)
        assert "opened and checked" in said
        lost = kiosk.send("/tickets", {"field": "ho_tich"})
        wait_for(lambda: bool(screen.latest) and screen.latest["rev"] == old.health()["seq"])
        before = screen.latest
        old.kill()
    (backup,) = (data / "backups").iterdir()
    new_data = tmp_path / "new"
    said = run_py("restore", backup, "--data", new_data)
    assert "each series goes on after: A 101" in said
    with hub_on(new_data, port) as new:
        wait_for(lambda: screen.latest["epoch"] != before["epoch"])
        health = new.health()
        assert (screen.latest["epoch"], screen.latest["rev"]) == (health["epoch"], health["seq"])
        assert kiosk.send("/tickets", {"field": "ho_tich"}).answer["events"][0]["label"] == "A102"
        assert kiosk.try_once(lost)
        assert lost.answer["events"][0]["label"] == "A103", "a key whose answer went down with the old disk draws anew"
        assert "A002" not in run_py("audit", health["day"], "--data", new_data).replace("A002 to A101", "")
        wait_for(lambda: read_status(new_data).good is not None)
    kiosk.close()
    assert [file.name[:9] for file in (new_data / "backups").iterdir()] == ["toi-luot-"], "the hub made one by itself"
