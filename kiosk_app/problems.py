"""What the page is told when a wish cannot be granted: RFC 9457 problem details, the hub's form."""

from http import HTTPStatus

from config.texts import FIRST_LANGUAGE, languages, text
from hub.messages import PROBLEM_URN
from kiosk_app.records import PageAnswer


def problem(status: HTTPStatus, code: str, area: str = "agent") -> PageAnswer:
    """The problem of a code; its sentence is ``<area>.<code>`` of the locales."""
    texts = {language: text(language, f"{area}.{code}") for language in languages()}
    body = {
        "type": f"{PROBLEM_URN}{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": texts[FIRST_LANGUAGE],
        "code": code,
        "text": texts,
    }
    return PageAnswer(status.value, body)


def not_paired() -> PageAnswer:
    """The hub does not know this kiosk, which has nothing to do with the page's own token. Final for its key."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "not_paired")


def hub_unreachable() -> PageAnswer:
    """Nobody knows what the hub made of the request. It has no Retry-After: for this key the answer stays."""
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "hub_unreachable")
