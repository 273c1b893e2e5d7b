"""Puts a simulated device on a TCP port, as a network printer or converter is on one: one connection at a time."""

import contextlib
import select
import socket
import threading

from drivers.links.listening import listen
from drivers.simulators.carried import Carried
from drivers.simulators.faults import Fault

CHUNK_BYTES = 1024
SLOW_CHUNK_S = 0.1
HUNG_UP_EVENTS = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class TcpCable:
    """Carries bytes between a TCP port and a Carried; pulls and plugs the cable.

    Port 0 takes any free one, see `port`. Call `plug()` to begin and `unplug()` to end; both may be repeated.
    """

    def __init__(self, simulator: Carried, port: int, host: str = "127.0.0.1") -> None:
        self.port = port
        self._host = host
        self._simulator = simulator
        self._lock = threading.Lock()
        self._cable: _Cable | None = None

    @property
    def is_plugged(self) -> bool:
        """Whether the port accepts connections."""
        return self._cable is not None

    def plug(self) -> None:
        """Start to accept connections. Raises PortTakenError."""
        with self._lock:
            if self._cable is not None:
                return
            listener = listen(self._host, self.port, 4 * CHUNK_BYTES)
            self.port = listener.getsockname()[1]
            self._cable = _Cable(self._simulator, listener)
            self._simulator.on_change = self._cable.wake

    def unplug(self) -> None:
        """Break the connection and refuse new ones; returns when the port is free."""
        with self._lock:
            cable, self._cable = self._cable, None
            self._simulator.on_change = lambda: None
            if cable is not None:
                cable.pull()


class _Cable:
    """One stretch of time in which the device is plugged in: a listening socket and the thread that serves it."""

    def __init__(self, simulator: Carried, listener: socket.socket) -> None:
        self._simulator = simulator
        self._listener = listener
        self._bell, self._ear = socket.socketpair()
        self._ear.setblocking(False)
        self._is_pulled = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="cable-on-tcp", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Let the thread look at the simulator again."""
        with contextlib.suppress(OSError):
            self._bell.send(b"!")

    def pull(self) -> None:
        self._is_pulled.set()
        self.wake()
        self._thread.join()
        for end in (self._listener, self._bell, self._ear):
            end.close()

    def _serve(self) -> None:
        poll = select.poll()
        poll.register(self._listener, select.POLLIN)
        poll.register(self._ear, select.POLLIN)
        while not self._is_pulled.is_set():
            ready = dict(poll.poll())
            self._hear()
            if self._listener.fileno() in ready and not self._is_pulled.is_set():
                with contextlib.suppress(OSError), self._listener.accept()[0] as connection:
                    self._carry(connection)

    def _carry(self, connection: socket.socket) -> None:
        """Carry one connection until a side ends it. What the simulator did not accept is offered again."""
        self._simulator.connected()
        held: bytes | None = b""
        try:
            while held is not None and not self._is_pulled.is_set():
                held = held[self._simulator.feed(held) :]
                connection.sendall(self._simulator.take_replies())
                if self._simulator.is_hung_up:
                    return
                held = self._next_bytes(connection, held)
        finally:
            self._simulator.disconnected()

    def _next_bytes(self, connection: socket.socket, held: bytes) -> bytes | None:
        """Wait for bytes or the bell; returns what is to be fed now, None when the sender has gone."""
        is_reading = not held and self._simulator.has_room
        poll = select.poll()
        poll.register(self._ear, select.POLLIN)
        poll.register(connection, HUNG_UP_EVENTS | (select.POLLIN if is_reading else 0))
        happened = dict(poll.poll(self._simulator.answers_in_ms)).get(connection.fileno(), 0)
        self._hear()
        if happened & select.POLLIN:
            if Fault.SLOW in self._simulator.faults:
                self._is_pulled.wait(SLOW_CHUNK_S)
            return connection.recv(CHUNK_BYTES) or None
        return None if happened & HUNG_UP_EVENTS else held

    def _hear(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._ear.recv(64)
