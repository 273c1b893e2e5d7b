"""`python -m tests.bench.listeners HOST PORT RATE`: the process behind :class:`tests.bench.crowd.Crowd`.

One thread and one epoll; of a websocket it knows what a screen that listens needs: the upgrade, whole text frames,
engine.io's ping. Lines of JSON on its input are orders, lines on its output tell who is there and which views have
reached all of their screens. It ends with its input.

When a view arrives is what the kernel notes as it takes the bytes in (SO_TIMESTAMPNS), so a busy crowd makes nothing
look late.
"""

import json
import os
import resource
import select
import signal
import struct
import sys
import time
from collections import deque
from typing import Any

from tests.bench.screen import VIEW, Screen

MOST_READ = 65_536
MOST_UNDER_WAY = 16
"""Connections that are not let in yet, at a time."""

COMES_BACK_S = 1.0
"""After the hub has closed a connection or none could be made."""

PONG = b"\x81\x81\0\0\0\x003"
"""A masked frame, as a client's has to be; a mask of zeros changes nothing."""

STAMP = struct.Struct("qq")


class Delivery:
    """A view on its way: who has it, and when they got it (ns of the clock that only goes forward)."""

    def __init__(self, missing: set[Screen], at_ns: int) -> None:
        self.missing = missing
        self.first_ns = self.last_ns = at_ns
        self.screens = 0


class Deliveries:
    """Which view has reached which of the screens that were there when the first of them got it.

    ``skipped`` counts the (view, screen) of which a newer view has come instead: the hub tells all of a room the same.
    """

    def __init__(self) -> None:
        self._here: dict[str, set[Screen]] = {}
        self._under_way: dict[str, dict[int, Delivery]] = {}
        self.views = self.skipped = 0

    @property
    def here(self) -> int:
        """How many screens have been greeted and not left."""
        return sum(map(len, self._here.values()))

    @property
    def missing(self) -> int:
        """How many (view, screen) are under way."""
        return sum(len(one.missing) for views in self._under_way.values() for one in views.values())

    def enter(self, screen: Screen, rev: int = 0) -> None:
        """It was greeted with a view, and needs none that is older."""
        screen.heard.append(rev)
        self._here.setdefault(screen.topic, set()).add(screen)

    def leave(self, screen: Screen) -> None:
        """It is gone: it misses nothing, its greeting will bring the newest."""
        self._here.get(screen.topic, set()).discard(screen)
        for rev, delivery in list(self._under_way.get(screen.topic, {}).items()):
            delivery.missing.discard(screen)
            self._end_if_whole(screen.topic, rev, delivery, delivery.last_ns)

    def note(self, screen: Screen, rev: int, at_ns: int) -> None:
        """A view has arrived; who has a newer one does not wait for an older one, but has lost it."""
        self.views += 1
        if not screen.lacks(rev):
            return  # told anew after somebody has come
        screen.heard.append(rev)
        under_way = self._under_way.setdefault(screen.topic, {})
        if rev not in under_way:
            under_way[rev] = self._sent(screen, rev, at_ns)
        for older, delivery in list(under_way.items()):
            if older <= rev and screen in delivery.missing:
                self.skipped += older < rev
                delivery.missing.discard(screen)
                delivery.screens += 1
                delivery.last_ns = max(delivery.last_ns, at_ns)
                self._end_if_whole(screen.topic, older, delivery, time.monotonic_ns())

    def _sent(self, first: Screen, rev: int, at_ns: int) -> Delivery:
        """A view that the first screen has: the others wait for it, but for those that have read a newer one."""
        lacking = {screen for screen in self._here[first.topic] if screen is first or screen.lacks(rev)}
        past = {screen for screen in lacking if screen.heard[-1] > rev}
        self.skipped += len(past)
        return Delivery(lacking - past, at_ns)

    def _end_if_whole(self, topic: str, rev: int, delivery: Delivery, read_ns: int) -> None:
        if not delivery.missing:
            del self._under_way[topic][rev]
            tell(arrived=[topic, rev, delivery.screens, delivery.first_ns, delivery.last_ns, read_ns])


