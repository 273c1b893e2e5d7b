"""The whole demo as a visitor starts it: one command, one address, everything gone at the end."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from hub.demo.supervisor import DemoSettings, make_children
from tests.demo_process import DemoProcess, free_ports
from tests.hub_process import ROOT
from tests.waiting import until

READY_WITHIN_S = 30


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProcess]:
    with DemoProcess(tmp_path / "data") as running:
        children = running.children
        yield running
    assert until(lambda: not any(is_alive(child) for child in children), within_s=3)


def test_one_line_tells_the_address_that_links_every_screen(demo: DemoProcess) -> None:
    (line,) = demo.said
    assert demo.start_page in line
    assert "DEMO" in line
    page = demo.get("").text
    places = ["/wall/", *(f"/{kind}/{number}/" for kind in ("counter", "rating") for number in range(1, 11))]
    places += [f"http://127.0.0.1:{demo.port + step}/" for step in (1, 2, 4)]
    assert [place for place in places if f'href="{place}"' not in page] == []
    for place in places:
        assert requests.get(urljoin(demo.start_page, place), timeout=5).status_code == 200, place


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_within_two_seconds(demo: DemoProcess, number: signal.Signals) -> None:
    children = demo.children
    assert len(children) == 4
    assert demo.stop(number, within_s=2) == 0
    assert not any(is_alive(child) for child in children)
    demo.close()
    assert len(demo.said) == 1


def _devices(demo: DemoProcess, what: str = "") -> str:
    """The address of the page of the devices at the counters."""
    return f"http://127.0.0.1:{demo.port + 4}/api/hall/{what}".removesuffix("/")


def _pictures(demo: DemoProcess) -> dict:
    return requests.get(_devices(demo), timeout=5).json()["pictures"]


def test_started_again_it_goes_on_with_the_same_day(demo: DemoProcess, tmp_path: Path) -> None:
    hub = demo.hub
    for _ in range(3):
        assert hub.post(hub.token("kiosk:K2"), "/tickets", {"field": "ho_tich"}).status_code == 201
    clerk = hub.token("counter:2")
    assert until(lambda: "QUAY 2 DONG" in _pictures(demo)["keypad2"]["lines"], READY_WITHIN_S)
    press = {"device": "keypad2", "button": "START"}
    requests.post(_devices(demo, "press"), json=press, headers={"X-Hall-Pictures": "1"}, timeout=5).raise_for_status()
    assert until(lambda: hub.view(clerk, "counter:2")["data"]["state"] == "open", READY_WITHIN_S)
    assert hub.post(clerk, "/counters/2/call-next").ok
    before = hub.view(clerk, "counter:2")
    demo.close()

    with DemoProcess(tmp_path / "data") as again:
        after = again.hub.view(clerk, "counter:2")
        number = again.hub.post(hub.token("kiosk:K2"), "/tickets", {"field": "ho_tich"}).json()
    without_devices = {"alerts": []}
    assert {**after["data"], **without_devices} == {**before["data"], **without_devices}
    assert after["epoch"] == before["epoch"]
    assert number["events"][0]["label"] == "A004"


def test_killed_it_leaves_no_process_either(demo: DemoProcess) -> None:
    children = demo.children
    demo.kill()
    assert until(lambda: not any(is_alive(child) for child in children), within_s=3)


def test_a_process_that_dies_is_started_again_and_goes_on(demo: DemoProcess) -> None:
    before = demo.get("healthz").json()
    hub = next(child for child in demo.children if "hub" in Path(f"/proc/{child}/cmdline").read_text().split("\0"))
    os.kill(hub, signal.SIGKILL)
    assert until(lambda: not is_alive(hub), within_s=2)
    assert until(lambda: _answers(demo), within_s=READY_WITHIN_S)
    after = demo.get("healthz").json()
    assert (after["epoch"], after["day"]) == (before["epoch"], before["day"])


@pytest.mark.parametrize("has_desk", [True, False])
def test_a_desk_agent_runs_where_devices_are_listed(tmp_path: Path, has_desk: bool) -> None:
    sample = ROOT / "config" / "sample"
    settings = DemoSettings(ROOT / "run.py", "127.0.0.1", 9000, tmp_path, sample, is_lively=False, has_desk=has_desk)
    assert [child.name for child in make_children(settings)] == ["hub", "devices", *["desk"] * has_desk, "simulators"]


def _answers(demo: DemoProcess) -> bool:
    try:
        return demo.get("healthz").ok
    except requests.ConnectionError:
        return False


def _run(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    port = free_ports()
    with socket.create_server(("127.0.0.1", port + 2)):
        status, said = _ended(_run("--port", str(port), "--data", str(tmp_path)))
    assert status == 2
    assert f"Port {port + 2} cannot be used" in said
    assert "--port" in said
    assert "Traceback" not in said


def test_a_second_demo_on_the_same_data_is_refused_with_the_way_out(demo: DemoProcess, tmp_path: Path) -> None:
    status, said = _ended(_run("--port", str(free_ports()), "--data", str(tmp_path / "data")))
    assert status == 2
    assert "A hub is running" in said
    assert "--data" in said
    assert demo.get("healthz").ok


def test_a_typo_in_the_configuration_is_named_with_a_guess(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    centre.mkdir()
    for file in (ROOT / "config" / "sample").iterdir():
        text = file.read_text(encoding="utf-8")
        (centre / file.name).write_text(text.replace("[policy]", "[polcy]"), encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    for command in (data, ["hub", *data], ["check"]):
        status, said = _ended(_run(*command, "--centre", str(centre)))
        assert status == 2
        assert "did you mean" in said
        assert len(said.strip().splitlines()) == 1


def _ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=READY_WITHIN_S)
    return process.returncode, said
