"""The edge of every request: who asks, whether the access table lets them, and how errors are told."""

import logging
from http import HTTPStatus

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from config.texts import languages, text
from hub.messages import API
from hub.service.access import PUBLIC, Identity, may_use
from hub.web.keyring import Keyring
from hub.web.problems import HTTP_CODES, Problem, as_problem, problem_response

log = logging.getLogger(__name__)


def guard(app: Flask, keyring: Keyring) -> None:
    """Check every request against the access table and turn every error into a problem or a plain page."""

    def check_access() -> None:
        endpoint = request.endpoint
        if endpoint is None or may_use(PUBLIC, endpoint):
            return
        identity = bearer(keyring)
        if not may_use(identity, endpoint):
            raise Problem(HTTPStatus.FORBIDDEN, "forbidden")
        g.identity = identity

    app.before_request(check_access)
    app.register_error_handler(Exception, _told)


def bearer(keyring: Keyring) -> Identity:
    """Who the Authorization header says is asking. Raises Problem: unauthorised (401)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    screen = keyring.bearer(token.strip()) if scheme.lower() == "bearer" else None
    if screen is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "unauthorised")
    return screen.identity


def asking() -> Identity:
    """Who asks, once the guard has let them in."""
    identity: Identity = g.identity
    return identity


def _told(error: Exception) -> AnyResponse:
    """Any error as the kind of answer that its asker reads."""
    if isinstance(error, HTTPException):
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error.get_response()
        error = Problem(HTTPStatus(error.code), HTTP_CODES.get(error.code, "malformed"))
    problem = as_problem(error)
    if problem.status is HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("fault in %s %s", request.method, request.endpoint, exc_info=error)
    is_for_program = request.path.startswith(API) or request.method != "GET"
    return problem_response(problem) if is_for_program else notice(problem.status, f"problem.{problem.code}")


def notice(status: HTTPStatus, code: str) -> Response:
    """A page of one sentence in every language, Vietnamese first."""
    sentences = [(language, text(language, code)) for language in languages()]
    return Response(render_template("notice.html", sentences=sentences), status.value)
