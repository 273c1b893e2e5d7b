"""`python -m gevent.monkey --module tests.bench.bare.hub DATABASE ROWS`: one route that commits a row on the loop.

It is Flask-SocketIO on gevent's server, as the hub is. It says its port on a line and answers until it is ended. What
it leaves out is what the comparison is about: no access, no rules, no hash, no views, no screens.
"""

import sys
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request
from flask_socketio import SocketIO

from hub.messages import API
from tests.bench.bare.rows import Rows
from tests.bench.bare.serving import serve

ANSWER = (
    b'{"seq":%d,"events":[{"kind":"TicketIssued","at_ms":1795312800000,"ticket":"2026-11-22-A001","label":"A001"}]}'
)


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
    """Serve until the end."""
    serve(site(Rows(Path(database), Path(file))))


if __name__ == "__main__":
    main(*sys.argv[1:])
