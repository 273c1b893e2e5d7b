"""pyserial's RFC 2217 server in front of a serial line of this machine: one connection after another."""

import os
import select
import socket
import threading
from contextlib import suppress

from serial import Serial
from serial.rfc2217 import PortManager

LOOK_S = 0.05
CHUNK_BYTES = 1024


class TerminalServer:
    """Serves a line at `url`, set to 460,800 baud by it, until `close()`. Holds off when the line does."""

    def __init__(self, path: str) -> None:
        self.line = _Line(path, timeout=0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(LOOK_S)
        self.url = f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}?baud=460800"
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._is_over.set()
        self._thread.join()
        self._listener.close()
        self.line.close()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                with connection, suppress(ConnectionError):
                    self._carry(connection)

    def _carry(self, connection: socket.socket) -> None:
        manager, held, line = PortManager(self.line, _Connection(connection)), b"", self.line.fileno()
        while not self._is_over.is_set():
            ready, room, _ = select.select([line, *([] if held else [connection])], [line] if held else [], [], LOOK_S)
            if connection in ready:
                heard = connection.recv(CHUNK_BYTES)
                if not heard:
                    return
                held = b"".join(manager.filter(heard))
            if room:
                held = held[os.write(line, held) :]
            if line in ready:
                connection.sendall(b"".join(manager.escape(os.read(line, CHUNK_BYTES))))


class _Line(Serial):
    """A line whose signals are always up: a pseudo-terminal has none."""

    cts = dsr = cd = property(lambda _self: True)
    ri = property(lambda _self: False)

    def _update_dtr_state(self) -> None:
        pass

    def _update_rts_state(self) -> None:
        pass


class _Connection:
    """What PortManager needs of a connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.write = connection.sendall
