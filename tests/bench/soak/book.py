"""What everybody in the hall writes down, so that it can be counted by the end."""

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.bench.hall import Hall
from tests.bench.posting import NotAnswered
from tests.bench.senders import Sender

RENEWED_AFTER_S = 300.0
"""A token is good for 15 minutes; a page renews it long before."""

SILENT_S = 30.0
"""A connection that said nothing for a minute is closed by the hub; as a browser does, take a new one before."""


class Call(NamedTuple):
    """A call: the journal's row, the counter, and when the clerk pressed (s, ``time.perf_counter``)."""

    row: int
    counter: int
    began_s: float


@dataclass
class Book:
    """Counts of the whole run; ``over`` is set when nobody shall begin anything any more."""

    waiting: int = 0
    rows: int = 0
    done: Counter[str] = field(default_factory=Counter)
    drawn: dict[str, list[int]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    at_counters: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    calls: "queue.SimpleQueue[Call | None]" = field(default_factory=queue.SimpleQueue)
    over: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def people(self) -> int:
        """How many have drawn a number."""
        with self._lock:
            return sum(map(len, self.drawn.values()))

    def draw(self, issued: dict[str, Any]) -> None:
        """Somebody has a number and waits."""
        with self._lock:
            self.drawn.setdefault(issued["series"], []).append(issued["number"])
            self.fields[issued["ticket"]] = issued["field"]
            self.waiting += 1

    def take(self) -> bool:
        """Whether somebody waits whom nobody is about to call; they are the asker's then."""
        with self._lock:
            self.waiting -= (has_any := self.waiting > 0)
            return has_any

    def called(self, ticket: str, call: Call) -> None:
        """A ticket came to a counter; that it stands at another one is a trouble."""
        with self._lock:
            if (other := self.at_counters.get(ticket)) is not None:
                self.troubles.append(f"{ticket} was called to counter {call.counter} and stands at {other}")
            self.at_counters[ticket] = call.counter
        self.calls.put(call)

    def leaves(self, ticket: str) -> None:
        """A ticket is about to leave its counter: the moment that is done, it may stand at another one."""
        with self._lock:
            del self.at_counters[ticket]

    def sent_on(self, ticket: str, to_field: str) -> None:
        """A ticket waits again, in another field."""
        with self._lock:
            self.fields[ticket] = to_field
            self.waiting += 1

    def note(self, path: str, answer: dict[str, Any]) -> None:
        """A command was done; commands are counted by the last word of their path."""
        with self._lock:
            self.done[path.rpartition("/")[2]] += 1
            self.rows = max(self.rows, answer["seq"])

    def gaps(self) -> Iterator[str]:
        """Numbers that are missing or were drawn twice."""
        for series, numbers in self.drawn.items():
            times = Counter(numbers)
            yield from (f"{series}{n} was drawn {t} times" for n, t in times.items() if t > 1)
            yield from (f"{series}{n} is missing" for n in range(1, max(numbers)) if n not in times)


class Hand:
    """Somebody who presses: posts commands as one screen, with a token that is renewed."""

    def __init__(self, hall: Hall, book: Book, screen: str) -> None:
        self._hall, self._book, self._screen = hall, book, screen
        self._sender: Sender | None = None
        self._since_s = self._last_s = 0.0

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Post a command. Raises AssertionError: it was refused; OSError and NotAnswered: the hub is not there."""
        now_s = time.monotonic()
        if now_s - self._since_s > RENEWED_AFTER_S or now_s - self._last_s > SILENT_S:
            self.close()
        if self._sender is None:
            self._sender = Sender(self._hall.port, self._hall.token(self._screen))
            self._since_s = now_s
        self._last_s = now_s
        try:
            answer = self._sender.post(path, body)
        except (OSError, NotAnswered):
            self.close()
            raise
        self._book.note(path, answer)
        return answer

    def close(self) -> None:
        """Close the connection; the next command opens another."""
        if self._sender is not None:
            self._sender.__exit__()
            self._sender = None
