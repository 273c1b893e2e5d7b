"""Refusals and errors of the API as RFC 9457 problem details, with our code and its sentence in every language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import msgspec
from flask import Response, request

from config.texts import FIRST_LANGUAGE, languages, text
from hub.domain.errors import Refused
from hub.messages import PROBLEM_TYPE, PROBLEM_URN
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError
from hub.web.request_keys import request_key

RETRY_AFTER_S = 2


@dataclass(frozen=True, slots=True)
class Problem(Exception):
    """What was wrong with a request: an HTTP status and a code whose sentence is ``<area>.<code>`` of the locales."""

    status: HTTPStatus
    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    area: str = "problem"


class ProblemDetails(msgspec.Struct, frozen=True):
    """A problem on the wire (RFC 9457): ``code`` for programs, ``text`` by language for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    params: dict[str, int | str]
    text: dict[str, str]
    request_id: str


HTTP_CODES: dict[int, str] = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "content_type",
}
"""What Flask itself finds wrong."""


def as_problem(error: Exception) -> Problem:
    """The problem that an expected error is told as; anything unexpected is a ``fault``."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused):
        unknown = error.code.startswith("unknown_")
        return Problem(HTTPStatus.NOT_FOUND if unknown else HTTPStatus.CONFLICT, error.code, error.params, "refusal")
    if isinstance(error, RequestReused):
        return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "request_reused")
    if isinstance(error, StorageError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "storage")
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "fault")


def problem_response(problem: Problem) -> Response:
    """The problem as a response: title in English, ``detail`` in the language the client prefers, ``text`` in all."""
    texts = {language: text(language, f"{problem.area}.{problem.code}", **problem.params) for language in languages()}
    preferred = request.accept_languages.best_match(languages(), default=FIRST_LANGUAGE)
    body = ProblemDetails(
        type=f"{PROBLEM_URN}{problem.code}",
        title=problem.status.phrase,
        status=problem.status.value,
        detail=texts[preferred],
        code=problem.code,
        params=dict(problem.params),
        text=texts,
        request_id=request_key() or "",
    )
    response = Response(msgspec.json.encode(body), problem.status.value, content_type=PROBLEM_TYPE)
    if problem.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if problem.status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
