"""A hub that announces itself and an agent that looks for it, over real mDNS on this machine alone."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from zeroconf import Zeroconf

from hub.agent import hub_finder
from hub.agent.hub_finder import FoundHub, find_hubs
from hub.discovery import Announcer, addresses_of, keep_announcing, outward_addresses
from tests.hub_process import ROOT

HERE = "127.0.0.1"


class Healthy(BaseHTTPRequestHandler):
    """Answers every request."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def healthy_server() -> Iterator[int]:
    server = HTTPServer((HERE, 0), Healthy)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


AS_THE_HUB_DOES = """
from gevent import monkey; monkey.patch_all()
import sys, gevent
from gevent.event import Event
from hub.discovery import Announcer, keep_announcing
for hub, port in zip(sys.argv[1::2], sys.argv[2::2]):
    gevent.spawn(keep_announcing, Announcer(hub, int(port), lambda: ["127.0.0.1"]), Event().wait)
Event().wait()
"""


@contextmanager
def announced(hubs: dict[str, int]) -> Iterator[None]:
    """Hubs that announce themselves, in a process whose threads are greenlets."""
    said = [word for hub, port in hubs.items() for word in (hub, str(port))]
    process = subprocess.Popen([sys.executable, "-c", AS_THE_HUB_DOES, *said], cwd=ROOT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_finder, "SEARCH_S", 10.0)
    monkeypatch.setattr(hub_finder, "OTHERS_S", 2.0)


@pytest.fixture
def apart() -> Iterator[ThreadPoolExecutor]:
    """A thread to do things in: in the test's own a browser's test may have left a loop, which zeroconf would take."""
    with ThreadPoolExecutor(1) as thread:
        yield thread


def test_an_agent_finds_the_hub_that_answers_and_no_other(apart: ThreadPoolExecutor) -> None:
    with healthy_server() as port, announced({"0a1b2c3d4e5f": port, "ffffffffffff": 9}):
        found = apart.submit(find_hubs, [HERE]).result()
    assert found == [FoundHub(f"http://{HERE}:{port}", "0a1b2c3d4e5f")]


def test_a_hub_is_announced_anew_where_its_machine_is_now(apart: ThreadPoolExecutor) -> None:
    here: list[str] = []
    announcer = Announcer("0a1b2c3d4e5f", 9, lambda: here)

    def announced_by() -> Zeroconf | None:
        apart.submit(announcer.tick).result()
        return announcer._zeroconf

    assert announced_by() is None
    here.append(HERE)
    first = announced_by()
    assert announced_by() is first is not None
    here.clear()
    assert announced_by() is None


def test_a_network_that_fails_is_tried_again_and_told_once(caplog: pytest.LogCaptureFixture) -> None:
    networks = iter([OSError("no route"), OSError("no route"), [], KeyboardInterrupt()])

    def addresses() -> list[str]:
        network = next(networks)
        if isinstance(network, BaseException):
            raise network
        return network

    waits: list[float] = []
    with pytest.raises(KeyboardInterrupt):
        keep_announcing(Announcer("0a1b2c3d4e5f", 9, addresses), waits.append)
    assert len(waits) == 3
    assert len(caplog.records) == 1


def test_a_hub_that_listens_to_itself_alone_tells_nobody() -> None:
    assert addresses_of("127.0.0.1") == []
    assert addresses_of("0.0.0.0") == outward_addresses()


def test_nobody_outside_reaches_us_by_our_own_loopback() -> None:
    assert not [address for address in outward_addresses() if address.startswith("127.")]
