"""What the plain pages share: their words, who is signed in, what is said after a redirect, and where to go next."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from flask import Flask, g, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from config.texts import text
from hub.service.access import Identity
from hub.service.grants import DEMO
from hub.service.staff import StaffRefused
from hub.web.context import WebHub

HOME = "/"


class Said(NamedTuple):
    """A sentence for the next page: its code and parameters."""

    code: str
    params: Mapping[str, int | str]


class SaidOnce:
    """What is to be said on the next page of a session, in memory: a one-time password must not be in an address."""

    def __init__(self) -> None:
        self._said: dict[int, Said] = {}

    def say(self, grant: int, code: str, **params: int | str) -> None:
        """Keep a sentence for the session's next page."""
        self._said[grant] = Said(code, params)

    def take(self, grant: int) -> Said | None:
        """The sentence that is due; it is not said again."""
        return self._said.pop(grant, None)

    def forget(self, grant: int) -> None:
        """The session has ended."""
        self._said.pop(grant, None)


def add_forms(app: Flask, hub: WebHub) -> None:
    """Give every plain page what its base template wants: ``words``, ``centre`` and ``member``."""
    app.jinja_env.globals["words"] = text
    app.context_processor(lambda: {"centre": hub.plan.centre, "member": _member()})


def form_page(template: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> AnyResponse:
    """A plain page as a response."""
    return AnyResponse(
        render_template(f"forms/{template}.html", **values), status.value, content_type="text/html; charset=utf-8"
    )


def see(path: str) -> AnyResponse:
    """Lead on to a page after a form."""
    return redirect(path, HTTPStatus.SEE_OTHER)


def refusal_of(refused: StaffRefused) -> Said:
    """A refusal as the templates tell it."""
    return Said(refused.code, refused.params)


def safe_next(path: str) -> str:
    """Where to go after signing in: a page of this hub, otherwise the first one. Never an address of somebody else's.

    Browsers read a second slash or a backslash as the beginning of a host's name.
    """
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own and not path.startswith(("/sign-", "/password")) else HOME


def _member() -> Identity | None:
    """Who is signed in; in the demo nobody needs to be."""
    identity: Identity | None = g.get("identity")
    return None if identity is None or identity.grant == DEMO else identity
