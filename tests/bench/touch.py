"""Touch → first byte at the printer, on loopback, with agent and hub in processes of their own.

The limit is what must happen whatever one writes: three round trips on loopback (page to agent, agent to hub, agent to
printer) and four commits that survive a power cut (request, journal, answer with job, sent).
"""

import socket
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.bench.figures import Figure, Table, share_below, spread
from tests.hub_process import HubProcess
from tests.kiosk_app.agent_kit import Tray
from tests.kiosk_app.test_agent_process import Devices

TOUCHES = 200
WARM_UP = 20
ROUND_TRIPS, COMMITS = 3, 4
JOB_BEGINS = b"\x1b@"


class FirstByte:
    """A simulated printer that notes when a job's first command arrives."""

    def __init__(self, tray: Tray) -> None:
        self.at_s = 0.0
        self._has_come = threading.Event()
        self._feed = tray.simulator.feed
        tray.simulator.feed = self._watch  # type: ignore[method-assign]

    def _watch(self, chunk: bytes) -> int:
        if JOB_BEGINS in chunk and not self._has_come.is_set():
            self.at_s = time.perf_counter()
            self._has_come.set()
        return self._feed(chunk)

    def after(self, touch_s: float) -> float:
        """Seconds from a touch to the first byte."""
        assert self._has_come.wait(20)
        self._has_come.clear()
        return self.at_s - touch_s


@contextmanager
def least_work(folder: Path) -> Iterator[Callable[[], None]]:
    """The limit: so many bytes there and back again over new connections, so many rows that survive a power cut."""
    with socket.create_server(("127.0.0.1", 0)) as server, closing(sqlite3.connect(folder / "limit.db")) as disk:
        disk.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            disk.execute(f"PRAGMA {pragma}")
        disk.execute("CREATE TABLE rows (content TEXT NOT NULL)")
        threading.Thread(target=_echo, args=(server,), daemon=True).start()

        def work() -> None:
            for _ in range(ROUND_TRIPS):
                with socket.create_connection(server.getsockname()) as way:
                    way.sendall(b"x" * 500)
                    way.recv(1024)
            for _ in range(COMMITS):
                disk.execute("INSERT INTO rows VALUES (?)", ("x" * 500,))

        yield work


def _echo(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.sendall(connection.recv(1024))


def taken(work: Callable[[], None]) -> float:
    """Seconds by the wall's clock: waiting for disk and line is what is measured."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure() -> tuple[list[float], list[float]]:
    """Touches, each with the limit right behind it, one at a time as at a kiosk (s)."""
    tray, touches, limits = Tray(), [], []
    first_byte = FirstByte(tray)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        devices = stack.enter_context(Devices(stack.enter_context(HubProcess(folder)), tray))
        page, _ = stack.enter_context(devices.screen())
        limit = stack.enter_context(least_work(folder))
        for touch in range(WARM_UP + TOUCHES):
            began_s = time.perf_counter()
            page.take(f"touch-{touch}")
            touches.append(first_byte.after(began_s))
            tray.wait_for(touch + 1)
            limits.append(taken(limit))
    tray.cable.unplug()
    return touches[WARM_UP:], limits[WARM_UP:]


def run() -> Iterator[Table]:
    """One table."""
    touches, limits = measure()
    yield Table(f"Touch → first byte at the printer, {TOUCHES} touches on loopback", tuple(_figures(touches, limits)))


def _figures(touches: list[float], limits: list[float]) -> Iterator[Figure]:
    for percent in (50, 99):
        ours_s, limit_s = (share_below(seconds, percent) for seconds in (touches, limits))
        name = f"touch → first byte, p{percent}"
        yield Figure(name, ours_s * 1000, "ms", limit_s * 1000, "round trips and commits", spread=spread(touches))
