"""A hub that announces itself and an agent that looks for it, over real mDNS on this machine alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hub.discovery import Announcer, outward_addresses
from kiosk_app import hub_finder
from kiosk_app.hub_finder import FoundHub, find_hubs

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


@contextmanager
def announced(hub: str, port: int) -> Iterator[Announcer]:
    announcer = Announcer(hub, port, lambda: [HERE])
    announcer.tick()
    try:
        yield announcer
    finally:
        announcer.close()


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_finder, "SEARCH_S", 2.5)
    monkeypatch.setattr(hub_finder, "OTHERS_S", 0.5)


def test_an_agent_finds_the_hub_that_answers_and_no_other() -> None:
    with healthy_server() as port, announced("0a1b2c3d4e5f", port), announced("ffffffffffff", 9):
        assert find_hubs([HERE]) == [FoundHub(f"http://{HERE}:{port}", "0a1b2c3d4e5f")]


def test_a_hub_is_announced_anew_where_its_machine_is_now() -> None:
    here: list[str] = []
    announcer = Announcer("0a1b2c3d4e5f", 9, lambda: here)
    announcer.tick()
    assert announcer._zeroconf is None
    here.append(HERE)
    announcer.tick()
    first = announcer._zeroconf
    announcer.tick()
    assert announcer._zeroconf is first is not None
    here.clear()
    announcer.tick()
    assert announcer._zeroconf is None


def test_nobody_outside_reaches_us_by_our_own_loopback() -> None:
    assert not [address for address in outward_addresses() if address.startswith("127.")]
