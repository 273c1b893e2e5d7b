"""The whole demo as a visitor starts it: one command, one address, everything gone at the end."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.hub_process import ROOT

READY_WITHIN_S = 30
CHECK_EVERY_S = 0.02


def run(*options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def four_free_ports() -> int:
    """The first of four neighbouring ports that nobody uses."""
    for port in range(18_540, 18_590, 4):
        if all(_is_free(port + step) for step in range(4)):
            return port
    raise AssertionError("no four free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def until(condition: Callable[[], bool], within_s: float) -> bool:
    """Whether the condition comes true in time."""
    never = threading.Event()
    for _ in range(int(within_s / CHECK_EVERY_S)):
        if condition():
            return True
        never.wait(CHECK_EVERY_S)
    return condition()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def stop_reading(demo: "subprocess.Popen[str]") -> None:
    if demo.poll() is None:
        demo.kill()
        demo.wait()
    for stream in (demo.stdout, demo.stderr):
        assert stream is not None
        stream.close()


class Demo:
    """A running demo."""

    def __init__(self, data: Path) -> None:
        self.port = four_free_ports()
        self.process = run("--port", str(self.port), "--data", str(data))
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()
        assert self.said, self.process.stderr and self.process.stderr.read()
        self.children = children_of(self.process.pid)

    def get(self, path: str, port: int = 0) -> requests.Response:
        return requests.get(f"http://127.0.0.1:{self.port + port}{path}", timeout=5)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path / "data")
    yield running
    stop_reading(running.process)
    assert until(lambda: not any(is_alive(child) for child in running.children), within_s=3)


def test_one_line_tells_the_address_that_links_every_screen(demo: Demo) -> None:
    address = f"http://127.0.0.1:{demo.port}/"
    assert address in demo.said
    assert "DEMO" in demo.said
    page = requests.get(address, timeout=5).text
    places = ["/wall/", *(f"/{kind}/{number}/" for kind in ("counter", "rating") for number in range(1, 11))]
    places += [f"http://127.0.0.1:{demo.port + step}/" for step in (1, 2)]
    assert [place for place in places if f'href="{place}"' not in page] == []
    for place in places:
        full = place if place.startswith("http") else f"http://127.0.0.1:{demo.port}{place}"
        assert requests.get(full, timeout=5).status_code == 200, place


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_within_two_seconds(demo: Demo, number: signal.Signals) -> None:
    assert len(demo.children) == 3
    demo.process.send_signal(number)
    assert demo.process.wait(2) == 0
    assert not any(is_alive(child) for child in demo.children)
    assert demo.process.stderr is not None
    assert demo.process.stderr.read() == ""


def test_killed_it_leaves_no_process_either(demo: Demo) -> None:
    demo.process.kill()
    demo.process.wait()
    assert until(lambda: not any(is_alive(child) for child in demo.children), within_s=3)


def test_a_process_that_dies_is_started_again_and_goes_on(demo: Demo) -> None:
    before = demo.get("/healthz").json()
    hub = next(child for child in demo.children if "hub" in Path(f"/proc/{child}/cmdline").read_text().split("\0"))
    os.kill(hub, signal.SIGKILL)
    assert until(lambda: not is_alive(hub), within_s=2)
    assert until(lambda: _answers(demo), within_s=READY_WITHIN_S)
    after = demo.get("/healthz").json()
    assert (after["epoch"], after["day"]) == (before["epoch"], before["day"])


def _answers(demo: Demo) -> bool:
    try:
        return demo.get("/healthz").ok
    except requests.ConnectionError:
        return False


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    port = four_free_ports()
    with socket.create_server(("127.0.0.1", port + 2)):
        status, said = _ended(run("--port", str(port), "--data", str(tmp_path)))
    assert status == 2
    assert f"Port {port + 2} cannot be used" in said
    assert "--port" in said
    assert "Traceback" not in said


def test_a_second_demo_on_the_same_data_is_refused_with_the_way_out(demo: Demo, tmp_path: Path) -> None:
    status, said = _ended(run("--port", str(four_free_ports()), "--data", str(tmp_path / "data")))
    assert status == 2
    assert "A hub is running" in said
    assert "--data" in said
    assert demo.get("/healthz").ok


def test_a_typo_in_the_configuration_is_named_with_a_guess(tmp_path: Path) -> None:
    centre = tmp_path / "centre"
    centre.mkdir()
    for file in (ROOT / "config" / "sample").iterdir():
        text = file.read_text(encoding="utf-8")
        (centre / file.name).write_text(text.replace("[policy]", "[polcy]"), encoding="utf-8")
    for command in ([], ["hub"], ["check"]):
        status, said = _ended(run(*command, "--centre", str(centre), "--data", str(tmp_path / "data")))
        assert status == 2
        assert "did you mean" in said
        assert len(said.strip().splitlines()) == 1


def _ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=READY_WITHIN_S)
    return process.returncode, said
