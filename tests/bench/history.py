"""What old days cost: a hub with a million old tickets, one with a thousand, and one in the middle of a very long day.

All three run side by side and take turns. Old tickets are rows as a hub writes them (tests/bench/old_journal.py).
"""

import os
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from hub.store.control import DATABASE_NAME
from tests.bench.broadcast import pause
from tests.bench.crowd import Crowd
from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below, spread
from tests.bench.hall import Hall, Listener, hall_of
from tests.bench.old_journal import A_DAY, COUNTERS, make_old, play_today
from tests.bench.screen import VIEW, Screen
from tests.bench.senders import Load, Senders
from tests.hub_process import InstalledHub

FEW, MANY = 1, 1000
"""Old days."""

EVENTS_A_TICKET, LONG_DAY_EVENTS = 5.5, 20_000
ANSWERED_DAYS = 61
STARTS, ROUNDS, WARM_UP = 5, 6, 1
CLIENTS, EACH = 8, 25
LOOKS = 40
WAITING = 200
SCREENS = 10
SETTLED_S = 3.0
MOST, MOST_START_MS, MOST_IDLE_MB = 1.1, 2000.0, 90.0
NO_MORE = Aim(most=MOST)
NEW, OLD, LONG = "a thousand old tickets", "a million old tickets", "a long day"


@dataclass
class Place:
    """A hub's folder, and what was measured of it (s, MB), by the name of the figure."""

    folder: Path
    taken: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, *values: float) -> None:
        self.taken.setdefault(name, []).extend(values)

    def start(self) -> None:
        """From the process's start to its first answer; and the memory that it has then."""
        centre = self.folder / "bench-centre"
        began_s = time.perf_counter()
        with InstalledHub(self.folder, "--centre", str(centre), "--no-announce", demo=False) as hub:
            self.note("start, first answer", time.perf_counter() - began_s)
            process = psutil.Process(hub.pid)
            self.note("start, processor's time", sum(process.cpu_times()[:2]))
            self.note("memory", float(process.memory_full_info().pss) / 1e6)

    @property
    def file_mb(self) -> float:
        """The size of its database."""
        return (self.folder / DATABASE_NAME).stat().st_size / 1e6


def made(at: Path) -> dict[str, Place]:
    """The three folders, each on the disk before anything is measured."""
    places = {name: Place(at / name.replace(" ", "-")) for name in (NEW, OLD, LONG)}
    now_ms = time.time_ns() // 1_000_000
    for name, place in places.items():
        place.folder.mkdir()
        make_old(place.folder, MANY if name == OLD else FEW, now_ms, ANSWERED_DAYS)
    play_today(places[LONG].folder, int(LONG_DAY_EVENTS / EVENTS_A_TICKET), now_ms)
    os.sync()
    return places


def work(place: Place, hall: Hall, senders: Senders) -> None:
    """One turn of a hub: people take numbers, all are called, and somebody looks."""
    _note_load(place, "issue", senders.run(hall.port, hall.kiosks(CLIENTS, EACH)).all_done())
    services = senders.run(hall.port, hall.clerks(CLIENTS, EACH)).all_done()
    _note_load(place, "call", services.of(lambda sent: sent.step == 0))
    wall, lead = hall.walls(1)[0], hall.token("supervisor")
    place.note("view of the hall by HTTP", *(_taken(lambda: hall.hub.view(lead, "floor")) for _ in range(LOOKS)))
    place.note("greeting of a wall", *(_taken(lambda: greet(hall.port, wall)) for _ in range(LOOKS)))


def _note_load(place: Place, name: str, load: Load) -> None:
    place.note(name, *load.seconds)
    place.note(f"{name}s a second", load.rate)


def _taken(job: Callable[[], object]) -> float:
    began_s = time.perf_counter()
    job()
    return time.perf_counter() - began_s


def greet(port: int, listener: Listener) -> None:
    """Connect as a screen does, until it has its first view. Raises AssertionError: the hub lets it go instead."""
    screen = Screen(listener.topic, listener.token)
    screen.connect(("127.0.0.1", port))
    connection = screen.connection
    assert connection is not None
    connection.setblocking(True)
    with connection:
        heard = _heard(screen, connection)
        next(heard)
        screen.show_token()
        assert any(VIEW.match(stream, begin) for stream, begin in heard), "the hub ended the connection"


def _heard(screen: Screen, connection: socket.socket) -> Iterator[tuple[bytes, int]]:
    while received := connection.recv(65_536):
        yield from screen.messages(received)


