"""Puts a simulated device on a pseudo-terminal, as one with a USB serial converter appears under /dev."""

import contextlib
import os
import select
import socket
import threading
import tty
from pathlib import Path

from drivers.errors import PortTakenError
from drivers.simulators.carried import Carried
from drivers.simulators.faults import Fault

CHUNK_BYTES = 1024
SLOW_CHUNK_S = 0.1


class PtyCable:
    """Carries bytes between a pseudo-terminal and a Carried; `path` is a link to the terminal of the moment.

    A serial line knows no connections: the device is connected while it is plugged in. When it loses power the
    terminal goes and a new one comes at once under the same path, as a device that starts again. Call `plug()` to
    begin and `unplug()` to end; both may be repeated.
    """

    def __init__(self, simulator: Carried, path: Path) -> None:
        self.path = path
        self.simulator = simulator
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_pulled = threading.Event()

    @property
    def is_plugged(self) -> bool:
        """Whether the path leads to a terminal."""
        return self._thread is not None

    def plug(self) -> None:
        """Make the terminal and its path; both are there when this returns. Raises PortTakenError."""
        with self._lock:
            if self._thread is not None:
                return
            self._is_pulled.clear()
            terminal = _Terminal(self.path)
            self._bell, self._ear = socket.socketpair()
            self._ear.setblocking(False)
            self.simulator.on_change = self._wake
            self._thread = threading.Thread(target=self._serve, args=(terminal,), name="cable-on-pty", daemon=True)
            self._thread.start()

    def unplug(self) -> None:
        """Take the terminal away: whoever holds it open gets an error. Returns when it is gone."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            self.simulator.on_change = lambda: None
            self._is_pulled.set()
            self._wake()
            thread.join()
            self._bell.close()
            self._ear.close()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._bell.send(b"!")

    def _serve(self, terminal: "_Terminal") -> None:
        while not self._is_pulled.is_set():
            self.simulator.connected()
            try:
                self._carry(terminal)
            finally:
                self.simulator.disconnected()
            if not self._is_pulled.is_set():
                former, terminal = terminal, _Terminal(self.path)
                former.close()
        self.path.unlink(missing_ok=True)
        terminal.close()

    def _carry(self, terminal: "_Terminal") -> None:
        """Carry bytes until the power fails or the cable is pulled. What was not accepted is offered again."""
        held = b""
        while not self._is_pulled.is_set():
            held = held[self.simulator.feed(held) :]
            terminal.say(self.simulator.take_replies())
            if self.simulator.is_hung_up:
                return
            held += self._next_bytes(terminal, is_reading=not held and self.simulator.has_room)

    def _next_bytes(self, terminal: "_Terminal", is_reading: bool) -> bytes:
        """Wait for bytes or the bell."""
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        if is_reading:
            poll.register(terminal.master, select.POLLIN)
        happened = dict(poll.poll(self.simulator.answers_in_ms))
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(64)
        if not happened.get(terminal.master, 0) & select.POLLIN:
            return b""
        if Fault.SLOW in self.simulator.faults:
            self._is_pulled.wait(SLOW_CHUNK_S)
        return os.read(terminal.master, CHUNK_BYTES)


class _Terminal:
    """One pseudo-terminal under a path. Its other end is kept open here, or the line would end with each user."""

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_symlink():
            raise PortTakenError(f"{path} is there and is no terminal's link: choose another path for the device.")
        if not path.parent.is_dir():
            raise PortTakenError(f"There is no folder {path.parent} for the simulated device's terminal.")
        self.master, self._line = os.openpty()
        os.set_blocking(self.master, False)
        tty.setraw(self._line)
        beside = path.with_name(path.name + ".new")
        beside.unlink(missing_ok=True)
        beside.symlink_to(os.ttyname(self._line))
        beside.replace(path)

    def say(self, replies: bytes) -> None:
        """Send answers; a line that nobody reads loses them, as a real one does."""
        with contextlib.suppress(BlockingIOError):
            while replies:
                replies = replies[os.write(self.master, replies) :]

    def close(self) -> None:
        """Take the terminal away."""
        os.close(self._line)
        os.close(self.master)
