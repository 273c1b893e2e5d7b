"""Touch → number on the screen → first byte at the printer → job confirmed, on loopback; and where the time goes.

Agent and hub are processes of their own, installed as in a hall. The limit is what must happen whatever one writes:
round trips on loopback (page to agent, agent to hub, agent to printer) and commits that survive a power cut (request,
journal, answer with job, sent).
"""

import json
import signal
import socket
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from hub.messages import REQUEST_KEY_HEADER
from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below
from tests.hub_process import ROOT, InstalledHub
from tests.kiosk_app.agent_kit import Listener, PageDouble, Tray
from tests.kiosk_app.test_agent_process import Devices

TOUCHES = 300
WARM_UP = 30
STAMPED = 150
PAUSE_S = 0.04
"""The hub hears that the paper before has come out; nobody touches sooner."""

MOST_MS = 11.0
JOB_BEGINS = b"\x1b@"
RUN, STAMPED_RUN = ROOT / "run.py", Path(__file__).with_name("stamped.py")

NUMBER, FIRST_BYTE, CONFIRMED = "touch → number on the screen", "touch → first byte", "touch → job confirmed"
LEAST = {NUMBER: (2, 3), FIRST_BYTE: (3, 4), CONFIRMED: (4, 5)}
"""Of each figure the round trips and the commits that nobody can leave out."""


class Way(NamedTuple):
    """From a place on through stages, each with the place at its end (`tests/bench/stamped.py`)."""

    begin: str
    stages: Sequence[tuple[str, str]]


WAYS: Mapping[str, Way] = {
    "to the number": Way(
        "touch",
        (
            ("page → agent", "agent heard: begin"),
            ("request key on the agent's disk", "key kept: end"),
            ("agent asks", "asks hub: begin"),
            ("agent → hub", "hub heard: begin"),
            ("guard, access, decoding", "hub asked office: begin"),
            ("decision, until the writer has it", "hub commits: begin"),
            ("row in the journal", "hub commits: end"),
            ("told to the hall, answer made", "hub heard: end"),
            ("hub → agent", "asks hub: end"),
            ("answer and job on the agent's disk", "answer kept: end"),
            ("answer made", "agent heard: end"),
            ("agent → page", "number"),
        ),
    ),
    "from there to the end of the paper": Way(
        "answer kept: end",
        (
            ("until the printer's thread has it", "print desk: begin"),
            ("strips and code composed", "composes: end"),
            ("sent on the agent's disk", "sent kept: end"),
            ("bytes for the model", "encodes: end"),
            ("connection to the printer", "opens link: end"),
            ("state asked, earlier answers taken", "prepares fence: end"),
            ("first byte at the printer", "first byte"),
            ("the rest of the job", "asks fence: end"),
            ("fence answered", "prints: end"),
            ("end on the agent's disk", "end kept: end"),
            ("told to the page", "confirmed"),
        ),
    ),
}


class Touch(NamedTuple):
    """Instants of one touch (s of the steady clock)."""

    at_s: float
    number_s: float
    first_byte_s: float
    confirmed_s: float


class FirstByte:
    """A simulated printer that notes when a job's first command arrives."""

    def __init__(self, tray: Tray) -> None:
        self._at_s = 0.0
        self._has_come = threading.Event()
        self._feed = tray.simulator.feed
        tray.simulator.feed = self._watch  # type: ignore[method-assign]

    def _watch(self, chunk: bytes) -> int:
        if JOB_BEGINS in chunk and not self._has_come.is_set():
            self._at_s = time.perf_counter()
            self._has_come.set()
        return self._feed(chunk)

    def take(self) -> float:
        """The instant of the job's first byte, waited for."""
        assert self._has_come.wait(20)
        self._has_come.clear()
        return self._at_s


class Finger:
    """Touches a field as the page does, with a browser's share of the work left out; the connection stays open."""

    def __init__(self, page: PageDouble, port: int) -> None:
        self._headers = {"Authorization": f"Bearer {page.token}", "Content-Type": "application/json"}
        self._way = HTTPConnection("127.0.0.1", port, timeout=30)

    def touch(self, key: str) -> str:
        """The number's id, as soon as the page has it."""
        headers = {**self._headers, REQUEST_KEY_HEADER: key}
        self._way.request("POST", "/api/tickets", b'{"field":"ho_tich"}', headers)
        ticket: str = json.loads(self._way.getresponse().read())["ticket"]
        return ticket


@contextmanager
def least_work(folder: Path) -> Iterator[Callable[[int, int], None]]:
    """The limit: so many bytes there and back again over new connections, so many rows that survive a power cut."""
    with socket.create_server(("127.0.0.1", 0)) as server, closing(sqlite3.connect(folder / "limit.db")) as disk:
        disk.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            disk.execute(f"PRAGMA {pragma}")
        disk.execute("CREATE TABLE rows (content TEXT NOT NULL)")
        threading.Thread(target=_echo, args=(server,), daemon=True).start()

        def work(round_trips: int, commits: int) -> None:
            for _ in range(round_trips):
                with socket.create_connection(server.getsockname()) as way:
                    way.sendall(b"x" * 500)
                    way.recv(1024)
            for _ in range(commits):
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


