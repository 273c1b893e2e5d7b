"""A cable between agent and hub that can lose an answer after the hub has given it, or be pulled."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit


class CuttingLine:
    """Forwards TCP to ``url``. ``lose`` answers to requests that begin with ``beginning`` never reach the agent."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.lost = 0
        self._lose = 0
        self._beginning = b""
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def lose(self, answers: int, beginning: bytes) -> None:
        self._beginning, self._lose = beginning, answers

    def pull(self) -> None:
        """Cut every connection and accept none."""
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near = self._listener.accept()[0]
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near, socket.create_connection(self._target) as far:
            self._ends += [near, far]
            request = near.recv(65536)
            is_to_lose = self._lose > 0 and request.startswith(self._beginning)
            self._lose -= is_to_lose
            far.sendall(request)
            there = threading.Thread(target=_pour, args=(near, far), daemon=True)
            there.start()
            if is_to_lose:
                far.recv(65536)
                self.lost += 1
                near.shutdown(socket.SHUT_RDWR)
            else:
                _pour(far, near)
            there.join(5)


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            sink.sendall(chunk)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
