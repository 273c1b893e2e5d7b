"""What the pages of simulated devices share: the app, who may press their buttons, their server."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from flask import Flask, Response, abort, g, request
from werkzeug.exceptions import Conflict, HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from drivers.errors import PortTakenError
from drivers.links.listening import listen
from hub.agent.browser_policy import HEADERS, content_policy

log = logging.getLogger(__name__)

MOST_BODY_BYTES = 1024
EVERY_ADDRESS = ("0.0.0.0", "::")
SHUTDOWN_POLL_S = 0.05


def make_page_app(name: str, host: str, header: str) -> Flask:
    """The empty app of a module's page on a host.

    Its buttons need a header that no other site can send, and a host name we know, unless the page is for the whole
    network. `g.csp_nonce` lets an import map in.
    """
    app = Flask(name, static_folder=None)
    names = None if host in EVERY_ADDRESS else [host, "localhost", "127.0.0.1"]
    app.config.update(TRUSTED_HOSTS=names, MAX_CONTENT_LENGTH=MOST_BODY_BYTES)

    @app.before_request
    def only_our_page() -> None:
        g.csp_nonce = secrets.token_urlsafe(16)
        if request.method == "POST" and header not in request.headers:
            abort(403)

    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _problem)
    app.register_error_handler(PortTakenError, lambda error: _problem(Conflict(str(error))))
    return app


def _with_headers(response: Response) -> Response:
    policy = {"Content-Security-Policy": content_policy(g.get("csp_nonce", "")), "Cache-Control": "no-cache"}
    for name, value in {**HEADERS, **policy}.items():
        response.headers.setdefault(name, value)
    return response


def _problem(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    body = msgspec.json.encode({"status": status, "title": error.name, "detail": error.description})
    return Response(body, mimetype="application/problem+json"), status


class _QuietHandler(WSGIRequestHandler):
    """A page that asks all the time must not fill the console."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def page_served(app: Flask, host: str, port: int) -> Iterator[None]:
    """The page's server on a thread of its own. Raises PortTakenError (werkzeug would end the process)."""
    with listen(host, port) as listener:
        server = make_server(host, port, app, threaded=True, request_handler=_QuietHandler, fd=listener.fileno())
    threading.Thread(target=server.serve_forever, args=(SHUTDOWN_POLL_S,), name=f"page-{port}", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
