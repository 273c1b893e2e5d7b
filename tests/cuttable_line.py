"""A line between a screen and its hub that a test can cut and mend: a TCP relay on a port of its own."""

import contextlib
import socket
import threading
from typing import Self

CHUNK = 65_536


class CuttableLine:
    """Relays ``port`` to the hub's; :meth:`cut` closes all connections and refuses new ones until :meth:`mend`."""

    def __init__(self, hub_port: int) -> None:
        self._hub_port = hub_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False

    def cut(self) -> None:
        """Pull the cable."""
        with self._lock:
            self._is_cut = True
            ends, self._ends = self._ends, set()
        for end in ends:
            _hang_up(end)

    def mend(self) -> None:
        """Plug it in again."""
        with self._lock:
            self._is_cut = False

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        _hang_up(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            self._connect(caller)

    def _connect(self, caller: socket.socket) -> None:
        with self._lock:
            if self._is_cut:
                _hang_up(caller)
                return
            hub = socket.create_connection(("127.0.0.1", self._hub_port))
            self._ends |= {caller, hub}
        for source, target in ((caller, hub), (hub, caller)):
            threading.Thread(target=_relay, args=(source, target), daemon=True).start()


def _relay(source: socket.socket, target: socket.socket) -> None:
    try:
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)
    except OSError:
        pass
    finally:
        _hang_up(source)
        _hang_up(target)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
