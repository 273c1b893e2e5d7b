"""A bare server with the hub's sockets, in a process of its own: POST /flood/<n> sends n views to everybody."""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

import gevent  # noqa: E402
from flask import Flask  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from hub.messages import VIEW_EVENT  # noqa: E402
from hub.realtime.sockets import QuietEnd, make_socketio  # noqa: E402
from hub.realtime.whole_frames import WholeFrameHandler  # noqa: E402


class ImpatientHandler(WholeFrameHandler):
    write_deadline_s = 0.5


def main() -> None:
    app = Flask(__name__)
    sockets = make_socketio(app)

    @app.post("/flood/<int:views>")
    def flood(views: int) -> dict[str, int]:
        padding = "số " * 300
        for rev in range(1, views + 1):
            sockets.emit(VIEW_EVENT, {"rev": rev, "padding": padding})
            gevent.idle()
        return {"views": views}

    @sockets.on("connect")
    def connect() -> None:
        return

    server = WSGIServer(("127.0.0.1", 0), QuietEnd(app), log=None, handler_class=ImpatientHandler)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


main()