def tell(**line: Any) -> None:
    """A line of the output."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Listeners:
    """All screens of this process."""

    def __init__(self, address: tuple[str, int], rate: float) -> None:
        self._address, self._pause_s = address, 1 / rate
        self._poll = select.epoll()
        self._poll.register(0, select.EPOLLIN)
        self._screens: dict[int, Screen] = {}
        self._coming: deque[tuple[float, Screen]] = deque()
        self._under_way: set[Screen] = set()
        self._deliveries = Deliveries()
        self._next_s = 0.0
        self._orders = b""
        self._refused = self._lost = 0

    def listen(self) -> None:
        """Until the end of the input."""
        while self._go_on(self._poll.poll(self._patience_s())):
            self._let_in()

    def _go_on(self, ready: list[tuple[int, int]]) -> bool:
        """Read where there is something; False: the input has ended."""
        for number, _ in ready:
            if number in self._screens:
                self._read(self._screens[number])
        return all(number != 0 for number, _ in ready) or self._hear()

    def _patience_s(self) -> float | None:
        if not self._coming or len(self._under_way) >= MOST_UNDER_WAY:
            return None
        return max(0.0, max(self._coming[0][0], self._next_s) - time.monotonic())

    def _hear(self) -> bool:
        chunk = os.read(0, MOST_READ)
        *lines, self._orders = (self._orders + chunk).split(b"\n")
        for line in lines:
            self._do(json.loads(line))
        return bool(chunk)

    def _do(self, order: dict[str, Any]) -> None:
        now_s = time.monotonic()
        self._coming.extend((now_s, Screen(topic, token)) for topic, token in order.get("connect", ()))
        for screen in list(self._screens.values())[: order.get("flap", 0)]:
            self._cut(screen, now_s)
        if "count" in order:
            told = self._deliveries
            counts = {"missing": told.missing, "skipped": told.skipped, "views": told.views}
            tell(counted={**counts, "here": self._deliveries.here, "refused": self._refused, "lost": self._lost,
                          "cpu_s": time.process_time()})  # fmt: skip

    def _let_in(self) -> None:
        now_s = time.monotonic()
        if not self._coming or len(self._under_way) >= MOST_UNDER_WAY or max(self._coming[0][0], self._next_s) > now_s:
            return
        _, screen = self._coming.popleft()
        self._next_s = now_s + self._pause_s
        try:
            screen.connect(self._address)
        except OSError:
            self._coming.append((now_s + COMES_BACK_S, screen))
            return
        self._under_way.add(screen)
        number = screen.connection.fileno()  # type: ignore[union-attr]
        self._screens[number] = screen
        self._poll.register(number, select.EPOLLIN)

    def _cut(self, screen: Screen, again_s: float) -> None:
        assert screen.connection is not None
        del self._screens[screen.connection.fileno()]
        screen.connection.close()
        self._under_way.discard(screen)
        self._deliveries.leave(screen)
        screen.reset()
        self._coming.append((again_s, screen))

    def _read(self, screen: Screen) -> None:
        try:
            received, notes, _, _ = screen.connection.recvmsg(MOST_READ, 64)  # type: ignore[union-attr]
        except OSError:
            received, notes = b"", []
        now_ns = time.monotonic_ns()
        at_ns = _stamped_ns(notes[0][2], now_ns) if notes else now_ns
        for stream, start in screen.messages(received):
            if not self._take(screen, stream, start, at_ns):
                received = b""
        if not received:
            self._lost += 1
            self._cut(screen, time.monotonic() + COMES_BACK_S)

    def _take(self, screen: Screen, stream: bytes, start: int, at_ns: int) -> bool:
        """What a message says; False: the connection is over."""
        if (view := VIEW.match(stream, start)) is not None:
            if screen.is_greeted:
                self._deliveries.note(screen, int(view[2]), at_ns)
            else:
                self._greet(screen, int(view[2]))
            return True
        kind = stream[start : start + 2]
        if kind[:1] == b"2":
            screen.connection.sendall(PONG)  # type: ignore[union-attr]
        elif kind[:1] == b"0":
            screen.show_token()
        elif kind == b"44":
            self._refused += 1
        return kind not in (b"44", b"")

    def _greet(self, screen: Screen, rev: int) -> None:
        screen.is_greeted = True
        self._under_way.discard(screen)
        self._deliveries.enter(screen, rev)
        if not self._under_way and not self._coming:
            tell(here=self._deliveries.here)


def _stamped_ns(note: bytes, now_ns: int) -> int:
    """The kernel's time of day, on the clock that only goes forward."""
    seconds, nanoseconds = STAMP.unpack(note)
    return now_ns - (time.time_ns() - (seconds * 1_000_000_000 + nanoseconds))


def main() -> None:
    """Listen until the input ends; the terminal's Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    host, port, rate = sys.argv[1:]
    Listeners((host, int(port)), float(rate)).listen()


if __name__ == "__main__":
    main()
