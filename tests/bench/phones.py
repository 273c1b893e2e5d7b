"""A thousand phones that show their tickets' pages and ask every fifteen seconds, beside a hall at work.

What the hub needs for them is its processor time with them less what it needs without, in turns. Of the thousand,
six hundred wait and the others were called; the hall has ten times the people of a ward's usual day. The limit is what
a bare Flask route on the same server needs to compare a tag and say nothing else.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import psutil

from tests.bench.figures import Aim, Figure, Table, parts_apart, share_below, spread
from tests.bench.hall import FIELDS, PRESSES, Hall, centre_of, drained, hall_of
from tests.bench.senders import Client, Sender, Senders
from tests.hub_nursery import ROOT

PHONES, CALLED = 1000, 400
COUNTERS = 10
EVERY_S = 15.0
REST_S = 7.5
BARE_S = 5.0
TURNS = 2
PERSON_EVERY_S = 8 * 3600 / (10 * 500)
"""A day of eight hours, ten times five hundred people."""

MOST_OF_A_CORE = 10.0

T = TypeVar("T")


class Turn(NamedTuple):
    """Shares of a core that the hub needed in a while, and what phones were answered: status, bytes, seconds."""

    alone: float
    with_phones: float
    answers: list[tuple[int, int, float]]


class Phones:
    """The phones, in a process of their own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, for_s: float) -> list[tuple[int, int, float]]:
        """Let them ask for so long; what they were answered."""
        self.begin(for_s)
        return self.finish()

    def begin(self, for_s: float) -> None:
        """Let them ask for so long; :meth:`finish` waits for their end."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{for_s}\n")
        self._process.stdin.flush()

    def finish(self) -> list[tuple[int, int, float]]:
        """What they were answered: status, bytes, seconds."""
        assert self._process.stdout is not None
        return [tuple(answer) for answer in json.loads(self._process.stdout.readline())]


@contextmanager
def phones_of(port: int, paths: list[str]) -> Iterator[Phones]:
    """One phone for each page."""
    command = [sys.executable, "-m", "tests.bench.polling", str(port), str(EVERY_S)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdin is not None
            process.stdin.write(f"{json.dumps(paths)}\n")
            yield Phones(process)
        finally:
            process.kill()


@contextmanager
def hall_with_links(folder: Path) -> Iterator[Hall]:
    """A hall whose tickets have links."""
    (centre_of(folder, COUNTERS) / "phone.toml").write_text('public_url = "http://127.0.0.1:1"\n', encoding="utf-8")
    with hall_of(folder, counters=COUNTERS) as hall:
        yield hall


def drawn(hall: Hall) -> list[str]:
    """The paths of the pages of so many new tickets."""
    with Sender(hall.port, hall.kiosk(1)) as kiosk:
        asked = ({"field": FIELDS[number % len(FIELDS)]} for number in range(PHONES))
        links = [kiosk.post("/tickets", body)["events"][0]["link"] for body in asked]
    return [urlsplit(link).path.lower() for link in links]


def work(hall: Hall) -> list[Client]:
    """Kiosks and clerks who keep pace with who comes: each person is a number, a call, a start and an end."""
    kiosk = [Client(one.token, one.steps, pause_s=PERSON_EVERY_S) for one in hall.kiosks(1)]
    each_s = PERSON_EVERY_S * COUNTERS / PRESSES
    clerks = [
        Client(one.token, one.steps, pause_s=each_s, wait_s=2 * place * each_s / COUNTERS)
        for place, one in enumerate(hall.clerks(COUNTERS))
    ]
    return kiosk + clerks


def measure() -> tuple[list[Turn], list[float]]:
    """Rest and phones in turns, while the hall works all the time; and what the bare route needs (% of a core)."""
    with tempfile.TemporaryDirectory() as name, hall_with_links(Path(name)) as hall, Senders() as senders:
        paths = drawn(hall)
        drained(hall, senders, CALLED)
        hub = psutil.Process(hall.hub.pid)
        with phones_of(hall.port, paths) as phones, bare_route() as (bare, port), phones_of(port, paths) as others:
            senders.begin(hall.port, work(hall), EVERY_S + TURNS * (EVERY_S + REST_S + BARE_S))
            _learn_tags(phones, others)
            turns, limits = [], []
            for _ in range(TURNS):
                turns.append(_turn(hub, phones))
                limits.append(_bare_turn(bare, others))
            senders.finish().all_done()
    return turns, limits


@contextmanager
def bare_route() -> Iterator[tuple[psutil.Process, int]]:
    """The process of the limit, and its port."""
    command = [sys.executable, "-m", "gevent.monkey", "--module", "tests.bench.bare.unchanged"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield psutil.Process(process.pid), int(process.stdout.readline())
        finally:
            process.kill()


def _learn_tags(*all_phones: Phones) -> None:
    """Each asks once, before anything is measured: whom a bare route has told its tag is in the limit as well."""
    for phones in all_phones:
        phones.begin(EVERY_S)
    for phones in all_phones:
        phones.finish()


def _turn(hub: psutil.Process, phones: Phones) -> Turn:
    alone, _ = _share(hub, lambda: threading.Event().wait(REST_S))
    with_phones, answers = _share(hub, lambda: phones.ask(EVERY_S))
    assert _statuses(answers) <= {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}, "a phone was refused"
    return Turn(alone, with_phones, answers)


def _bare_turn(bare: psutil.Process, phones: Phones) -> float:
    share, answers = _share(bare, lambda: phones.ask(BARE_S))
    assert _statuses(answers) == {HTTPStatus.NOT_MODIFIED}, "the limit is none"
    return share


def _statuses(answers: list[tuple[int, int, float]]) -> set[int]:
    return {status for status, _, _ in answers}


def _share(hub: psutil.Process, meanwhile: Callable[[], T]) -> tuple[float, T]:
    """The share of a core (%) that the hub needs while something else goes on, and what came of that."""
    begin_s, begin_cpu_s = time.perf_counter(), _cpu_s(hub)
    result = meanwhile()
    return 100 * (_cpu_s(hub) - begin_cpu_s) / (time.perf_counter() - begin_s), result


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def run() -> Iterator[Table]:
    """One table."""
    yield Table(f"{PHONES:,} phones that ask every {EVERY_S:.0f} s", tuple(_figures(*measure())))


def _figures(turns: list[Turn], limits: list[float]) -> Iterator[Figure]:
    shares = [turn.with_phones - turn.alone for turn in turns]
    alone = [turn.alone for turn in turns]
    answers = [answer for turn in turns for answer in turn.answers]
    seconds = [taken_s for _, _, taken_s in answers]
    ours, limit, aim = statistics.median(shares), statistics.median(limits), Aim(most=MOST_OF_A_CORE, of="ours")
    an_answer = EVERY_S / PHONES * 1000 / 100
    yield Figure("share of a core", ours, "%", limit, "bare route", aim, spread(shares))
    yield Figure("processor time of an answer", ours * an_answer, "ms", limit * an_answer, "bare route")
    yield Figure("the hub without phones", statistics.median(alone), "%", spread=spread(alone))
    unchanged = sum(status == HTTPStatus.NOT_MODIFIED for status, _, _ in answers)
    yield Figure("nothing has changed (304)", 100 * unchanged / len(answers), "%", is_more_better=True)
    yield Figure("bytes of an answer, mean", statistics.mean(size for _, size, _ in answers) / 1000, "kB")
    for percent in (50, 99):
        apart = parts_apart(seconds, percent)
        yield Figure(f"an answer takes, p{percent}", share_below(seconds, percent) * 1000, "ms", spread=apart)
