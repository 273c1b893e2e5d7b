"""The page's socket: it only listens. And the one server of everything on the agent's port."""

import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import SocketIO
from werkzeug.serving import WSGIRequestHandler, make_server

from drivers.links.listening import listen
from hub.messages import SCAN_EVENT, VIEW_EVENT
from kiosk_app.board import Board

log = logging.getLogger(__name__)

PING_S = 3
MOST_BYTES_IN = 4096
"""The page says nothing but its token and topic."""

POLL_S = 0.05
ANSWER_S = 2.0

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1", socket.gethostname().lower()})
EVERYWHERE = frozenset({"", "0.0.0.0", "::"})

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def attach_sockets(app: Flask, board: Board, may_ask: Callable[[object], bool]) -> Callable[[dict[str, Any]], None]:
    """Let the page listen with ``auth={"token", …}``: both views at once, then each change; who speaks is let go.

    Returns what tells it of a scan. A page that is not there then never hears of it: nobody stands before it.
    """
    sockets = SocketIO(
        app,
        async_mode="threading",
        ping_interval=PING_S,
        ping_timeout=PING_S,
        transports=["websocket"],
        max_http_buffer_size=MOST_BYTES_IN,
        http_compression=False,
        manage_session=False,
    )

    def connect(auth: object = None) -> None:
        if not (isinstance(auth, dict) and may_ask(auth.get("token"))):
            raise Refusal("unauthorised")
        for envelope in board.views():
            sockets.emit(VIEW_EVENT, envelope, to=_sid())

    def said(_event: object, *_arguments: object) -> None:
        log.warning("a page said something on its socket and was let go")
        sockets.server.disconnect(_sid())

    sockets.on_event("connect", connect)
    sockets.on_event("*", said)
    board.send = lambda envelope: sockets.emit(VIEW_EVENT, envelope)
    return lambda scan: sockets.emit(SCAN_EVENT, scan)


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


class HostGuard:
    """Refuses requests addressed to a name that is not this machine's.

    A hostile page could otherwise point a name of its own at this address and would be of the same origin then.
    """

    def __init__(self, application: Application, host: str) -> None:
        self._application = application
        self._host = host

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI call."""
        if self._is_ours(environ.get("HTTP_HOST", "")):
            return self._application(environ, start_response)
        start_response("421 Misdirected Request", [("Content-Type", "text/plain; charset=utf-8")])
        return ["Máy lấy số không nhận địa chỉ này. / This kiosk does not answer to that name.\n".encode()]

    def _is_ours(self, asked: str) -> bool:
        try:
            name = urlsplit(f"//{asked}").hostname or ""
        except ValueError:
            return False
        if name in THIS_MACHINE or name == self._host:
            return True
        return self._host in EVERYWHERE and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class _Quiet(WSGIRequestHandler):
    """Writes no line for each request, and reads no further request behind a socket that has ended.

    Head and body of an answer go out at once, each by itself: without waiting for the browser's word on the first.
    """

    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """See WSGIRequestHandler."""
        super().run_wsgi()
        if "Upgrade" in self.headers:
            self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """See WSGIRequestHandler."""


class PageServer:
    """Serves the agent's application from threads, ``port`` 0 taking any free one. Raises PortTakenError."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        app.wsgi_app = HostGuard(app.wsgi_app, host)  # type: ignore[method-assign]
        with listen(host, port) as listener:
            server = make_server(host, port, app, threaded=True, request_handler=_Quiet, fd=listener.fileno())
        self._server = server
        self._host = host
        self.port = int(server.server_address[1])
        self._thread = threading.Thread(target=server.serve_forever, args=(POLL_S,), name="kiosk-page", daemon=True)
        self._thread.start()

    def answers(self) -> bool:
        """Whether the server answers to this machine now."""
        host = "127.0.0.1" if self._host in EVERYWHERE else self._host
        connection = HTTPConnection(host, self.port, timeout=ANSWER_S)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def close(self) -> None:
        """Stop listening; returns within POLL_S. Sockets that are still open end with the process."""
        self._server.shutdown()
        # Closing waits for the threads of open sockets unless they are forgotten first.
        self._server.socket.close()
