"""`python -m gevent.monkey --module tests.bench.bare.unchanged`: one route that says whether anything has changed.

It is Flask on gevent's server, as the hub is; it looks at the tag that it is told and at nothing else. It says its port
on a line and answers until it is ended.
"""

from http import HTTPStatus

from flask import Flask, Response, request

from tests.bench.bare.serving import serve

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


if __name__ == "__main__":
    serve(site())
