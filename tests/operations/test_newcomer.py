"""From an empty machine to the first real ticket on paper and its call, by nothing but docs/operations.md."""

import json
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.hub_process import free_port
from tests.kiosk_app.agent_kit import PageDouble, Tray, listening
from tests.operations.newcomer import Machine, blocks

CODE = re.compile(r"enter the code (\d{6})")
ONE_TIME = re.compile(r"^One-time password, to be changed at the first sign-in: (\S+)$", re.MULTILINE)
BOOT = re.compile(r'<script type="application/json" id="boot">(.*?)</script>', re.DOTALL)
WITHIN_S = 20.0
PASSWORD = "mật khẩu thử 1"


@pytest.fixture
def tray() -> Iterator[Tray]:
    tray = Tray()
    yield tray
    tray.cable.unplug()


@pytest.fixture
def ports() -> dict[str, int]:
    return {"hub": free_port(), "kiosk": free_port()}


@pytest.fixture
def machine(tmp_path: Path, tray: Tray, ports: dict[str, int]) -> Iterator[Machine]:
    machine = Machine(
        tmp_path,
        {
            "http://192.168.1.10:8080": f"http://127.0.0.1:{ports['hub']}",
            "socket://192.168.1.50:9100": f"socket://127.0.0.1:{tray.cable.port}",
            "DEVICES_OPTIONS=": f"DEVICES_OPTIONS=--port {ports['kiosk']} ",
            "toi-luot doctor": f"toi-luot doctor --port {ports['hub']}",
        },
    )
    (tmp_path / "etc/default/toi-luot-hub").write_text(
        f"HUB_OPTIONS=--host 127.0.0.1 --port {ports['hub']}\n", encoding="utf-8"
    )
    yield machine
    machine.end()


def open_always(centre: Path) -> None:
    """As the document says for who sets up outside the opening hours."""
    text = (centre / "centre.toml").read_text(encoding="utf-8")
    without = re.sub(r"^\[+hours\b[^\n]*\]\n(?:[^\[\n][^\n]*\n|\n)*", "", text, flags=re.MULTILINE)
    (centre / "centre.toml").write_text(f'hours = "always"\n{without}', encoding="utf-8")


def code_of(machine: Machine) -> str:
    """The code that the kiosk shows."""
    deadline_s = time.monotonic() + WITHIN_S
    while (found := CODE.search(machine.log("toi-luot-devices"))) is None:
        assert time.monotonic() < deadline_s, machine.log("toi-luot-devices")
    return found[1]


def follow(machine: Machine, mark: str) -> str:
    """Follow every block that is marked so; returns what was said."""
    said = ""
    for _, block in (found for found in blocks() if found[0] == mark):
        if "device pair" in block:
            machine.replaced["482913"] = code_of(machine)
        ended = machine.follow(block, typed=f"{PASSWORD}\n")
        said += ended.stdout
        assert ended.returncode == 0 or mark == "doctor", f"{block}\n{said}\n{ended.stderr}\n{hub_log(machine)}"
        if "toi-luot check" in block:
            open_always(machine.folder / "var/lib/toi-luot/centre")
    return said


def hub_log(machine: Machine) -> str:
    return machine.log("toi-luot-hub") if (machine.folder / "toi-luot-hub.log").exists() else ""


def first_ticket(page: PageDouble) -> dict[str, Any]:
    """Touch a field once the kiosk has its hub; without it, the number would be one of the kiosk's own."""
    with listening(page.url, page.token) as screen:
        screen.wait_until("agent", lambda view: view["hub_is_reachable"] and view["pairing"] is None, WITHIN_S)
    deadline_s = time.monotonic() + WITHIN_S
    while (answer := page.take(f"touch-{time.monotonic_ns()}")).status_code != 201:
        assert time.monotonic() < deadline_s, answer.text
    body: dict[str, Any] = answer.json()
    return body


def called(hub: str, counter: int) -> str:
    """Sign in at a desk, end what is under way there, and press for the next one: the number that was called."""
    desk = Desk(hub)
    desk.sign_in("minh", PASSWORD)
    boot = json.loads(BOOT.findall(desk.page(f"/counter/{counter}/").text)[0])
    for press in ("open", "start", "finish", "call-next"):
        pressed = desk.press(boot["token"], f"/counters/{counter}/{press}")
    assert pressed.status_code == 200, pressed.text
    return str(pressed.json()["events"][-1]["ticket"]).rpartition("-")[2]


class Desk:
    """A clerk's browser."""

    def __init__(self, hub: str) -> None:
        self._hub = hub
        self._http = requests.Session()
        self._http.trust_env = False

    def sign_in(self, login: str, password: str) -> None:
        form = {"login": login, "password": password}
        answer = self._http.post(f"{self._hub}/sign-in", data=form, headers={"Origin": self._hub}, timeout=10)
        assert answer.ok
        assert not answer.url.endswith("/sign-in"), answer.text

    def choose_password(self, former: str, password: str) -> None:
        """As the hub asks of everybody who comes with a password that another person has seen."""
        assert self.page("/").url.endswith("/password")
        form = {"former": former, "password": password, "again": password}
        answer = self._http.post(f"{self._hub}/password", data=form, headers={"Origin": self._hub}, timeout=10)
        assert answer.url == f"{self._hub}/", answer.text

    def page(self, path: str) -> requests.Response:
        return self._http.get(f"{self._hub}{path}", timeout=10)

    def press(self, token: str, path: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        return self._http.post(f"{self._hub}/api/v1{path}", json={}, headers=headers, timeout=10)


def test_the_document_leads_from_an_empty_machine_to_the_first_ticket_its_call_and_a_restore(
    machine: Machine, tray: Tray, ports: dict[str, int]
) -> None:
    hub = f"http://127.0.0.1:{ports['hub']}"
    (one_time,) = ONE_TIME.findall(follow(machine, ""))
    clerk = Desk(hub)
    clerk.sign_in("minh", one_time)
    clerk.choose_password(one_time, PASSWORD)
    assert "/pair" in requests.get(f"{hub}/wall/", timeout=10).url, "a real hub signs no screen in by itself"
    kiosk = PageDouble(ports["kiosk"], machine.folder / "var/lib/toi-luot-devices/kiosk")
    ticket = first_ticket(kiosk)
    assert (ticket["label"], ticket["is_test"]) == ("A001", False)
    assert len(tray.wait_for(1)) == 1
    assert called(hub, ticket["counters"][0]) == "A001"

    follow(machine, "backup")
    doctor = follow(machine, "doctor")
    assert f"✓ hub: answers at {hub}" in doctor
    assert "✓ permissions" in doctor
    assert "✓ backup" in doctor

    (backup,) = (machine.folder / "srv/toi-luot-backup").glob("toi-luot-*.tar.gz")
    machine.replaced["toi-luot-20261122T051500Z.tar.gz"] = backup.name
    follow(machine, "practise")
    follow(machine, "restore")
    after = first_ticket(kiosk)
    assert after["label"] > "A101", "numbers that may be on lost paper are not drawn again"
    assert len(tray.wait_for(2)) == 2
    assert called(hub, ticket["counters"][0]) == after["label"]
