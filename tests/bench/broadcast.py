"""Call → last screen with 10, 200 and 1,000 walls, against bare broadcasts of the same bytes; what a connection costs.

All three take turns call by call, so that the machine's moods hit all. Each bare one is triggered as the hub is: by a
POST that commits one row before it is told. A call is at least ``PACE_S`` after the one before, because the hub tells
its views 20 times a second at most; the others have their turns in that pause. How long calls take that come whenever
they come is told of the hall's mixture.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Event

import psutil

from tests.bench.bare.processes import sample_rows
from tests.bench.crowd import Crowd
from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below
from tests.bench.hall import CALL, MISS, Hall, Listener, hall_of
from tests.bench.senders import Sender, Senders
from tests.hub_nursery import ROOT

SIZES = (10, 200, 1000)
CALLS, MIXED_CALLS, MIXED_SCREENS = 1000, 200, 50
RANDOM_MEAN_S = 0.2
"""Between calls at random instants, as in a rush: now and then two fall into one round of views."""

COUNTERS, WAITING = 25, 60
PACE_S = 0.055
CLEARED_S = 0.25
"""After all counters were cleared: rounds take but a part of the hub's time, and no call shall wait for that."""

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
        return float(psutil.Process(self.pid).memory_full_info().pss) / 1000

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

    def memory_kb(self) -> dict[str, float]:
        """What each of them has."""
        return {name: server.memory_kb for name, server in self.servers.items()}

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
            pause(SETTLED_S)
            few_kb = place.memory_kb()
            place.join(MANY - FEW)
            costs = (_memory("memory of a connection", few_kb, place), _at_rest(place))
            place.measure(CALLS)
            yield Table(f"Call → last screen, {MANY:,} walls", tuple(_figures(place.servers)))
            told = _memory(f"memory of a connection, after {CALLS:,} calls", few_kb, place)
            yield Table(f"What a screen's connection costs, {MANY:,} walls", (*costs, told))
        yield Table(f"Call → last screen, {MIXED_SCREENS} screens as in a hall", tuple(_mixed(Path(at) / "mixed")))


def _figures(servers: dict[str, Server]) -> Iterator[Figure]:
    hub = servers[HUB]
    yield _undelivered(hub.crowd)
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
    return Figure(name, share_below(ours, percent) * 1000, "ms", spread=parts_apart(ours, percent))


def _memory(name: str, few_kb: dict[str, float], place: Run) -> Figure:
    """What each of the many walls has added to what there was with few."""
    each_kb = {name: (kb - few_kb[name]) / (MANY - FEW) for name, kb in place.memory_kb().items()}
    return Figure(name, each_kb[HUB], "kB", each_kb[ROOMS], ROOMS, Aim(most=MOST_KB, of="ours"))


def _at_rest(place: Run) -> Figure:
    """What many walls cost while nobody calls."""
    servers = (place.servers[HUB], place.servers[ROOMS])
    before = [server.cpu_s for server in servers]
    pause(REST_S)
    ours, limit = ((server.cpu_s - since) / REST_S * 100 for server, since in zip(servers, before, strict=True))
    return Figure("a core's share at rest", ours, "%", limit, ROOMS)


def _mixed(folder: Path) -> Iterator[Figure]:
    """The last of all screens that a call concerns: walls, counters, kiosks, the hall's agent, supervisor, reception.

    All of them show how many wait; a rating shows no call. A view that is newer than the call has it as well.
    """
    folder.mkdir()
    with hall_of(folder, counters=COUNTERS) as hall, Callers(hall) as callers:
        hall.let_wait(WAITING)
        screens = hall.screens(MIXED_SCREENS)
        topics = {topic for topic, _ in screens if not topic.startswith("rating")}
        with Crowd(hall.hub.url, screens) as crowd:
            paced_s = _last_of(topics, crowd, callers, lambda taken_s: PACE_S - taken_s)
            random = Random(MIXED_CALLS)
            any_s = _last_of(topics, crowd, callers, lambda _: random.expovariate(1 / RANDOM_MEAN_S))
            yield _undelivered(crowd)
    for percent in MOST_TIMES:
        yield _own(f"from the call's post, p{percent}", paced_s, percent)
    for percent in MOST_TIMES:
        yield _own(f"from the call's post, at random instants, p{percent}", any_s, percent)


def _last_of(topics: set[str], crowd: Crowd, callers: Callers, rest_s: Callable[[float], float]) -> list[float]:
    """How long after its post each call was on the last screen; the next one comes ``rest_s`` after its answer."""
    posted_s: dict[int, float] = {}
    for sender, path in callers.rounds(MIXED_CALLS):
        began_s = time.monotonic()
        posted_s[int(sender.post(path)["seq"])] = began_s
        pause(rest_s(time.monotonic() - began_s))
    return [
        max(crowd.last_arrival(topic, row).last_ns for topic in topics) / 1e9 - began_s
        for row, began_s in posted_s.items()
    ]


def _undelivered(crowd: Crowd) -> Figure:
    """Views that a screen never had, and connections that were lost."""
    counts = crowd.counts()
    lost = counts.missing + counts.skipped + counts.lost
    return Figure("views that did not reach a screen", lost, "", aim=Aim(most=0, of="ours"))
