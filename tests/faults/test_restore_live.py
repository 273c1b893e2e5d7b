"""The disk is dead, a backup is restored on another one, the hub starts at the same address: screens follow."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

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


@pytest.fixture
def secrets(data: Path) -> dict[str, str]:
    """The secrets of a kiosk and a wall that are paired with the hub that will run there."""
    journal = Journal.open(data / "hub.db", LONG_AGO_MS)
    grants = Grants(Register(journal.connection), Inline(), FakeClock(LONG_AGO_MS))
    found = {screen: grants.give_device(screen, "the hall", "127.0.0.1")[1] for screen in ("kiosk:K1", "wall")}
    journal.close()
    return found


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
def screen(secrets: dict[str, str]) -> Iterator[Screen]:
    screen = Screen(f"http://127.0.0.1:{quiet_port()}", "kiosk:K1", secrets["kiosk:K1"])
    yield screen
    screen.close()


@pytest.fixture
def wall(chromium: Browser, secrets: dict[str, str]) -> Iterator[Page]:
    """A page that is to be a wall, in a browser that was paired as one."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": "screen", "value": secrets["wall"], "domain": "127.0.0.1", "path": "/wall/"}])
    yield context.new_page()
    context.close()


def test_a_restored_hub_goes_on_with_the_screens_of_the_old_one(
    data: Path, screen: Screen, wall: Page, tmp_path: Path
) -> None:
    port = int(screen.badge.hub_url.rpartition(":")[2])
    kiosk = Client(screen.badge.hub_url, "kiosk:K1", screen.badge.token)
    with hub_on(data, port) as old:
        assert kiosk.send("/tickets", {"field": "ho_tich"}).answer["events"][0]["label"] == "A001"
        said = run_py("backup", "--data", data)
        assert "opened and checked" in said
        lost = kiosk.send("/tickets", {"field": "ho_tich"})
        wait_for(lambda: bool(screen.latest) and screen.latest["rev"] == old.health()["seq"])
        before = screen.latest
        wall.goto(f"{old.url}/wall/")
        expect(wall.locator(".queue-waiting", has_text="2")).to_be_visible()
        old.kill()
    (backup,) = (data / "backups").iterdir()
    new_data = tmp_path / "new"
    said = run_py("restore", backup, "--data", new_data)
    assert "each series goes on after: A 101" in said
    with hub_on(new_data, port) as new:
        wait_for(lambda: screen.latest["epoch"] != before["epoch"])
        health = new.health()
        assert (screen.latest["epoch"], screen.latest["rev"]) == (health["epoch"], health["seq"])
        expect(wall.locator(".queue-waiting", has_text="2")).to_have_count(0, timeout=WITHIN_S * 1000)
        expect(wall.locator(".queue-waiting", has_text="1")).to_be_visible()
        assert kiosk.send("/tickets", {"field": "ho_tich"}).answer["events"][0]["label"] == "A102"
        assert kiosk.try_once(lost)
        assert lost.answer["events"][0]["label"] == "A103", "a key whose answer went down with the old disk draws anew"
        assert "A002" not in run_py("audit", health["day"], "--data", new_data).replace("A002 to A101", "")
        wait_for(lambda: read_status(new_data).good is not None)
    kiosk.close()
    assert [file.name[:9] for file in (new_data / "backups").iterdir()] == ["toi-luot-"], "the hub made one by itself"
