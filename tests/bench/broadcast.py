"""Call → last screen with 10, 200 and 1,000 walls, against bare broadcasts of the same bytes; what a connection costs.

All three take turns call by call, so that the machine's moods hit all. Each bare one is triggered as the hub is: by a
POST that commits one row before it is told. A call is at least ``PACE_S`` after the one before, because the hub tells
its views 20 times a second at most; the others have their turns in that pause.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from threading import Event

import psutil

from tests.bench.bare.processes import sample_rows
from tests.bench.crowd import Crowd
from tests.bench.figures import Aim, Figure, Table, share_below, spread
from tests.bench.hall import CALL, MISS, Hall, Listener, hall_of
from tests.bench.senders import Sender, Senders
from tests.hub_nursery import ROOT

SIZES = (10, 200, 1000)
CALLS, MIXED_CALLS, MIXED_SCREENS = 1000, 200, 50
COUNTERS, WAITING = 25, 60
PACE_S = 0.055
CLEARED_S = 0.25
"""After all counters were cleared: rounds take but a part of the hub's time, and no call shall wait for that."""

PARTS = 10
"""A run is looked at in so many parts for the spread."""

SETTLED_S, REST_S = 4.0, 8.0
MOST_TIMES = {50: 1.3, 99: 1.6}
MOST_KB = 80.0
FEW, MANY = SIZES[-2:]
HUB, ROOMS, ASYNCIO = "hub", "bare Flask-SocketIO", "bare asyncio"
MODULES = {
    ROOMS: ("gevent.monkey", "--module", "tests.bench.bare.rooms"),
    ASYNCIO: ("tests.bench.bare.asyncio_rooms",),
}


@dataclass
class Server:
    """What tells its screens something when it is posted to."""

    pid: int
    crowd: Crowd
    sender: Sender
    posted_s: list[float] = field(default_factory=list)
    answered_s: list[float] = field(default_factory=list)
    """From the post, and from its answer, until the last screen has the view."""

    _free_s: float = 0.0

    def tell(self, path: str) -> None:
        """Post, and wait until every wall has what came of it."""
        pause(self._free_s - time.monotonic())
        began_s = time.monotonic()
        row = int(self.sender.post(path)["seq"])
        answered_s = time.monotonic()
        last_s = self.crowd.last_arrival("wall", row).last_ns / 1e9
        self.posted_s.append(last_s - began_s)
        self.answered_s.append(max(0.0, last_s - answered_s))
        self._free_s = began_s + PACE_S

    @property
    def memory_kb(self) -> float:
        """Its own share of the memory (Pss)."""
        return float(psutil.Process(self.pid).memory_full_info().pss) / 1024

    @property
    def cpu_s(self) -> float:
        """The processor's time that it has had."""
        return sum(psutil.Process(self.pid).cpu_times()[:2])


def pause(seconds: float) -> None:
    """Let others have the machine."""
    if seconds > 0:
        Event().wait(seconds)


class Callers:
    """The clerks of a hall: they call, and for each whom they called somebody new takes a number."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._senders = {number: Sender(hall.port, hall.clerk(number)) for number in range(1, hall.counters + 1)}

    def __enter__(self) -> "Callers":
        return self

    def __exit__(self, *_: object) -> None:
        for sender in self._senders.values():
            sender.__exit__()

    def rounds(self, calls: int) -> Iterator[tuple[Sender, str]]:
        """Each call's sender and path; when every counter has called, all are cleared."""
        for _, (number, sender) in zip(range(calls), cycle(self._senders.items()), strict=False):
            yield sender, CALL.format(number)
            if number == self._hall.counters:
                self._clear()

    def _clear(self) -> None:
        for number, sender in self._senders.items():
            sender.post(MISS.format(number))
        self._hall.let_wait(self._hall.counters)
        pause(CLEARED_S)


@contextmanager
def bare(name: str, folder: Path, rows: Path, view: Path, walls: Sequence[Listener]) -> Iterator[Server]:
    """A bare server with its walls."""
    database = folder / f"{MODULES[name][-1]}.db"
    command = [sys.executable, "-m", *MODULES[name], database, rows, view]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with Crowd(f"http://127.0.0.1:{port}", walls) as crowd, Sender(port, "") as sender:
                yield Server(process.pid, crowd, sender)
        finally:
            process.terminate()


@dataclass
class Run:
    """All three with as many walls."""

    hall: Hall
    callers: Callers
    servers: dict[str, Server]

    def measure(self, calls: int) -> None:
        """Take turns; who begins changes with every call."""
        order = list(self.servers)
        for number, (sender, path) in enumerate(self.callers.rounds(calls)):
            self.servers[HUB].sender = sender
            turn = number % len(order)
            for name in (*order[turn:], *order[:turn]):
                self.servers[name].tell(path)

    def join(self, walls: int) -> None:
        """So many more everywhere."""
        for server in self.servers.values():
            server.crowd.join(self.hall.walls(walls))
        pause(SETTLED_S)


