"""`python -m gevent.monkey --module tests.bench.bare.rooms DATABASE ROWS VIEW`: Flask-SocketIO alone, for broadcasts.

A POST commits one row, emits the view of the file to the room of its topic, and is answered: what every queue's hub has
to do for a call, by the library's own means. What it leaves out is what the comparison is about: no rules, no views to
be built, no access. The bytes are those of the hub's view but for the number of the row.
"""

import json
import sys
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from hub.messages import API, VIEW_EVENT
from hub.realtime.gevent_loop import raise_descriptor_limit
from hub.realtime.sockets import PING_S
from tests.bench.bare.rows import Rows
from tests.bench.bare.serving import serve


class AsTheHub:
    """JSON as the hub writes it: Vietnamese as it is, no spaces."""

    loads = staticmethod(json.loads)

    @staticmethod
    def dumps(told: Any, **_options: Any) -> str:
        """The text."""
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def site(rows: Rows, envelope: dict[str, Any]) -> Flask:
    """The application: one route, one room for each topic."""
    app = Flask("rooms")
    sockets = SocketIO(app, async_mode="gevent", ping_interval=PING_S, ping_timeout=PING_S, json=AsTheHub)

    def connect(auth: dict[str, Any]) -> None:
        join_room(auth["topic"])
        sockets.emit(VIEW_EVENT, {**envelope, "rev": 0}, to=request.sid)  # type: ignore[attr-defined]

    def tell(_path: str) -> dict[str, int]:
        request.get_data()
        row = rows.commit_next()
        sockets.emit(VIEW_EVENT, {**envelope, "rev": row}, to=envelope["topic"])
        return {"seq": row}

    sockets.on_event("connect", connect)
    app.add_url_rule(f"{API}/<path:_path>", "tell", tell, methods=["POST"])
    return app


def main(database: str, file: str, view: str) -> None:
    """Serve until the end."""
    raise_descriptor_limit()
    envelope = json.loads(Path(view).read_text(encoding="utf-8"))
    serve(site(Rows(Path(database), Path(file)), envelope))


if __name__ == "__main__":
    main(*sys.argv[1:])
