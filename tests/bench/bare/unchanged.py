"""`python -m gevent.monkey --module tests.bench.bare.unchanged`: one route that says whether anything has changed.

It is Flask on gevent's server, as the hub is; it looks at the tag that it is told and at nothing else. It says its port
on a line and answers until it is ended.
"""

import sys
from http import HTTPStatus

from flask import Flask, Response, request
from gevent.pywsgi import WSGIServer

from tests.bench.bare.hub import Prompt

TAG = "the-same-for-all-of-them"


def site() -> Flask:
    """The application with its one route."""
    app = Flask("bare")

    def unchanged(_path: str) -> Response:
        is_known = TAG in request.if_none_match
        status = HTTPStatus.NOT_MODIFIED if is_known else HTTPStatus.OK
        return Response(status=status, headers={"ETag": f'"{TAG}"'})

    app.add_url_rule("/t/<_path>", "unchanged", unchanged, methods=["GET"])
    return app


def main() -> None:
    """Serve until whoever has begun this process ends it."""
    server = WSGIServer(("127.0.0.1", 0), site(), log=None, handler_class=Prompt)
    server.start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
