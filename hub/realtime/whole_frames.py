"""A websocket's way out: whole frames with a deadline, and a bounded queue before it.

simple-websocket writes a frame with one ``send`` and ignores how much of it went out; with a screen that reads slowly
the rest of the frame is lost and the screen reads garbage from then on. So the socket it is given here sends all or
ends the connection. What a screen has not taken by then is dropped: it connects again and gets the newest views.
"""

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
from gevent.lock import BoundedSemaphore
from gevent.pywsgi import Input, WSGIHandler
from gevent.queue import Empty, JoinableQueue
from gevent.socket import IPPROTO_TCP, SHUT_RDWR, SHUT_WR, TCP_NODELAY, socket

WRITE_DEADLINE_S = 3.0
"""How long one frame may take; as long as a missed ping is borne with."""

MOST_PACKETS_QUEUED = 128
"""Packets that may wait for one screen: more than 5 s of views at the fastest pace (one each 50 ms)."""

MOST_BYTES_SKIPPED = 262_144
"""A body that says it is longer is kept from the pages, and the connection ends with the answer; so a chunked one."""

MOST_BYTES_PASSED_OVER = 16 * 1_048_576
"""So much of such a body is thrown away once the answer is out. A browser that was cut off shows no answer."""

PASSING_OVER_S = 5.0
"""How long that may take."""

MOST_SILENCE_S = 60.0
"""A connection on which nothing moves for so long is over: a tablet that left the network says no goodbye."""

SOCKET_KEY = "toi_luot.socket"
"""Where the WSGI environment holds a websocket's :class:`WholeFrameSocket`."""


class WholeFrameSocket:
    """A gevent socket for simple-websocket whose ``send`` sends all in time or breaks the connection.

    ``is_admitted`` becomes true when its screen has shown a good token.
    """

    def __init__(self, connection: socket, deadline_s: float = WRITE_DEADLINE_S) -> None:
        self._connection = connection
        self._deadline_s = deadline_s
        self._one_at_a_time = BoundedSemaphore(1)
        self._is_broken = False
        self.is_admitted = False

    def send(self, frame: bytes) -> int:
        """Send all of ``frame``; returns its length in bytes. Raises BrokenPipeError: too slow, or already gone."""
        with self._one_at_a_time:
            if self._is_broken:
                raise BrokenPipeError("the connection was broken off")
            try:
                with gevent.Timeout(self._deadline_s, TimeoutError("the screen does not read")):
                    self._connection.sendall(frame)
            except OSError as error:
                self.break_off()
                raise BrokenPipeError(str(error)) from error
        return len(frame)

    def recv(self, most: int) -> bytes:
        """Up to ``most`` bytes, none at the end of the connection."""
        received: bytes = self._connection.recv(most)
        return received

    def break_off(self) -> None:
        """End the connection both ways; nothing more is sent, and who waits to receive wakes up."""
        self._is_broken = True
        try:
            self._connection.shutdown(SHUT_RDWR)
        except OSError:
            self._connection.close()

    def close(self) -> None:
        """Give the descriptor back."""
        self._connection.close()

    def fileno(self) -> int:
        """The descriptor, for selectors."""
        number: int = self._connection.fileno()
        return number

    def dup(self) -> "WholeFrameSocket":
        """The same socket: simple-websocket asks for a copy because it closes what it was given, as the server does."""
        return WholeFrameSocket(self._connection.dup(), self._deadline_s)


class WholeFrameHandler(WSGIHandler):  # type: ignore[misc]
    """Hands simple-websocket a :class:`WholeFrameSocket` where it looks for gevent's own (``wsgi.input.raw._sock``).

    Compression is not negotiated: it would cost a compressor for each screen and win nothing in a hall's network.
    """

    write_deadline_s = WRITE_DEADLINE_S
    _is_cut_short = False

    def handle(self) -> None:
        """Serve one connection until its end or its silence.

        What is written goes out at once, instead of waiting 40 ms for the other side's word.
        """
        self.socket.settimeout(MOST_SILENCE_S)
        self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        super().handle()

    def get_environ(self) -> dict[str, Any]:
        """The request's WSGI environment; for a websocket with the guarded socket in it."""
        environ: dict[str, Any] = super().get_environ()
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            guarded = WholeFrameSocket(self.socket, self.write_deadline_s)
            environ["wsgi.input"] = SimpleNamespace(raw=SimpleNamespace(_sock=guarded))
            environ[SOCKET_KEY] = guarded
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            self.close_connection = True
        elif self._is_endless(environ):
            environ["wsgi.input"] = self.wsgi_input = Input(self.rfile, 0)
            self.close_connection = self._is_cut_short = True
        return environ

    def finalize_headers(self) -> None:
        """Say with the answer that the connection ends, or its sender would put the next request on it."""
        super().finalize_headers()
        if self._is_cut_short:
            self.response_headers.append((b"Connection", b"close"))

    def handle_one_response(self) -> None:
        """Answer one request; behind a body that nobody reads, the end of the connection waits for its sender."""
        super().handle_one_response()
        if self._is_cut_short:
            self._pass_over()

    def _pass_over(self) -> None:
        left = MOST_BYTES_PASSED_OVER
        with gevent.Timeout(PASSING_OVER_S, False), suppress(OSError):
            self.socket.shutdown(SHUT_WR)
            while left > 0 and (chunk := self.socket.recv(65_536)):
                left -= len(chunk)

    def _is_endless(self, environ: dict[str, Any]) -> bool:
        """Whether gevent would go on reading the body after it was refused, to find the next request behind it."""
        return "HTTP_TRANSFER_ENCODING" in environ or (self.content_length or 0) > MOST_BYTES_SKIPPED


class OutgoingQueue(JoinableQueue):  # type: ignore[misc]
    """What waits for one screen. When it is full, it is emptied and the connection closes; it never blocks.

    ``None`` is engineio's own mark for "close when you come to it".
    """

    def __init__(self, most: int = MOST_PACKETS_QUEUED) -> None:
        super().__init__()
        self._most = most
        self._is_closing = False

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Queue a packet, unless the screen is being closed; the one too many closes it."""
        if item is not None and self._is_closing:
            return
        if item is not None and self.qsize() >= self._most:
            self._is_closing = True
            self._drop_all()
            item = None
        super().put(item, block, timeout)

    def _drop_all(self) -> None:
        try:
            while True:
                self.get_nowait()
                self.task_done()
        except Empty:
            return
