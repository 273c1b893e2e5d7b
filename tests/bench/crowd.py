"""Many screens that listen, in processes of their own, and when each view has reached the last of them.

with Crowd(hub.url, [("wall", hub.token("wall"))] * 1000) as crowd:
    rev = …
    crowd.last_arrival("wall", rev).last_ns
"""

import json
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

from tests.waiting import until

ROOT = Path(__file__).parents[2]
CONNECTS_A_SECOND = 200
CONNECTED_WITHIN_S = 60.0
SETTLES_WITHIN_S = 10.0
ENDS_WITHIN_S = 5.0


class Arrival(NamedTuple):
    """A view that has reached every screen of its topic; instants in ns of CLOCK_MONOTONIC (``time.monotonic_ns``).

    ``first_ns`` and ``last_ns`` are the kernel's notes at the first and the last screen; ``read_ns`` is when the crowd
    had read the last: the difference is the crowd's own delay, which is in no figure.
    """

    topic: str
    rev: int
    screens: int
    first_ns: int
    last_ns: int
    read_ns: int


@dataclass(frozen=True, slots=True)
class Counts:
    """``missing``: (view, screen) still under way; ``skipped``: a newer one came instead; ``here``: greeted screens.

    ``lost``: connections that the hub ended; ``views``: all that came without greetings; ``cpu_s``: the processor's
    time of all processes so far.
    """

    missing: int
    skipped: int
    views: int
    here: int
    refused: int
    lost: int
    cpu_s: float


class Crowd:
    """Screens as (topic, token), connected with the block, at most 200 a second, shared out over ``processes``.

    A connection that the hub ends is counted as lost and comes back after a second.
    """

    def __init__(self, url: str, screens: Sequence[tuple[str, str]], processes: int = 1) -> None:
        self._address = urlsplit(url)
        self._first, self._many = list(screens), processes
        self._processes: list[_Process] = []
        self._changed = threading.Condition()
        self._size = 0

    def __enter__(self) -> Self:
        host, port = self._address.hostname, self._address.port
        rate = CONNECTS_A_SECOND / self._many
        self._processes = [_Process([host, port, rate], self._changed) for _ in range(self._many)]
        try:
            self.join(self._first)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, and with them all connections."""
        for process in self._processes:
            process.close()

    def join(self, screens: Sequence[tuple[str, str]]) -> None:
        """Let more come, and wait until they are greeted. Raises TimeoutError."""
        for number, process in enumerate(self._processes):
            process.order(connect=screens[number :: self._many])
        self._size += len(screens)
        try:
            self._wait(lambda: self._here() == self._size or None, CONNECTED_WITHIN_S, "")
        except TimeoutError:
            raise TimeoutError(f"of {self._size} screens not all were greeted: {self.counts()}") from None

    def flap(self, screens: int) -> None:
        """Cut the connections of the oldest so many screens of each process; they come back at once."""
        for process in self._processes:
            process.order(flap=screens)

    def last_arrival(self, topic: str, rev: int, within_s: float = SETTLES_WITHIN_S) -> Arrival:
        """When a view of at least ``rev`` had reached every screen of the topic. Raises TimeoutError."""
        return self._wait(lambda: self._arrived(topic, rev), within_s, f"{topic} {rev} did not reach all screens")

    def arrivals(self) -> list[Arrival]:
        """All views of all topics that have reached everybody, in the order in which they did."""
        with self._changed:
            told = [
                arrival for process in self._processes for arrivals in process.arrived.values() for arrival in arrivals
            ]
        whole: dict[tuple[str, int], Arrival] = {}
        for arrival in told:
            key = (arrival.topic, arrival.rev)
            whole[key] = _both(whole[key], arrival) if key in whole else arrival
        return sorted(whole.values(), key=lambda arrival: arrival.last_ns)

    def counts(self) -> Counts:
        """How it stands, now. Raises TimeoutError."""
        counted = [process.count() for process in self._processes]
        return Counts(**{name: sum(one[name] for one in counted) for name in Counts.__slots__})

    def settled(self) -> Counts:
        """How it stands once nothing is under way, at the latest after ten seconds. Raises TimeoutError."""
        until(lambda: not self.counts().missing, SETTLES_WITHIN_S)
        return self.counts()

    def _here(self) -> int:
        return sum(process.here for process in self._processes)

    def _arrived(self, topic: str, rev: int) -> Arrival | None:
        """Each process has told, of the topics that it listens to, of this view or of a newer one."""
        whole: Arrival | None = None
        for process in self._processes:
            if topic not in process.topics:
                continue
            found = process.at_least(topic, rev)
            if found is None:
                return None
            whole = _both(whole, found) if whole else found
        return whole

    def _wait(self, look: Callable[[], Any], within_s: float, trouble: str) -> Any:
        until_s = time.monotonic() + within_s
        with self._changed:
            while (found := look()) is None:
                if not self._changed.wait(until_s - time.monotonic()):
                    raise TimeoutError(trouble)
            return found


def _both(one: Arrival, other: Arrival) -> Arrival:
    """The same view at the screens of two processes."""
    return Arrival(
        one.topic,
        max(one.rev, other.rev),
        one.screens + other.screens,
        min(one.first_ns, other.first_ns),
        max(one.last_ns, other.last_ns),
        max(one.read_ns, other.read_ns),
    )


class _Process:
    """One process of listeners, and what it has told."""

    def __init__(self, arguments: list[Any], changed: threading.Condition) -> None:
        self._changed = changed
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.listeners", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.topics: set[str] = set()
        self.arrived: dict[str, list[Arrival]] = defaultdict(list)
        self.here = 0
        self._counted: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def order(self, **order: Any) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self.topics |= {topic for topic, _ in order.get("connect", ())}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def at_least(self, topic: str, rev: int) -> Arrival | None:
        """The first view of a topic, from this one on, that has reached all of its screens."""
        found = None
        for arrival in reversed(self.arrived[topic]):
            if arrival.rev < rev:
                break
            found = arrival
        return found

    def count(self) -> dict[str, Any]:
        """Ask, and wait for the answer."""
        with self._changed:
            asked = len(self._counted)
            self.order(count=True)
            if not self._changed.wait_for(lambda: len(self._counted) > asked, SETTLES_WITHIN_S):
                raise TimeoutError("the crowd does not answer")
            return self._counted[-1]

    def close(self) -> None:
        """End of its input, which ends it; one that hangs is killed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            told = json.loads(line)
            with self._changed:
                if "arrived" in told:
                    arrival = Arrival(*told["arrived"])
                    self.arrived[arrival.topic].append(arrival)
                self.here = told.get("here", self.here)
                if "counted" in told:
                    self._counted.append(told["counted"])
                self._changed.notify_all()
