"""Issue and call over HTTP, each durably committed, with 1, 8 and 32 clients and fifty screens that are told of it.

Two limits: a bare route of Flask-SocketIO that commits the same row and does nothing else, and SQLite alone committing
it. Each round has a hub and a bare process of its own and turns about between them, so both meet the same machine. A
hub has drawn 2,180 numbers at the end of its round, more than a large centre in two days; at most 260 people wait at
once. The bare route's server stays with a connection that has requests: its median is that of one client alone, and its
p99 holds those that it let wait. A fair turn stands beside it, when each client is answered once before any is again.
"""

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from tests.bench.bare.processes import BareHub, commits, sample_rows
from tests.bench.crowd import Crowd
from tests.bench.figures import Aim, Figure, Table, share_below, spread
from tests.bench.hall import PRESSES, Hall, drained, hall_of, issues
from tests.bench.senders import Client, Load, Senders

ROUNDS, BLOCKS = 4, 4
SCREENS, COUNTERS, WAITING = 50, 32, 100
EACH = {1: 40, 8: 20, 32: 5}
"""How many numbers each of so many kiosks draws in a block; as many are called and served then."""

MIXED, MIXED_EACH = 8, 20
COMMITS = 500
MIXED_NAME = f"{MIXED} kiosks and {MIXED} clerks"
SERVICE, CALL = "commands of a service, ", "call, "
RATE_AIM, P99_AIM = Aim(least=0.6), Aim(most=3.0)


@dataclass
class Repeats:
    """The rounds of one workload, at the real hub and at the bare one."""

    ours: list[Load] = field(default_factory=list)
    bare: list[Load] = field(default_factory=list)

    def rate(self, name: str, aim: Aim | None) -> Figure:
        """Commands a second."""
        ours, bare = ([load.rate for load in loads] for loads in (self.ours, self.bare))
        return Figure(
            f"{name}, commands a second",
            statistics.median(ours),
            "1/s",
            statistics.median(bare),
            "bare route",
            aim,
            spread(ours),
            is_more_better=True,
        )

    def below(self, name: str, percent: int, aim: Aim | None = None) -> Figure:
        """Within which time so many of a hundred answers came, of all rounds together."""
        ours, bare = (_all_seconds(loads) for loads in (self.ours, self.bare))
        return Figure(
            f"{name}, p{percent}",
            share_below(ours, percent) * 1000,
            "ms",
            share_below(bare, percent) * 1000,
            "bare route",
            aim,
            spread([load.share_below(percent) for load in self.ours]),
        )

    def beside_turns(self, name: str, clients: int) -> Figure:
        """The p99 beside a fair turn of the bare route: as long as it needs to answer each client once."""
        turn_s = statistics.median(clients / load.rate for load in self.bare)
        return replace(
            self.below(name, 99),
            name=f"{name}, p99 beside a fair turn",
            limit=turn_s * 1000,
            limit_is="bare route, each client once",
        )


def _all_seconds(loads: Sequence[Load]) -> list[float]:
    return [second for load in loads for second in load.seconds]


@dataclass
class Place:
    """Where a round goes on: the hall, the bare hub, the clients, the screens."""

    hall: Hall
    bare: BareHub
    senders: Senders
    crowd: Crowd

    def at_hub(self, clients: Sequence[Client], **options: float) -> Load:
        """What the hub makes of a workload."""
        return self.senders.run(self.hall.port, clients, **options).all_done()

    def mixed(self, count: int, each: int) -> Load:
        """What the hub makes of so many kiosks and as many clerks, who give ``each`` commands; then all are served."""
        served = each // PRESSES
        load = self.at_hub([*self.hall.kiosks(count, each), *self.hall.clerks(count, served)])
        drained(self.hall, self.senders, count * (each - served))
        return load

    def at_bare(self, count: int, each: int) -> Load:
        """What the bare route makes of as many clients."""
        return self.senders.run(self.bare.port, [Client("x" * 80, issues(n), each) for n in range(count)]).all_done()


@contextmanager
def place_in(folder: Path, rows: Path, senders: Senders) -> Iterator[Place]:
    """In a new folder: a fresh hub with people who wait and screens that look on, and a fresh bare one."""
    folder.mkdir()
    with ExitStack() as stack:
        bare = stack.enter_context(BareHub(folder, rows))
        hall = stack.enter_context(hall_of(folder / "hub", counters=COUNTERS, kiosks=COUNTERS))
        hall.let_wait(WAITING)
        crowd = stack.enter_context(Crowd(hall.hub.url, hall.screens(SCREENS)))
        yield Place(hall, bare, senders, crowd)


def run() -> Iterator[Table]:
    """Against the bare route and against SQLite alone."""
    measured: dict[str, Repeats] = {}
    committed: list[list[float]] = []
    with tempfile.TemporaryDirectory() as at, Senders() as senders:
        rows = sample_rows(Path(at), senders)
        for number in range(ROUNDS):
            folder = Path(at) / f"round-{number}"
            with place_in(folder, rows, senders) as place:
                _measure(place, measured)
            committed.append(commits(folder, rows, COMMITS))
    yield Table(f"Issue and call, {SCREENS} screens connected", tuple(_against_bare(measured)))
    yield Table("Issue and call against SQLite alone", tuple(_against_commits(measured, committed)))


def _measure(place: Place, measured: dict[str, Repeats]) -> None:
    for name, ours, bare in chain.from_iterable(_block(place) for _ in range(BLOCKS)):
        repeats = measured.setdefault(name, Repeats())
        repeats.ours.append(ours)
        repeats.bare.append(bare)


def _block(place: Place) -> Iterator[tuple[str, Load, Load]]:
    """Each workload's name, what the hub made of it and what the bare route did with as many right behind it.

    Who drew a number is called and served, so the queues are level between workloads.
    """
    for count, each in EACH.items():
        yield f"issue, {_clients(count)}", place.at_hub(place.hall.kiosks(count, each)), place.at_bare(count, each)
        services, bare = place.at_hub(place.hall.clerks(count, each)), place.at_bare(count, PRESSES * each)
        yield SERVICE + _clients(count), services, bare
        yield CALL + _clients(count), services.of(lambda sent: sent.step == 0), bare
    yield MIXED_NAME, place.mixed(MIXED, MIXED_EACH), place.at_bare(2 * MIXED, MIXED_EACH)


def _clients(count: int) -> str:
    return f"{count} client{'s' if count > 1 else ''}"


def _against_bare(measured: dict[str, Repeats]) -> Iterator[Figure]:
    most = max(EACH)
    for name, repeats in measured.items():
        if not name.startswith(CALL):
            yield repeats.rate(name, RATE_AIM)
        if name.startswith(SERVICE):
            continue
        yield repeats.below(name, 50)
        yield repeats.below(name, 99, P99_AIM if name.endswith(_clients(most)) else None)
        if name.endswith(_clients(most)):
            yield repeats.beside_turns(name, most)
    loads = [load for repeats in measured.values() for load in repeats.bare]
    shares = [load.cpu_s / load.took_s * 100 for load in loads]
    yield Figure("the clients' own share of a core, at the bare route", max(shares), "%")


def _against_commits(measured: dict[str, Repeats], committed: list[list[float]]) -> Iterator[Figure]:
    limit = statistics.median(len(seconds) / sum(seconds) for seconds in committed)
    for name, repeats in measured.items():
        if name.startswith(CALL):
            continue
        yield replace(repeats.rate(name, None), limit=limit, limit_is="SQLite alone")
