"""Kiosk and wall, whose own clocks are months away, open and close with the hub's, without anybody's doing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.calendar.oracle import at
from tests.calendar.wall_clock import ClockOnTheWall
from tests.hub_process import ROOT, HubProcess, free_port
from tests.kiosk_app.agent_kit import Tray

PROGRAM = Path(__file__).parent / "with_hours.py"
TET_MONDAY = "2027-02-15"
SWITCHES_WITHIN_MS = 20_000


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClockOnTheWall:
    clock = ClockOnTheWall(tmp_path / "clock", monkeypatch)
    clock.show(at(TET_MONDAY, 7, 0))
    return clock


@pytest.fixture
def hub(tmp_path: Path, clock: ClockOnTheWall) -> Iterator[HubProcess]:
    with HubProcess(tmp_path / "data", program=PROGRAM) as hub:
        clock.take_down()
        yield hub


@pytest.fixture
def agent(hub: HubProcess) -> Iterator[str]:
    """The address of a kiosk's page, served by its real agent."""
    port, tray = free_port(), Tray()
    where = ["--port", str(port), "--hub", hub.url, "--data", str(hub.data), "--printer", tray.url, "--kiosk", "K1"]
    command = [sys.executable, str(ROOT / "run.py"), "devices", *where, "--demo"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert any("is served at" in line for line in process.stderr)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()
            tray.cable.unplug()


@pytest.fixture
def kiosk(agent: str, chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.goto(agent)
    yield page
    page.close()


@pytest.fixture
def wall(hub: HubProcess, chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.goto(hub.page("wall"))
    yield page
    page.close()


def one_second_before(hub: HubProcess, clock: ClockOnTheWall, hour: int, minute: int = 30) -> None:
    """Set the hub's clock; somebody who draws a number at the desk makes it send a view with its time."""
    clock.show(at(TET_MONDAY, hour, minute) - 1000)
    drawn = hub.post(hub.agent_token("reception"), "/tickets", {"field": "huong_dan", "granted_by": "staff"})
    assert drawn.status_code == 201


def says(wall: Page, code: str, *words: str) -> None:
    """The wall rests, with these words among others."""
    resting = wall.locator(f"[data-resting='wall.{code}']")
    expect(resting).to_be_visible(timeout=SWITCHES_WITHIN_MS)
    for word in words:
        expect(resting).to_contain_text(word)


def test_a_hall_opens_and_closes_by_itself(hub: HubProcess, clock: ClockOnTheWall, kiosk: Page, wall: Page) -> None:
    field = kiosk.locator("[data-field=ho_tich]")
    says(wall, "closed", "mở lại lúc 7:30, hôm nay", "opens again at 7:30, today")
    expect(kiosk.locator(f"[data-opens='{at(TET_MONDAY, 7, 30)}']")).to_be_visible(timeout=SWITCHES_WITHIN_MS)
    one_second_before(hub, clock, 7)
    expect(field).to_be_visible(timeout=SWITCHES_WITHIN_MS)
    says(wall, "resting")
    one_second_before(hub, clock, 11)
    expect(kiosk.locator(f"[data-opens='{at(TET_MONDAY, 13, 30)}']")).to_be_visible(timeout=SWITCHES_WITHIN_MS)
    says(wall, "closed", "13:30")
    one_second_before(hub, clock, 13)
    expect(field).to_be_visible(timeout=SWITCHES_WITHIN_MS)
    field.click()
    expect(kiosk.locator(".slip-number")).to_have_text("A001", timeout=SWITCHES_WITHIN_MS)
    one_second_before(hub, clock, 17, 0)
    says(wall, "closed", "7:30, Thứ Ba, 16/02", "7:30, Tuesday 16/02")
