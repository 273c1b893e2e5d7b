"""How the hub is, second by second: memory, descriptors, threads, processor, loop, journal."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil
import requests

from tests.bench.hall import Hall
from tests.bench.soak.book import Book
from tests.waiting import until

EVERY_S = 1.0
SETTLES_WITHIN_S = 10.0
"""The hub notices on its next turn that connections are gone, and closes what belonged to them."""

MOST_MORE = 5
"""Descriptors or threads at rest after a run: a pool's that were first needed in it."""

LATE = re.compile(r'^toi_luot_loop_late_seconds_bucket\{le="([^"]+)"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """The hub at an instant (s since the beginning); what is per second is since the sample before.

    ``memory_mb`` is the hub's own: its share of the libraries' comes and goes with other programs that use them.
    """

    at_s: float
    memory_mb: float
    descriptors: int
    threads: int
    core: float
    late_ms: float
    journal_mb: float
    rows: int
    waiting: int
    people: int


class Rest(NamedTuple):
    """What the hub has open while nobody is connected."""

    descriptors: int
    threads: int


def at_rest(hall: Hall, before: Rest | None = None) -> Rest:
    """The hub now; after a run as soon as it is as ``before``, but for a few."""
    process = psutil.Process(hall.hub.pid)
    if before is not None:
        until(lambda: process.num_fds() <= before.descriptors + MOST_MORE, SETTLES_WITHIN_S)
    return Rest(process.num_fds(), process.num_threads())


class Watch:
    """Samples of the hub's process and of what it tells monitors."""

    def __init__(self, hall: Hall, book: Book, browser: requests.Session) -> None:
        self._hall, self._book, self._browser = hall, book, browser
        self._process = psutil.Process(hall.hub.pid)
        self._before: dict[float, float] = {}
        self.began_s = time.perf_counter()
        self.samples: list[Sample] = []

    def look(self) -> None:
        """One sample a second until it is over."""
        self._process.cpu_percent()
        self._late_ms()
        while not self._book.over.wait(EVERY_S):
            self.samples.append(self._sample())

    def _sample(self) -> Sample:
        memory = self._process.memory_info()
        return Sample(
            at_s=time.perf_counter() - self.began_s,
            memory_mb=(memory.rss - memory.shared) / 1e6,
            descriptors=self._process.num_fds(),
            threads=self._process.num_threads(),
            core=self._process.cpu_percent() / 100,
            late_ms=self._late_ms(),
            journal_mb=sum(map(_size, self._hall.hub.data.glob("hub.db*"))) / 1e6,
            rows=self._book.rows,
            waiting=self._book.waiting,
            people=self._book.people,
        )

    def _late_ms(self) -> float:
        """Below which of the hub's own steps 99 of 100 delays of its loop have stayed since the last look (ms)."""
        text = self._browser.get(f"{self._hall.hub.url}/metrics", timeout=10).text
        counted = {float(step): float(count) for step, count in LATE.findall(text)}
        since = {step: count - self._before.get(step, 0) for step, count in counted.items()}
        self._before = counted
        total = max(since.values(), default=0)
        steps = [step for step, count in sorted(since.items()) if count >= 0.99 * total]
        return min(steps[0], max(step for step in counted if step != float("inf"))) * 1000


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
