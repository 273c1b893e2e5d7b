"""The edge of every request: who asks, whether the access table lets them, and how errors are told."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from config.texts import languages, text
from hub.messages import API
from hub.service.access import NEWCOMER, PUBLIC, Identity, may_use
from hub.web.credentials import Credentials
from hub.web.problems import HTTP_CODES, Problem, as_problem, problem_response

log = logging.getLogger(__name__)

SIGN_IN = "/sign-in"
PASSWORD = "/password"
METRICS = "metrics"
"""The endpoint off the API that a program reads, with its token."""

READING = frozenset({"GET", "HEAD"})


def guard(app: Flask, credentials: Credentials) -> None:
    """Check every request against the access table and turn every error into a problem or a plain page."""

    def check_access() -> AnyResponse | None:
        endpoint = request.endpoint
        if not _is_api() and request.method not in READING and _is_foreign():
            raise Problem(HTTPStatus.FORBIDDEN, "foreign_page")
        if endpoint is None or may_use(PUBLIC, endpoint):
            return None
        identity = _asker(credentials)
        if identity is None:
            return _to_sign_in()
        if not may_use(identity, endpoint):
            return _turned_away(identity)
        credentials.grants.seen(identity.grant, request.remote_addr or "")
        g.identity = identity
        return None

    app.before_request(check_access)
    app.register_error_handler(Exception, _told)


def asking() -> Identity:
    """Who asks, once the guard has let them in."""
    identity: Identity = g.identity
    return identity


def _asker(credentials: Credentials) -> Identity | None:
    """Who asks: programs and the API's commands by token, pages and what links lead to by the session's cookie.

    A command of the API takes the token alone: a cookie comes along when a stranger's page asks, too. Off the API a
    token is nobody: what a page holds to be renewed by its cookie must not renew itself, nor fill in forms.
    """
    takes_token = _is_api() or request.endpoint == METRICS
    if not takes_token or "Authorization" not in request.headers:
        is_by_browser = not _is_api() or request.method in READING
        return credentials.session() if is_by_browser else None
    scheme, _, token = request.headers["Authorization"].partition(" ")
    return credentials.bearer(token.strip()) if scheme.lower() == "bearer" else None


def _to_sign_in() -> AnyResponse:
    """Lead a person to the sign-in page and back. Raises Problem: unauthorised (401), for programs."""
    if _is_api() or request.method not in READING:
        raise Problem(HTTPStatus.UNAUTHORIZED, "unauthorised")
    return redirect(f"{SIGN_IN}?{urlencode({'next': request.path})}", HTTPStatus.SEE_OTHER)


def _turned_away(identity: Identity) -> AnyResponse:
    """Lead a newcomer to the page that asks for a new password. Raises Problem: forbidden (403), for all others."""
    if identity.role == NEWCOMER and not _is_api() and request.method in READING:
        return redirect(PASSWORD, HTTPStatus.SEE_OTHER)
    raise Problem(HTTPStatus.FORBIDDEN, "forbidden")


def _is_api() -> bool:
    return request.path.startswith(API)


def _is_foreign() -> bool:
    """Whether a page of somebody else sends this: browsers say so in one header or the other."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _told(error: Exception) -> AnyResponse:
    """Any error as the kind of answer that its asker reads."""
    if isinstance(error, HTTPException):
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return error.get_response()
        error = Problem(HTTPStatus(error.code), HTTP_CODES.get(error.code, "malformed"))
    problem = as_problem(error)
    if problem.status is HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("fault in %s %s", request.method, request.endpoint, exc_info=error)
    return _notice(problem) if _is_person() else problem_response(problem)


def _is_person() -> bool:
    """Whether somebody looks at the answer: a page, or what came of a form; a page's own requests ask for JSON."""
    if _is_api():
        return False
    return (
        request.method == "GET" or request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
    )


def _notice(problem: Problem) -> Response:
    """A page of one sentence in every language, Vietnamese first, and the way to the first page."""
    code = f"{problem.area}.{problem.code}"
    sentences = [(language, text(language, code, **problem.params)) for language in languages()]
    home = " · ".join(text(language, "desk.home") for language in languages())
    return Response(render_template("notice.html", sentences=sentences, home=home), problem.status.value)
