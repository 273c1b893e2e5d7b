"""A small centre, a clock that stands still, and workers: all that an office needs in a test."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from hub.domain import commands as c
from hub.domain.events import Entry
from hub.domain.plan import (
    Centre,
    CounterPlan,
    Field,
    Plan,
    RatingPlan,
    Reason,
    Reasons,
    TicketClass,
    Wording,
)
from hub.service.office import Office
from hub.service.outcome import Outcome
from hub.store.journal import Journal

T = TypeVar("T")

MORNING_MS = 1_795_312_800_000
"""2026-11-22, 09:00 in Vietnam."""

DAY = "2026-11-22"
HOUR_MS = 3_600_000


def wording(text: str) -> Wording:
    return Wording(vi=text, en=text)


def reason(code: str) -> tuple[Reason, ...]:
    return (Reason(id=code, name=wording(code)),)


PLAN = Plan(
    centre=Centre(office=wording("Office"), name=wording("Centre")),
    fields=(
        Field(id="civil", series="A", name=wording("Civil"), summary=wording("Civil"), icon="doc"),
        Field(id="land", series="B", name=wording("Land"), summary=wording("Land"), icon="map"),
    ),
    counters=(
        CounterPlan(number=1, name=wording("One"), fields=("civil", "land")),
        CounterPlan(number=2, name=wording("Two"), fields=("civil",)),
    ),
    rating=RatingPlan(labels=(wording("Good"), wording("Fair"), wording("Bad"))),
    reasons=Reasons(
        pause=reason("lunch"),
        call_number=reason("asked_for"),
        return_to_queue=reason("papers_missing"),
        cancel=reason("left"),
    ),
    classes=(TicketClass(id="priority", name=wording("P"), summary=wording("P"), rank=1, granted_by=("kiosk",)),),
)


class FakeClock:
    """A clock that a test sets."""

    def __init__(self, now_ms: int = MORNING_MS) -> None:
        self.at_ms = now_ms

    def now_ms(self) -> int:
        return self.at_ms


class Heard:
    """A publisher that remembers."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.batches = 0

    def announce(self, entries: Sequence[Entry]) -> None:
        self.batches += 1
        self.entries += entries


class Inline:
    """A worker for tests of one thread: everything at once, on the spot."""

    def run(self, job: Callable[[], T]) -> T:
        return job()

    def spawn(self, task: Callable[[], None]) -> object:
        return task()


class Threads:
    """A worker of real threads; ``gate`` holds the writer back until a test opens it."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)
        self.gate = threading.Event()
        self.gate.set()

    def run(self, job: Callable[[], T]) -> T:
        def when_open() -> T:
            assert self.gate.wait(10)
            return job()

        return self._pool.submit(when_open).result(20)

    def spawn(self, task: Callable[[], None]) -> object:
        thread = threading.Thread(target=task, daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        self._pool.shutdown()


class Hall:
    """An office over a journal on disk, with keys that count up."""

    def __init__(self, path: Path, clock: FakeClock | None = None, worker: Inline | Threads | None = None) -> None:
        self.path = path
        self.clock = clock or FakeClock()
        self.heard = Heard()
        self.journal = Journal.open(path, self.clock.now_ms())
        self.office = Office(self.journal, self.clock, self.heard, worker or Inline())
        self._key = self.office.floor.seq

    def do(self, command: c.Command, actor: str = "test", key: str | None = None) -> Outcome:
        self._key += 1
        return self.office.submit(command, actor, key or f"key-{self._key}")

    def open_day(self, *counters: int) -> None:
        self.do(c.OpenDay(day=DAY, plan=PLAN))
        for counter in counters:
            self.do(c.OpenCounter(counter=counter), actor=f"clerk-{counter}")

    def close(self) -> None:
        self.journal.close()
