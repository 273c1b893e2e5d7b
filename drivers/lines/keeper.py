"""Keeps one line open and its talk going: a thread that waits for bytes, for its bell and for the clock, never busy."""

import logging
import os
import random
import select
import threading
from collections.abc import Callable
from contextlib import suppress

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
STOP_S = 1.0


class Keeper:
    """One line: opened, heard, spoken to and, when it is lost, opened anew, until `stop`. `open_way` opens it.

    What is wrong with a line is told to the log once; the talk tells its devices.
    """

    def __init__(
        self, open_way: Callable[[], ByteLink], talk: Talk, baud: int | None, now_s: Callable[[], float]
    ) -> None:
        self.talk = talk
        self.turned_s = now_s()
        """When the thread last went on."""
        self._open_way = open_way
        self._baud = baud
        self._now_s = now_s
        self._ear, self._bell = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line-keeper", daemon=True)
        self._told = ""
        talk.wake = self.wake

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Ask the talk at once what is due."""
        with suppress(BlockingIOError):
            os.write(self._bell, b"!")

    def stop(self) -> None:
        """End and close the line."""
        self._has_ended.set()
        self.wake()
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while not self._has_ended.is_set():
            try:
                self._keep()
            except DeviceError as error:
                self._lost(error)
            except Exception as error:  # the edge of this thread: one line's fault must not silence it for good
                log.exception("a line met a fault and begins anew")
                self._lost(DeviceError("line_fault", retry=True, detail=type(error).__name__))
            self._rest(random.uniform(*REOPEN_S))

    def _keep(self) -> None:
        """One opening of the line, from its beginning to its end. Raises DeviceError."""
        link = self._open_way()
        try:
            log.info("a line is open%s", " again" if self._told else "")
            self._told = ""
            self.talk.opened(self._now_s(), self._baud)
            while not self._has_ended.is_set():
                self._turn(link)
        finally:
            link.close()

    def _turn(self, link: ByteLink) -> None:
        self.turned_s = self._now_s()
        if due := self.talk.due(self.turned_s):
            link.write(due, STALL_S)
        self._wait(link)
        if chunk := link.read(0):
            self.talk.received(chunk, self._now_s())

    def _wait(self, link: ByteLink) -> None:
        """Until bytes have come, the bell rings or something is due."""
        now_s = self._now_s()
        next_s = self.talk.next_s(now_s)
        wait_s = MOST_WAIT_S if next_s is None else min(MOST_WAIT_S, max(0.0, next_s - now_s))
        if isinstance(link, HasFileno):
            self._rest(wait_s, link)
        else:
            self._rest(min(wait_s, UNWATCHED_WAIT_S))

    def _rest(self, wait_s: float, link: HasFileno | None = None) -> None:
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        if link is not None:
            poll.register(link, select.POLLIN)
        poll.poll(wait_s * 1000)
        with suppress(BlockingIOError):
            os.read(self._ear, 4096)

    def _lost(self, error: DeviceError) -> None:
        if error.code != self._told:
            log.warning("a line is away: %s", error)
        self._told = error.code
        self.talk.lost(error.code, self._now_s())
