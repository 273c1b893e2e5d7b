"""Keeps one line open and its talk going: a thread that waits for bytes, for its bell and for the clock, never busy."""

import logging
import os
import random
import select
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct

from drivers.errors import DeviceError
from drivers.lines.talk import Talk
from drivers.links import ByteLink
from drivers.links.patience import HasFileno

log = logging.getLogger(__name__)

REOPEN_S = (0.05, 0.15)
"""A line that is away is looked for again after so long, at random, so that many do not come at once."""

STALL_S = 1.0
MOST_WAIT_S = 5.0
UNWATCHED_WAIT_S = 0.02
"""How often a link is read that the kernel cannot wait for."""
DEAF_S = 15.0
"""A line that was spoken to and from which nothing came for so long is opened anew: a connection over the network may
have died unnoticed, an adapter may hang."""
STOP_S = 3.0


class Way(Struct, frozen=True):
    """How a line is reached: its address, for people; what opens it; its speed, None for as fast as may be."""

    address: str
    open: Callable[[], ByteLink]
    baud: int | None


class Keeper:
    """One line: opened, heard, spoken to and, when it is lost, opened anew, until `stop`.

    What is wrong with a line is told to the log once; the talk tells its devices.
    """

    def __init__(self, way: Way, talk: Talk, now_s: Callable[[], float]) -> None:
        self.talk = talk
        self.turned_s = now_s()
        """When the thread last went on."""
        self._way = way
        self._now_s = now_s
        self._ear, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._bell_lock = threading.Lock()
        self._has_bell = True
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line-keeper", daemon=True)
        self._told: str | None = None
        self._deaf_since_s: float | None = None
        talk.wake = self.wake

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Ask the talk at once what is due."""
        with self._bell_lock, suppress(BlockingIOError):
            if self._has_bell:
                os.write(self._bell, b"!")

    def end(self) -> None:
        """Let it end, without waiting for it."""
        self._is_over.set()
        self.wake()

    def stop(self) -> None:
        """End, and close the line; a connection that is being made is given up by itself a moment later."""
        self.end()
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while not self._is_over.is_set():
            self.turned_s = self._now_s()
            try:
                self._keep()
            except DeviceError as error:
                self._lost(error.code, str(error))
            except BaseException as error:  # noqa: BLE001 - the edge of this thread: nothing must silence it for good
                self._lost("line_fault", _traced(error))
            self._rest(random.uniform(*REOPEN_S))
        with self._bell_lock:
            self._has_bell = False
            os.close(self._bell)
            os.close(self._ear)

    def _keep(self) -> None:
        """One opening of the line, from its beginning to its end. Raises DeviceError."""
        link = self._way.open()
        try:
            if self._told != "":
                log.info("the line %s is open", self._way.address)
            self._told = ""
            self._deaf_since_s = None
            self.talk.opened(self._now_s(), self._way.baud)
            while not self._is_over.is_set() and not self._is_deaf():
                self._turn(link)
        finally:
            link.close()

    def _is_deaf(self) -> bool:
        return self._deaf_since_s is not None and self._now_s() - self._deaf_since_s > DEAF_S

    def _turn(self, link: ByteLink) -> None:
        """A link may have read something while it wrote: the kernel knows nothing of it, so that comes first."""
        self.turned_s = self._now_s()
        if due := self.talk.due(self.turned_s):
            link.write(due, STALL_S)
            self._deaf_since_s = self._deaf_since_s or self.turned_s
        chunk = link.read(0)
        if not chunk:
            self._wait(link)
            chunk = link.read(0)
        if chunk:
            self._deaf_since_s = None
            self.talk.received(chunk, self._now_s())

    def _wait(self, link: ByteLink) -> None:
        """Until bytes have come, the bell rings or something is due."""
        now_s = self._now_s()
        next_s = self.talk.next_s(now_s)
        wait_s = MOST_WAIT_S if next_s is None else min(MOST_WAIT_S, max(0.0, next_s - now_s))
        number = link.fileno() if isinstance(link, HasFileno) else -1
        if number >= 0:
            self._rest(wait_s, number)
        else:
            self._rest(min(wait_s, UNWATCHED_WAIT_S))

    def _rest(self, wait_s: float, number: int | None = None) -> None:
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        if number is not None:
            poll.register(number, select.POLLIN)
        poll.poll(wait_s * 1000)
        with suppress(BlockingIOError):
            os.read(self._ear, 4096)

    def _lost(self, code: str, what: str) -> None:
        if code != self._told:
            log.warning("the line %s is away: %s", self._way.address, what)
        self._told = code
        self.talk.lost(code, self._now_s())


def _traced(error: BaseException) -> str:
    """Where a fault of ours lies. Not its message: that may quote what came over the line, such as an identity card."""
    return f"{type(error).__name__} in our own program\n{''.join(traceback.format_tb(error.__traceback__))}"
