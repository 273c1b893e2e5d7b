"""The pages of the screens: each loads by its own cookie and carries its own token."""

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from config.texts import FIRST_LANGUAGE, area, languages, text
from hub.messages import API, parse_topic
from hub.web.context import WebHub
from hub.web.guard import notice
from hub.web.keyring import LIFETIMES_S
from hub.web.problems import Problem
from hub.web.screens import Screen

COOKIE_S = 400 * 86_400
"""The longest that browsers keep a cookie; each visit renews it."""

FILES = {
    "counter": ("counter_app/counter_page.js", "counter_app/counter.css"),
    "rating": ("counter_app/rating_page.js", "counter_app/rating.css"),
    "wall": ("display_app/wall_page.js", "display_app/wall.css"),
}
"""Each kind's module and its style sheets, below ``/static``."""

AREAS = ("common", "refusal", "problem", "state", "reason", "desk")
"""The texts that every screen may need besides its own area."""


def make_pages(hub: WebHub) -> Blueprint:
    """The blueprint of the pages: start page, entry links, and shell and token of each kind of screen."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "start", partial(_start, hub))
    pages.add_url_rule("/enter/<token>", "enter", partial(_enter, hub))
    for kind in FILES:
        path = "/wall/" if kind == "wall" else f"/{kind}/<int:number>/"
        pages.add_url_rule(path, kind, partial(_shell, hub, kind))
        pages.add_url_rule(f"{path}token", f"{kind}_token", partial(_renew, hub, kind), methods=["POST"])
    return pages


def _start(hub: WebHub) -> AnyResponse:
    if hub.demo is None:
        return notice(HTTPStatus.OK, "web.no_start_page")
    texts = {language: area(language, "common", "start") for language in languages()}
    page = render_template(
        "start.html", screens=_screens(hub), centre=hub.plan.centre, texts=texts, language=FIRST_LANGUAGE
    )
    return make_response(page)


def _screens(hub: WebHub) -> list[dict[str, Any]]:
    """Every screen of the demo: kind, address, and for those of a counter its number and name."""
    host = request.host.removesuffix(f":{urlsplit(request.host_url).port}")
    assert hub.demo is not None
    kiosk = {"kind": "kiosk", "href": f"http://{host}:{hub.demo.kiosk}/"}
    tray = {"kind": "tray", "href": f"http://{host}:{hub.demo.tray}/"}
    of_counters = [
        {"kind": kind, "href": f"/{kind}/{counter.number}/", "number": counter.number, "name": counter.name}
        for kind in ("counter", "rating")
        for counter in hub.plan.counters
    ]
    return [kiosk, {"kind": "wall", "href": "/wall/"}, *of_counters, tray]


def _enter(hub: WebHub, token: str) -> AnyResponse:
    """An entry link: it gives this browser the screen's cookie and leads on to the screen."""
    screen = hub.keyring.read("entry", token)
    if screen is None or not screen.path:
        return notice(HTTPStatus.UNAUTHORIZED, "web.entry_link_over")
    return _signed_in(hub, screen, redirect(screen.path))


def _shell(hub: WebHub, kind: str, number: int | None = None) -> AnyResponse:
    """A screen's page, for who has its cookie. In the demo everybody gets it."""
    screen = _screen(hub, kind, number)
    if request.path != screen.path:
        return redirect(screen.path)
    if not _has_cookie(hub, screen) and hub.demo is None:
        return notice(HTTPStatus.UNAUTHORIZED, "web.not_paired")
    module, *sheets = FILES[kind]
    page = render_template(
        "screen.html",
        title=f"{text(FIRST_LANGUAGE, f'{kind}.title')}{f' {number}' if number else ''}",
        css=[f"/static/{sheet}" for sheet in sheets],
        module=f"/static/{module}",
        boot=_boot(hub, screen),
    )
    return _signed_in(hub, screen, make_response(page))


def _boot(hub: WebHub, screen: Screen) -> dict[str, Any]:
    """What the page starts with; its shape is described in ``static/js/link.js``."""
    topic = parse_topic(str(screen))
    assert topic is not None
    return {
        "token": hub.keyring.sign("access", screen),
        "topic": str(topic),
        "api": API,
        "language": FIRST_LANGUAGE,
        "texts": {language: area(language, *AREAS, screen.kind) for language in languages()},
        "views": [hub.envelope(topic)],
        "counter": screen.counter,
        "is_demo": hub.demo is not None,
    }


def _renew(hub: WebHub, kind: str, number: int | None = None) -> AnyResponse:
    """A new token for a page that is open longer than its token lives."""
    screen = _screen(hub, kind, number)
    if not _has_cookie(hub, screen):
        raise Problem(HTTPStatus.UNAUTHORIZED, "unauthorised")
    return jsonify(token=hub.keyring.sign("access", screen), expires_in_s=LIFETIMES_S["access"])


def _screen(hub: WebHub, kind: str, number: int | None) -> Screen:
    if number is not None and hub.plan.counter(number) is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return Screen(kind, "" if number is None else str(number))


def _cookie_name() -> str:
    """Chromium drops prefixed cookies over plain http, so the prefix is there only over TLS."""
    return "__Secure-screen" if request.is_secure else "screen"


def _has_cookie(hub: WebHub, screen: Screen) -> bool:
    return hub.keyring.read("cookie", request.cookies.get(_cookie_name())) == screen


def _signed_in(hub: WebHub, screen: Screen, response: AnyResponse) -> AnyResponse:
    response.set_cookie(
        _cookie_name(),
        hub.keyring.sign("cookie", screen),
        max_age=COOKIE_S,
        path=screen.path,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response
