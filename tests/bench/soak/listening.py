"""Whether every call reaches every screen, also those that come and go."""

import random
import socket
import threading
import time

from tests.bench.crowd import Crowd
from tests.bench.hall import Hall
from tests.bench.screen import VIEW, Screen
from tests.bench.soak.book import RENEWED_AFTER_S, Book, Call

WITHIN_S = 10.0
LEAVES_EVERY_S = 2.0
STAYS_S = 1.0


class Followed:
    """Each call is followed to the last screen that listens all the time, to walls and to its counter's page."""

    def __init__(self, crowd: Crowd, book: Book, topics: set[str]) -> None:
        self._crowd, self._book, self._topics = crowd, book, topics
        self.took: list[tuple[float, float]] = []
        self.delivered = 0
        self.last_row = 0

    def follow(self) -> None:
        """Until the book says that there are no more calls."""
        while (call := self._book.calls.get()) is not None:
            topics = {"wall", f"counter:{call.counter}"} & self._topics
            self.delivered += all(self._has_reached(topic, call) for topic in topics)
            self.last_row = max(self.last_row, call.row)

    def _has_reached(self, topic: str, call: Call) -> bool:
        try:
            arrival = self._crowd.last_arrival(topic, call.row, WITHIN_S)
        except TimeoutError:
            self._book.troubles.append(f"row {call.row} did not reach all of {topic}")
            return False
        self.took.append((call.began_s, arrival.last_ns / 1e9 - call.began_s))
        return True


class Returning:
    """Walls that drop without a word and come back: each must have the newest call at once."""

    def __init__(self, hall: Hall, book: Book, followed: Followed) -> None:
        self._hall, self._book, self._followed = hall, book, followed
        self.took: list[float] = []
        self.stale = 0

    def come_and_go(self) -> None:
        """Until it is over."""
        chance = random.Random(threading.get_ident())
        while not self._book.over.is_set():
            self._come(chance.uniform(0, STAYS_S))
            self._book.over.wait(chance.uniform(0, STAYS_S))

    def _come(self, stays_s: float) -> None:
        """A call that every steady wall had before must be in what this one is greeted with."""
        due, began_s = self._followed.last_row, time.perf_counter()
        screen = Screen("wall", self._hall.token("wall"))
        screen.connect(("127.0.0.1", self._hall.port))
        assert screen.connection is not None
        with screen.connection as connection:
            connection.settimeout(WITHIN_S)
            self.stale += _greeting(screen, connection) < due
            self.took.append(time.perf_counter() - began_s)
            self._book.over.wait(stays_s)


def _greeting(screen: Screen, connection: socket.socket) -> int:
    """The row of the first view. Raises ConnectionError: there was none."""
    while received := connection.recv(65536):
        for stream, start in screen.messages(received):
            if stream[start : start + 1] == b"0":
                screen.show_token()
            elif (view := VIEW.match(stream, start)) is not None:
                return int(view[2])
    raise ConnectionError("a wall that came back was not greeted")


class Flapping:
    """Many screens of all kinds, of which some are cut off every two seconds."""

    def __init__(self, hall: Hall, book: Book, screens: int) -> None:
        self._hall, self._book, self._screens = hall, book, screens
        self.flaps = self.refused = self.lost = self.skipped = 0

    def flap(self) -> None:
        """Until it is over; from time to time all of them go, and others come with tokens of their own."""
        while not self._book.over.is_set():
            self._for_a_while()

    def _for_a_while(self) -> None:
        until_s = time.monotonic() + RENEWED_AFTER_S
        with Crowd(self._hall.hub.url, self._hall.screens(self._screens)) as crowd:
            while time.monotonic() < until_s and not self._book.over.wait(LEAVES_EVERY_S):
                crowd.flap(self._screens // 5)
                self.flaps += self._screens // 5
            counts = crowd.counts()
        self.refused += counts.refused
        self.lost += counts.lost
        self.skipped += counts.skipped