@contextmanager
def kiosk(folder: Path, program: Path) -> Iterator[Callable[[str], Touch]]:
    """A kiosk with its hub and printer, to be touched: one after the other, each until its paper is confirmed."""
    tray = Tray()
    first_byte = FirstByte(tray)
    try:
        with InstalledHub(folder, program=program) as hub, Devices(hub, tray, program=program) as devices:
            threading.Thread(target=_drain, args=(devices,), daemon=True).start()
            with devices.screen() as (page, screen):
                finger = Finger(page, devices.port)

                def touch(key: str) -> Touch:
                    threading.Event().wait(PAUSE_S)
                    at_s = time.perf_counter()
                    ticket = finger.touch(key)
                    number_s = time.perf_counter()
                    return Touch(at_s, number_s, first_byte.take(), _confirmed(screen, ticket))

                yield touch
            devices.process.send_signal(signal.SIGTERM)
            devices.process.wait(10)
    finally:
        tray.cable.unplug()


def _drain(devices: Devices) -> None:
    """A log that nobody reads would fill its pipe and hold the agent up."""
    assert devices.process.stderr is not None
    for _line in devices.process.stderr:
        pass


def _confirmed(screen: Listener, ticket: str) -> float:
    screen.wait_until("agent", lambda view: view["job"]["ticket"] == ticket and view["job"]["state"] == "confirmed")
    return time.perf_counter()


def run() -> Iterator[Table]:
    """The way as a visitor has it, and its stages."""
    touches, limits = measure()
    yield Table(f"Touch → number → paper, {TOUCHES} touches on loopback", tuple(_figures(touches, limits)))
    for title, figures in stages().items():
        yield Table(f"Touch → paper, where the time goes {title}", tuple(figures))


def measure() -> tuple[list[Touch], dict[str, list[float]]]:
    """Touches, each with the limits right behind it, one at a time as at a kiosk."""
    touches: list[Touch] = []
    limits: dict[str, list[float]] = {name: [] for name in LEAST}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        touch = stack.enter_context(kiosk(folder, RUN))
        limit = stack.enter_context(least_work(folder))
        for number in range(WARM_UP + TOUCHES):
            touches.append(touch(f"touch-{number}"))
            for name, (round_trips, commits) in LEAST.items():
                limits[name].append(taken(lambda trips=round_trips, rows=commits: limit(trips, rows)))  # type: ignore[misc]
    return touches[WARM_UP:], {name: seconds[WARM_UP:] for name, seconds in limits.items()}


def _figures(touches: list[Touch], limits: dict[str, list[float]]) -> Iterator[Figure]:
    ours = {
        NUMBER: [touch.number_s - touch.at_s for touch in touches],
        FIRST_BYTE: [touch.first_byte_s - touch.at_s for touch in touches],
        CONFIRMED: [touch.confirmed_s - touch.at_s for touch in touches],
    }
    for name, seconds in ours.items():
        for percent in (50, 99):
            ours_ms, limit_ms = (share_below(each, percent) * 1000 for each in (seconds, limits[name]))
            aim = Aim(most=MOST_MS, of="ours") if (name, percent) == (FIRST_BYTE, 50) else None
            limit_is = "round trips and commits"
            yield Figure(f"{name}, p{percent}", ours_ms, "ms", limit_ms, limit_is, aim, parts_apart(seconds, percent))


def stages() -> dict[str, list[Figure]]:
    """The medians of all stages, from a run of its own in which hub and agent note where they are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with kiosk(folder, STAMPED_RUN) as touch:
            touches = [touch(f"touch-{number}") for number in range(WARM_UP + STAMPED)][WARM_UP:]
        files = [json.loads(file.read_text()) for file in folder.glob("stamps-*.json")]
    noted = sorted((at_s, place) for file in files for place, at_s in file)
    reached = [_reached(one, noted) for one in touches]
    return {title: list(_of_stages(WAYS[title], reached)) for title in WAYS}


def _reached(touch: Touch, noted: list[tuple[float, str]]) -> dict[str, float]:
    """When a touch came to each place: the first time after the place before."""
    mine = [(at_s, place) for at_s, place in noted if touch.at_s <= at_s <= touch.confirmed_s]
    reached = {"touch": touch.at_s, "number": touch.number_s}
    reached |= {"first byte": touch.first_byte_s, "confirmed": touch.confirmed_s}
    for begin, stages in WAYS.values():
        since_s = reached[begin]
        for _, place in stages:
            if place not in reached:
                reached[place] = next(at_s for at_s, name in mine if name == place and at_s >= since_s)
            since_s = reached[place]
    return reached


def _of_stages(way: Way, reached: list[dict[str, float]]) -> Iterator[Figure]:
    before = way.begin
    for name, place in way.stages:
        seconds = [one[place] - one[before] for one in reached]
        yield Figure(name, statistics.median(seconds) * 1000, "ms", spread=parts_apart(seconds, 50))
        before = place
