"""A bare server with the hub's sockets, in a process of its own.

``POST /flood/<n>`` tells everybody n views as the hub does: past the engine where nothing waits, else through it. It is
as fast as the screen that came last.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402
from functools import partial  # noqa: E402

import gevent  # noqa: E402
import msgspec  # noqa: E402
from flask import Flask, request  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from hub.messages import VIEW_EVENT  # noqa: E402
from hub.realtime.broadcast import Broadcast  # noqa: E402
from hub.realtime.sockets import QuietEnd, Screen, make_socketio  # noqa: E402
from hub.realtime.whole_frames import SOCKET_KEY, WholeFrameHandler, WholeFrameSocket  # noqa: E402


class ImpatientHandler(WholeFrameHandler):
    write_deadline_s = 0.5


def main() -> None:
    app = Flask(__name__)
    sockets = make_socketio(app)
    screens: list[Screen] = []
    newest: list[WholeFrameSocket] = []

    @app.post("/flood/<int:views>")
    def flood(views: int) -> dict[str, int]:
        for rev in range(1, views + 1):
            told = Broadcast(VIEW_EVENT, msgspec.json.encode({"rev": rev, "padding": "số " * 300}))
            for screen in screens:
                screen.hear(told)
            while not newest[-1].waiting.empty():
                gevent.idle()
            gevent.idle()
        return {"views": views}

    @sockets.on("connect")
    def connect() -> None:
        engine_sid = sockets.server.manager.eio_sid_from_sid(request.sid, "/")  # type: ignore[attr-defined]
        newest.append(request.environ[SOCKET_KEY])
        screens.append(Screen(newest[-1], partial(sockets.server.eio.send, engine_sid)))

    server = WSGIServer(("127.0.0.1", 0), QuietEnd(app), log=None, handler_class=ImpatientHandler)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


main()
