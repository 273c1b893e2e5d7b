"""The sockets of the screens: they listen, nothing else. One token, one topic, whole views."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import gevent
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import SocketIO, join_room

from hub.messages import PRESENT_EVENT, Topic, parse_topic
from hub.realtime.broadcast import Broadcast
from hub.realtime.connections import Connections
from hub.realtime.fanout import Fanout
from hub.realtime.outgoing import OutgoingQueue
from hub.realtime.whole_frames import SOCKET_KEY, WholeFrameSocket
from hub.service.access import Identity

PING_S = 3
"""Ping interval and patience: a screen knows within 6 s that the hub is gone, and the hub that a screen is."""

LOBBY_S = 10.0
"""How long a socket may stay without a good token."""

MOST_OF_A_LINE = 200

MOST_BYTES_IN = 4096
"""A screen says nothing but its token and topic."""

SHARED = "counter"
"""The kind of topic whose screens are told who else is there: two clerks at one counter must know of each other."""

log = logging.getLogger(__name__)

Admit = Callable[[object, Topic], Identity | None]
"""``admit(token, topic)``: who the bearer of a token is, if they may hear a topic."""


def make_socketio(app: Flask) -> SocketIO:
    """Flask-SocketIO over gevent, websockets only, with a bounded queue for each screen."""
    engine_log = logging.getLogger("hub.engine")
    engine_log.setLevel(logging.WARNING)  # below that it writes whole views, and with them clerks' notes
    engine_log.addFilter(_one_line)
    sockets = SocketIO(
        app,
        async_mode="gevent",
        ping_interval=PING_S,
        ping_timeout=PING_S,
        transports=["websocket"],
        max_http_buffer_size=MOST_BYTES_IN,
        http_compression=False,
        async_handlers=False,
        manage_session=False,
        logger=engine_log,
        engineio_logger=engine_log,
    )
    sockets.server.eio.create_queue = OutgoingQueue
    return sockets


class Screen:
    """An admitted screen. What is told at once goes past the engine: the same frame for everybody, straight into the
    socket. ``queue`` gives the engine a text to send.
    """

    def __init__(self, connection: WholeFrameSocket, queue: Callable[[str], None]) -> None:
        self._connection = connection
        self._queue = queue

    def greet(self, told: Broadcast) -> None:
        """Send it in its turn: the engine's own words of welcome are under way."""
        self._queue(told.text)

    def hear(self, told: Broadcast) -> None:
        """Send it at once, or behind what waits to be sent; never blocks."""
        if not self._connection.offer(told.frame):
            self._queue(told.text)


def attach(sockets: SocketIO, fanout: Fanout, admit: Admit) -> Connections:
    """Let screens connect with ``auth={"token", "topic"}``; whoever says anything after that is disconnected.

    Returns the connections, through which the sockets of a grant can be closed.
    """
    hang_up = partial(_hang_up, sockets)
    connections = Connections(hang_up, lambda topic: _tell_who_is_there(sockets, connections, topic))

    def connect(auth: object = None) -> None:
        sid = _sid()
        if fanout.knows(sid):
            hang_up(sid)
            return
        offered = auth if isinstance(auth, dict) else {}
        topic = parse_topic(offered.get("topic"))
        if topic is None:
            raise Refusal("unknown_topic")
        holder = admit(offered.get("token"), topic)
        if holder is None:
            raise Refusal("unauthorised")
        screen = _admitted(sockets, sid)
        join_room(str(topic))
        screen.greet(fanout.enter(sid, topic, screen))
        connections.enter(sid, topic, holder)

    def disconnect(_reason: object = None) -> None:
        sid = _sid()
        fanout.leave(sid)
        connections.leave(sid)
        hang_up(sid)

    def said(_event: object, *_arguments: object) -> None:
        hang_up(_sid())

    sockets.on_error_default(_fault)
    sockets.on_event("connect", connect)
    sockets.on_event("disconnect", disconnect)
    sockets.on_event("*", said)
    return connections


def _admitted(sockets: SocketIO, sid: str) -> Screen:
    connection: WholeFrameSocket = request.environ[SOCKET_KEY]
    connection.is_admitted = True
    return Screen(connection, partial(sockets.server.eio.send, _engine_sid(sockets, sid)))


def _fault(error: Exception) -> None:
    log.error("fault in a socket's handler", exc_info=error)


def _tell_who_is_there(sockets: SocketIO, connections: Connections, topic: Topic) -> None:
    if topic.kind == SHARED:
        there = {"topic": str(topic), "actors": connections.present(topic)}
        sockets.emit(PRESENT_EVENT, there, to=str(topic))


def _hang_up(sockets: SocketIO, sid: str) -> None:
    """Close the connection itself. A client can also *say* "connect" or "disconnect", and is treated alike."""
    engine_sid = _engine_sid(sockets, sid)
    if engine_sid is not None:  # engineio would take None for everybody
        sockets.start_background_task(sockets.server.eio.disconnect, engine_sid)


def _engine_sid(sockets: SocketIO, sid: str) -> str | None:
    found: str | None = sockets.server.manager.eio_sid_from_sid(sid, "/")
    return found


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _one_line(record: logging.LogRecord) -> bool:
    """What the libraries cannot read is the client's fault: one line in the log, without traceback or line ends."""
    said = record.getMessage().encode("unicode_escape").decode("ascii")[:MOST_OF_A_LINE]
    kind = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
    record.msg, record.args, record.exc_info = f"{said}{kind}", (), None
    return True


class QuietEnd:
    """The edge of the websockets.

    A frame that cannot be read ends its own connection and leaves one log line; who shows no good token within
    ``lobby_s`` is shown out.
    """

    def __init__(self, application: Callable[..., Any], lobby_s: float = LOBBY_S) -> None:
        self._application = application
        self._lobby_s = lobby_s

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """The WSGI call."""
        connection = environ.get(SOCKET_KEY)
        if connection is None:
            return self._application(environ, start_response)
        lobby = gevent.spawn_later(self._lobby_s, _show_out, connection)
        try:
            return self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 - whatever a client sent ends its connection only
            connection.break_off()
            log.warning("a socket sent what cannot be read (%s)", type(error).__name__)
            return []
        finally:
            lobby.kill(block=False)


def _show_out(connection: WholeFrameSocket) -> None:
    if not connection.is_admitted:
        connection.break_off()
