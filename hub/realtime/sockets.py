"""The sockets of the screens: they listen, nothing else. One token, one topic, whole views."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, request
from flask_socketio import ConnectionRefusedError as Refusal
from flask_socketio import SocketIO, join_room

from hub.messages import VIEW_EVENT
from hub.realtime.fanout import Fanout
from hub.realtime.topics import Topic, parse_topic
from hub.realtime.whole_frames import SOCKET_KEY, OutgoingQueue

PING_S = 3
"""Ping interval and patience: a screen knows within 6 s that the hub is gone, and the hub that a screen is."""

MOST_BYTES_IN = 4096
"""A screen says nothing but its token and topic."""

log = logging.getLogger(__name__)

MayListen = Callable[[object, Topic], bool]
"""``may_listen(token, topic)``: whether the bearer of a token may hear a topic."""


def make_socketio(app: Flask) -> SocketIO:
    """Flask-SocketIO over gevent, websockets only, with a bounded queue for each screen."""
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
    )
    sockets.server.eio.create_queue = OutgoingQueue
    return sockets


def attach(sockets: SocketIO, fanout: Fanout, may_listen: MayListen) -> None:
    """Let screens connect with ``auth={"token", "topic"}``; whoever says anything after that is disconnected."""

    def connect(auth: object = None) -> None:
        offered = auth if isinstance(auth, dict) else {}
        topic = parse_topic(offered.get("topic"))
        if topic is None:
            raise Refusal("unknown_topic")
        if not may_listen(offered.get("token"), topic):
            raise Refusal("unauthorised")
        sid = _sid()
        join_room(str(topic))
        sockets.emit(VIEW_EVENT, fanout.enter(sid, topic), to=sid)

    def disconnect(_reason: object = None) -> None:
        fanout.leave(_sid())

    def said(_event: object, *_arguments: object) -> None:
        sid = _sid()
        log.warning("a screen said something on its socket and was disconnected")
        engine_sid = sockets.server.manager.eio_sid_from_sid(sid, "/")
        sockets.server.disconnect(sid)
        sockets.start_background_task(sockets.server.eio.disconnect, engine_sid)

    sockets.on_event("connect", connect)
    sockets.on_event("disconnect", disconnect)
    sockets.on_event("*", said)


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


class QuietEnd:
    """The edge of the websockets: a frame that cannot be read ends its own connection and leaves one log line."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """The WSGI call."""
        if SOCKET_KEY not in environ:
            return self._application(environ, start_response)
        try:
            return self._application(environ, start_response)
        except Exception as error:  # noqa: BLE001 - whatever a client sent ends its connection only
            environ[SOCKET_KEY].break_off()
            log.warning("a socket sent what cannot be read (%s)", type(error).__name__)
            return []
