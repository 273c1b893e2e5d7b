"""`python -m gevent.monkey --module tests.bench.bare.hub DATABASE ROWS`: one route that commits a row on the loop.

It is Flask-SocketIO on gevent's server, as the hub is. It says its port on a line and answers until it is ended. What
it leaves out is what the comparison is about: no access, no rules, no hash, no views, no screens.
"""

import signal
import sys
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request
from flask_socketio import SocketIO
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.socket import IPPROTO_TCP, TCP_NODELAY

from hub.messages import API
from tests.bench.bare.rows import Rows

ANSWER = (
    b'{"seq":%d,"events":[{"kind":"TicketIssued","at_ms":1795312800000,"ticket":"2026-11-22-A001","label":"A001"}]}'
)


class Prompt(WSGIHandler):
    """Answers at once: without it every answer waits 40 ms for the other side's word, and any hub would beat it."""

    def handle(self) -> None:
        """Serve one connection."""
        self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        super().handle()


def site(rows: Rows) -> Flask:
    """The application with its one route."""
    app = Flask("bare")
    SocketIO(app, async_mode="gevent")

    def insert(_path: str) -> Response:
        request.get_data()
        return Response(ANSWER % rows.commit_next(), HTTPStatus.CREATED, content_type="application/json")

    app.add_url_rule(f"{API}/<path:_path>", "insert", insert, methods=["POST"])
    return app


def main(database: str, file: str) -> None:
    """Serve until whoever has begun this process ends it, also when somebody presses Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = WSGIServer(("127.0.0.1", 0), site(Rows(Path(database), Path(file))), log=None, handler_class=Prompt)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
