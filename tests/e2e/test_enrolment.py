"""A new kiosk's agent as a process and a hub as in a centre: let in, shown out, back with all that it had to tell."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hub.store.control import ask
from tests.always_open import always_open
from tests.hub_process import ROOT, HubProcess, free_port
from tests.kiosk_app.agent_kit import Listener, PageDouble, Tray, listening

WITHIN_S = 30.0


class Kiosk:
    """The agent of a machine that knows its printer and the hub's address, and what its page sees."""

    def __init__(self, page: PageDouble, screen: Listener, hub: HubProcess) -> None:
        self.page = page
        self._screen = screen
        self._hub = hub

    def code(self) -> str:
        """The code on its page, as soon as there is one."""
        shown = self.agent(lambda view: view["pairing"] and view["pairing"]["state"] == "code")["pairing"]
        assert shown["hub_url"] == self._hub.url
        return str(shown["code"])

    def agent(self, is_so: Any) -> dict[str, Any]:
        return self._screen.wait_until("agent", is_so, WITHIN_S)

    def works(self) -> None:
        self.agent(lambda view: view["pairing"] is None and view["hub_is_reachable"])
        self._screen.wait_until("kiosk", lambda view: view["header"]["is_open"], WITHIN_S)

    def take(self, key: str, job: str) -> str:
        """Take a number; returns it once its print job stands as told."""
        ticket = str(self.page.take(key).json()["ticket"])
        self.agent(lambda view: view["job"] and view["job"]["ticket"] == ticket and view["job"]["state"] == job)
        return ticket

    def wait_for_waiting(self, count: int) -> None:
        self._screen.wait_until("kiosk", lambda view: view["fields"][0]["waiting"] == count, WITHIN_S)


@contextmanager
def started(folder: Path, hub: HubProcess, tray: Tray) -> Iterator[Kiosk]:
    port = free_port()
    place = ["--port", str(port), "--hub", hub.url, "--data", str(folder), "--printer", tray.url]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), "devices", *place], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        assert any("is served at" in line for line in process.stderr)
        page = PageDouble(port, folder / "kiosk")
        with listening(page.url, page.token) as screen:
            yield Kiosk(page, screen, hub)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    data = tmp_path / "hub"
    with HubProcess(data, "--centre", str(always_open(tmp_path / "centre")), demo=False) as hub:
        yield hub


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


def enter(hub: HubProcess, code: str, screen: str) -> dict[str, Any]:
    return ask(hub.data, do="device-pair", code=code, screen=screen, place="Sảnh", replace=False)


def test_a_kiosk_is_let_in_shown_out_and_comes_back_with_all_it_had_to_tell(
    hub: HubProcess, tray: Tray, tmp_path: Path
) -> None:
    folder = tmp_path / "kiosk-pc"
    with started(folder, hub, tray) as kiosk:
        first = enter(hub, kiosk.code(), "kiosk:K3")
        kiosk.works()
        ticket = kiosk.take("press-1", "confirmed")
        assert len(tray.papers) == 1

        tray.cable.unplug()
        kiosk.agent(lambda view: view["printer"]["is_online"] is False)
        without_paper = kiosk.take("press-2", "failed")
        kiosk.wait_for_waiting(2)

        assert ask(hub.data, do="device-revoke", grant=first["grant"])["screen"] == "kiosk:K3"
        code = kiosk.code()
        assert kiosk.page.post(f"/tickets/{without_paper}/cancel", {}).status_code == 200
        refused = kiosk.page.take("press-3")
        assert (refused.status_code, refused.json()["code"]) == (500, "not_paired")

        assert enter(hub, code, "")["screen"] == "kiosk:K3"
        kiosk.works()
        kiosk.wait_for_waiting(1)
        assert kiosk.page.take("press-1").json()["ticket"] == ticket
        tray.cable.plug()
        kiosk.agent(lambda view: view["printer"]["is_online"])
        kiosk.take("press-4", "confirmed")
        assert len(tray.papers) == 2

    with started(folder, hub, tray) as kiosk:
        kiosk.works()
        kiosk.wait_for_waiting(2)
        devices = ask(hub.data, do="device-list")["devices"]
        assert [(entry["screen"], entry["online"]) for entry in devices] == [("kiosk:K3", True)]
        assert devices[0]["status"]["paper"] == "ok"
