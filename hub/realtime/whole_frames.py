"""A websocket's way out: whole frames with a deadline, at once where nothing waits before them.

simple-websocket writes a frame with one ``send`` and ignores how much of it went out; with a screen that reads slowly
the rest of the frame is lost and the screen reads garbage from then on. So the socket it is given here sends all or
ends the connection. What a screen has not taken by then is dropped: it connects again and gets the newest views.
"""

from contextlib import suppress
from contextvars import ContextVar
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Protocol

import gevent
from gevent.lock import BoundedSemaphore
from gevent.pywsgi import Input, WSGIHandler
from gevent.socket import IPPROTO_TCP, SHUT_RDWR, SHUT_WR, TCP_NODELAY, socket

WRITE_DEADLINE_S = 3.0
"""How long one frame may take; as long as a missed ping is borne with."""

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

OWN_CONNECTION: ContextVar["WholeFrameSocket"] = ContextVar("own_connection")
"""The websocket that a greenlet serves: what is made for it there finds it."""


class Waiting(Protocol):
    """What waits to be sent on a connection."""

    def empty(self) -> bool:
        """Whether that is nothing."""


class WholeFrameSocket:
    """A gevent socket for simple-websocket whose ``send`` sends all in time or breaks the connection.

    ``is_admitted`` becomes true when its screen has shown a good token. ``waiting`` is the engine's queue for it, once
    there is one.
    """

    def __init__(self, connection: socket, deadline_s: float = WRITE_DEADLINE_S) -> None:
        self._connection = connection
        self._deadline_s = deadline_s
        self._one_at_a_time = BoundedSemaphore(1)
        self._senders = 0
        self._is_broken = False
        self.is_admitted = False
        self.waiting: Waiting | None = None

    def send(self, frame: bytes) -> int:
        """Send all of ``frame``; returns its length in bytes. Raises BrokenPipeError: too slow, or already gone."""
        self._senders += 1
        try:
            with self._one_at_a_time:
                self._send_in_time(frame)
        finally:
            self._senders -= 1
        return len(frame)

    def offer(self, frame: bytes) -> bool:
        """Send ``frame`` without waiting for anything; false if it has to wait its turn in the queue.

        What the screen does not take of it at once a greenlet sends, before anything else.
        """
        if self._senders or self.waiting is None or not self.waiting.empty():
            return False
        try:
            sent = self._connection.send(frame, 0, 0.0)
        except BlockingIOError:
            return False
        except OSError:
            self.break_off()
            return True
        if sent < len(frame):
            self._senders += 1
            self._one_at_a_time.acquire()
            gevent.spawn(self._send_rest, frame[sent:])
        return True

    def _send_rest(self, rest: bytes) -> None:
        try:
            with suppress(BrokenPipeError):
                self._send_in_time(rest)
        finally:
            self._senders -= 1
            self._one_at_a_time.release()

    def _send_in_time(self, frame: bytes) -> None:
        if self._is_broken:
            raise BrokenPipeError("the connection was broken off")
        try:
            with gevent.Timeout(self._deadline_s, TimeoutError("the screen does not read")):
                self._connection.sendall(frame)
        except OSError as error:
            self.break_off()
            raise BrokenPipeError(str(error)) from error

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
        """Itself: simple-websocket asks for a copy because it closes what it was given, and so does the server later.

        Closing twice does no harm, and a screen takes one descriptor instead of two.
        """
        return self


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
            OWN_CONNECTION.set(guarded)
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            self.close_connection = True
            self._read_no_more()
        elif self._is_endless(environ):
            environ["wsgi.input"] = self.wsgi_input = Input(self.rfile, 0)
            self.close_connection = self._is_cut_short = True
        return environ

    def _read_no_more(self) -> None:
        """A websocket reads from its socket: give back the buffer and the header lines, some 10 kB while it is open."""
        self.rfile.close()
        self.wsgi_input = Input(self.rfile, 0)
        self.headers = self.MessageClass(BytesIO(b"\r\n"), 0)

    def log_request(self) -> None:
        """Nothing: the commands have their own line, and a line that nobody keeps need not be put together."""

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