@contextmanager
def run_of(folder: Path, rows: Path, walls: int) -> Iterator[Run]:
    """A fresh hub and fresh bare ones, with a view as it is while people are called."""
    folder.mkdir()
    with ExitStack() as stack:
        hall = stack.enter_context(hall_of(folder, counters=COUNTERS, kiosks=1))
        hall.let_wait(WAITING)
        callers = stack.enter_context(Callers(hall))
        for sender, path in callers.rounds(COUNTERS):
            sender.post(path)
        view = folder / "view.json"
        view.write_text(json.dumps(hall.hub.view(hall.token("wall"), "wall")), encoding="utf-8")
        crowd = stack.enter_context(Crowd(hall.hub.url, hall.walls(walls)))
        servers = {HUB: Server(hall.hub.pid, crowd, Sender(hall.port, ""))}
        for name in MODULES:
            servers[name] = stack.enter_context(bare(name, folder, rows, view, hall.walls(walls)))
        yield Run(hall, callers, servers)


def run() -> Iterator[Table]:
    """A table for each number of walls, one of a hall's mixture, one of what connections cost."""
    with tempfile.TemporaryDirectory() as at:
        with Senders() as senders:
            rows = sample_rows(Path(at), senders)
        for walls in SIZES[:-1]:
            with run_of(Path(at) / str(walls), rows, walls) as place:
                place.measure(CALLS)
                yield Table(f"Call → last screen, {walls} walls", tuple(_figures(place.servers)))
        with run_of(Path(at) / "many", rows, FEW) as place:
            costs = tuple(_costs(place))
            place.measure(CALLS)
            yield Table(f"Call → last screen, {MANY:,} walls", tuple(_figures(place.servers)))
            yield Table(f"What a screen's connection costs, {MANY:,} walls", costs)
        yield Table(f"Call → last screen, {MIXED_SCREENS} screens as in a hall", tuple(_mixed(Path(at) / "mixed")))


def _figures(servers: dict[str, Server]) -> Iterator[Figure]:
    hub = servers[HUB]
    for percent, most in MOST_TIMES.items():
        name = f"from the call's post, p{percent}"
        yield _figure(name, hub.posted_s, servers[ROOMS].posted_s, percent, ROOMS, Aim(most=most))
    for percent in MOST_TIMES:
        yield _figure(f"from its answer, p{percent}", hub.answered_s, servers[ROOMS].answered_s, percent, ROOMS)
    for percent in MOST_TIMES:
        name = f"from the call's post, against asyncio, p{percent}"
        yield _figure(name, hub.posted_s, servers[ASYNCIO].posted_s, percent, ASYNCIO)


def _figure(
    name: str, ours: list[float], limit: list[float], percent: int, limit_is: str, aim: Aim | None = None
) -> Figure:
    limit_ms = share_below(limit, percent) * 1000
    return replace(_own(name, ours, percent), limit=limit_ms, limit_is=limit_is, aim=aim)


def _own(name: str, ours: list[float], percent: int) -> Figure:
    """Without a limit; the spread is that of its parts."""
    size = max(1, len(ours) // PARTS)
    parts = [share_below(ours[place : place + size], percent) for place in range(0, len(ours), size)]
    return Figure(name, share_below(ours, percent) * 1000, "ms", spread=spread(parts))


def _costs(place: Run) -> Iterator[Figure]:
    """From few to many walls; then nobody calls for a while."""
    ours, limit = place.servers[HUB], place.servers[ROOMS]
    pause(SETTLED_S)
    few = [server.memory_kb for server in (ours, limit)]
    place.join(MANY - FEW)
    slopes = [(server.memory_kb - before) / (MANY - FEW) for server, before in zip((ours, limit), few, strict=True)]
    yield Figure("memory of a connection", slopes[0], "kB", slopes[1], ROOMS, Aim(most=MOST_KB, of="ours"))
    before = [server.cpu_s for server in (ours, limit)]
    pause(REST_S)
    shares = [(server.cpu_s - since) / REST_S * 100 for server, since in zip((ours, limit), before, strict=True)]
    yield Figure("a core's share at rest", shares[0], "%", shares[1], ROOMS)


def _mixed(folder: Path) -> Iterator[Figure]:
    """The last of all screens that the call concerns: walls, counters, kiosks, ratings, the supervisor."""
    folder.mkdir()
    with hall_of(folder, counters=COUNTERS) as hall, Callers(hall) as callers:
        hall.let_wait(WAITING)
        with Crowd(hall.hub.url, hall.screens(MIXED_SCREENS)) as crowd:
            began_s: dict[int, float] = {}
            for sender, path in callers.rounds(MIXED_CALLS):
                posted_s = time.monotonic()
                row = int(sender.post(path)["seq"])
                began_s[row] = posted_s
                crowd.last_arrival("wall", row)
                pause(posted_s + PACE_S - time.monotonic())
            last_s = {arrival.rev: arrival.last_ns / 1e9 for arrival in crowd.arrivals()}
    took_s = [last_s[row] - posted_s for row, posted_s in began_s.items()]
    for percent in MOST_TIMES:
        yield _own(f"from the call's post, p{percent}", took_s, percent)