def run() -> Iterator[Table]:
    """A table of old days, one of a long day, one of a start and what a hub needs."""
    with tempfile.TemporaryDirectory() as at:
        places = made(Path(at))
        for _ in range(STARTS):
            for place in places.values():
                place.start()
        new_idle_mb = _let_work(places)
        yield Table(
            "A million old tickets, against a thousand", tuple(_against(places[OLD], places[NEW], is_start=True))
        )
        yield Table("A long day, against its morning", tuple(_against(places[LONG], places[NEW], is_start=False)))
        yield Table("Start, memory and file of a hub", tuple(_sizes(places, new_idle_mb)))


def _let_work(places: dict[str, Place]) -> float:
    """All three side by side, in turn; gives what the one of a thousand needs at rest, with a few screens (MB)."""
    with ExitStack() as stack:
        halls = {
            name: stack.enter_context(hall_of(place.folder, "--no-announce", counters=COUNTERS, kiosks=CLIENTS))
            for name, place in places.items()
        }
        idle_mb = _idle_mb(halls[NEW])
        for hall in halls.values():
            hall.let_wait(WAITING)
        senders = stack.enter_context(Senders())
        for turn in range(WARM_UP + ROUNDS):
            for name, hall in halls.items():
                work(places[name] if turn >= WARM_UP else Place(places[name].folder), hall, senders)
    return idle_mb


def _idle_mb(hall: Hall) -> float:
    """What stays in memory (RSS) once a few screens are there and nothing happens."""
    with Crowd(hall.hub.url, hall.screens(SCREENS)):
        pause(SETTLED_S)
        return float(psutil.Process(hall.hub.pid).memory_info().rss) / 1e6


def _against(ours: Place, limit: Place, *, is_start: bool) -> Iterator[Figure]:
    for name in ("issue", "call"):
        yield _rate(f"{name}s a second", ours, limit)
        yield _time(f"{name}, p50", ours.taken[name], limit.taken[name], 50, NO_MORE)
        yield _time(f"{name}, p99", ours.taken[name], limit.taken[name], 99, None)
    for name in ("view of the hall by HTTP", "greeting of a wall"):
        yield _time(f"{name}, p50", ours.taken[name], limit.taken[name], 50, NO_MORE)
    if is_start:
        for name in ("start, first answer", "start, processor's time"):
            yield _time(name, ours.taken[name], limit.taken[name], 50, NO_MORE)


def _rate(name: str, ours: Place, limit: Place) -> Figure:
    mine, theirs = (statistics.median(place.taken[name]) for place in (ours, limit))
    apart = spread(ours.taken[name])
    return Figure(
        name, mine, "/s", theirs, "new file", Aim(least=1 / MOST), apart, is_more_better=True, limit_is_ours=True
    )


def _time(name: str, ours: list[float], limit: list[float], percent: int, aim: Aim | None) -> Figure:
    mine, theirs = (share_below(seconds, percent) * 1000 for seconds in (ours, limit))
    return Figure(name, mine, "ms", theirs, "new file", aim, parts_apart(ours, percent, ROUNDS), limit_is_ours=True)


def _sizes(places: dict[str, Place], idle_mb: float) -> Iterator[Figure]:
    new, old, long = places[NEW], places[OLD], places[LONG]
    starts = long.taken["start, first answer"]
    first_ms = statistics.median(starts) * 1000
    yield Figure(
        "start within a long day", first_ms, "ms", aim=Aim(most=MOST_START_MS, of="ours"), spread=spread(starts)
    )
    yield Figure("memory at rest with ten screens (RSS)", idle_mb, "MB", aim=Aim(most=MOST_IDLE_MB, of="ours"))
    memory = {name: statistics.median(place.taken["memory"]) for name, place in places.items()}
    yield Figure("memory after the start (Pss)", memory[NEW], "MB", spread=spread(new.taken["memory"]))
    lakhs = (MANY - FEW) * A_DAY / 100_000
    yield Figure("memory for a hundred thousand old tickets", (memory[OLD] - memory[NEW]) / lakhs, "MB")
    yield Figure("memory for a thousand tickets of today", (memory[LONG] - memory[NEW]) / _thousands_today(), "MB")
    yield Figure("file for a hundred thousand old tickets", (old.file_mb - new.file_mb) / lakhs, "MB")


def _thousands_today() -> float:
    return LONG_DAY_EVENTS / EVENTS_A_TICKET / 1000
