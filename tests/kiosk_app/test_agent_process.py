"""``run.py devices`` as a process: killed between bytes and confirmation, and asked to end."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest
import requests

from drivers.simulators import Fault
from tests.hub_process import ROOT, HubProcess, free_port
from tests.kiosk_app.agent_kit import Listener, PageDouble, Tray, listening, paired, seconds_since

READY_WITHIN_S = 20.0


class Devices:
    """The agents' process of a hub's own machine; without ``is_demo`` as a person starts it by hand."""

    def __init__(self, hub: HubProcess, tray: Tray, is_demo: bool = True, program: Path = ROOT / "run.py") -> None:
        self.port = free_port()
        self._folder = hub.data / "kiosk-K1"
        command = [sys.executable, str(program), "devices", "--port", str(self.port), "--hub", hub.url]
        options = ["--data", str(hub.data), "--printer", tray.url, "--kiosk", "K1"]
        options += ["--demo"] if is_demo else []
        self.process = subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True)

    def wait_until_serving(self) -> None:
        """Read its log until it says so."""
        assert self.process.stderr is not None
        assert any("is served at" in line for line in self.process.stderr)

    @contextmanager
    def screen(self) -> Iterator[tuple[PageDouble, Listener]]:
        page = PageDouble(self.port, self._folder)
        with listening(page.url, page.token) as screen:
            screen.wait_until("agent", lambda view: view["hub_is_reachable"], READY_WITHIN_S)
            screen.wait_until("kiosk", lambda view: view["header"]["is_open"])
            yield page, screen

    def __enter__(self) -> Self:
        self.wait_until_serving()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=5)
        return self.process.returncode


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with HubProcess(tmp_path) as hub:
        yield hub


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


def test_killed_before_the_printer_answered_nothing_is_printed_again(hub: HubProcess, tray: Tray) -> None:
    tray.simulator.fault(Fault.SILENT)
    with Devices(hub, tray) as first, first.screen() as (page, screen):
        ticket = page.take("press-1").json()["ticket"]
        screen.wait_until("agent", lambda view: view["job"] and view["job"]["state"] == "printing")
        tray.wait_for(1)
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
    tray.simulator.fault(Fault.SILENT, is_on=False)
    with Devices(hub, tray) as again, again.screen() as (page, screen):
        job = screen.wait_until("agent", lambda view: view["job"] and view["printer"]["is_online"])["job"]
        assert (job["ticket"], job["state"]) == (ticket, "unknown")
        assert page.take("press-1").json()["ticket"] == ticket
        other = page.take("press-2").json()["ticket"]
        screen.wait_until("agent", lambda view: view["job"]["ticket"] == other and view["job"]["state"] == "confirmed")
        assert len(tray.papers) == 2
        started_s = time.monotonic()
        assert again.end(signal.SIGTERM) == 0
        assert seconds_since(started_s) < 2


def test_ordered_to_start_anew_an_agent_that_was_started_by_hand_does_so_itself(hub: HubProcess, tray: Tray) -> None:
    paired(hub.data / "kiosk-K1", hub.url, hub.agent_token("kiosk:K1"))
    with Devices(hub, tray, is_demo=False) as devices:
        with devices.screen() as (page, _screen):
            answer = requests.post(f"{hub.url}/admin/devices/kiosk:K1/order", data={"order": "restart"}, timeout=10)
            assert answer.ok
            ticket = page.take("press-1").json()["ticket"]
        devices.wait_until_serving()
        with devices.screen() as (page, _screen):
            assert page.take("press-1").json()["ticket"] == ticket
        assert devices.end(signal.SIGTERM) == 0
