"""A screen that stops reading: no torn frame for it, no delay for the others."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import requests

from tests.realtime.raw_screen import RawScreen

VIEWS = 20_000


@pytest.fixture
def port() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.realtime.flood_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def test_a_screen_that_stops_reading_gets_no_torn_frame_and_delays_nobody(port: int) -> None:
    stuck, attentive = _connected(port, rcvbuf=4096), _connected(port)
    seen: list[int] = []
    reader = threading.Thread(target=_read_all, args=(attentive, seen))
    reader.start()
    requests.post(f"http://127.0.0.1:{port}/flood/{VIEWS}", timeout=120).raise_for_status()
    reader.join(timeout=30)
    assert seen == list(range(1, VIEWS + 1))
    late: list[int] = []
    _read_all(stuck, late)
    assert late == list(range(1, len(late) + 1))
    assert 0 < len(late) < VIEWS
    stuck.close()
    attentive.close()


def _connected(port: int, rcvbuf: int | None = None) -> RawScreen:
    screen = RawScreen(port, rcvbuf=rcvbuf)
    assert [(screen.text() or "")[:2] for _ in range(2)] == ["0{", "40"]
    return screen


def _read_all(screen: RawScreen, seen: list[int]) -> None:
    while (view := screen.view()) is not None:
        seen.append(view["rev"])
        if view["rev"] == VIEWS:
            return
