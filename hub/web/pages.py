"""The pages of the screens: a device's loads by its own cookie, staff's by the session; each has its own token."""

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from msgspec import to_builtins
from werkzeug.wrappers import Response as AnyResponse

from config.texts import FIRST_LANGUAGE, area, languages, text
from hub.messages import API, parse_topic
from hub.service.access import NEWCOMER
from hub.service.grants import DEMO
from hub.web.context import WebHub
from hub.web.credentials import screen_cookie
from hub.web.guard import PASSWORD, SIGN_IN, asking
from hub.web.home import home_page
from hub.web.keyring import LIFETIMES_S
from hub.web.problems import Problem
from hub.web.screens import OF_A_COUNTER, OF_STAFF, Screen
from hub.web.shells import drawn

COOKIE_S = 400 * 86_400
"""The longest that browsers keep a cookie; each visit renews it."""

KINDS = ("counter", "rating", "reception", "supervisor", "wall")

FRONT = "front"
"""A wall that shows one counter, on a tablet in front of it: the same device to the hub, below the same path."""

AREAS = ("common", "refusal", "problem", "state", "reason", "desk", "explain")
"""The texts that every screen may need besides its own area."""


def make_pages(hub: WebHub) -> Blueprint:
    """The blueprint of the pages: start page, and shell and token of each kind of screen."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "start", partial(_start, hub))
    for kind in KINDS:
        path = f"/{kind}/<int:number>/" if kind in OF_A_COUNTER else f"/{kind}/"
        pages.add_url_rule(path, kind, partial(_shell, hub, kind))
        pages.add_url_rule(f"{path}token", f"{kind}_token", partial(_renew, hub, kind), methods=["POST"])
    in_hall = "/wall/hall/<hall>/"
    pages.add_url_rule(in_hall, "wall_hall", partial(_hall_wall, hub))
    pages.add_url_rule(f"{in_hall}token", "wall_hall_token", partial(_renew_in_hall, hub), methods=["POST"])
    front = "/wall/counter/<int:number>/"
    pages.add_url_rule(front, FRONT, partial(_front, hub))
    pages.add_url_rule(f"{front}token", f"{FRONT}_token", partial(_renew_front, hub), methods=["POST"])
    return pages


def _start(hub: WebHub) -> AnyResponse:
    if hub.demo is None:
        return _home(hub)
    newest = _newest_phone_page(hub)
    if request.args.get("show") == "phone" and newest:
        return redirect(newest, HTTPStatus.SEE_OTHER)
    texts = {language: area(language, "common", "start") for language in languages()}
    page = render_template(
        "start.html", screens=_screens(hub), centre=hub.plan.centre, texts=texts, language=FIRST_LANGUAGE, newest=newest
    )
    return make_response(page)


def _newest_phone_page(hub: WebHub) -> str:
    """Where whoever drew the last number of the demo follows it; empty before the first."""
    floor = hub.office.floor
    newest = next(reversed(floor.tickets), "") if floor.day is not None else ""
    return f"/t/{hub.links.token(newest)}" if newest else ""


def _home(hub: WebHub) -> AnyResponse:
    """Where to go from here, for who is signed in."""
    identity = hub.credentials.session()
    if identity is None:
        return redirect(SIGN_IN, HTTPStatus.SEE_OTHER)
    return redirect(PASSWORD, HTTPStatus.SEE_OTHER) if identity.role == NEWCOMER else home_page(hub, identity)


def _screens(hub: WebHub) -> list[dict[str, Any]]:
    """Every screen of the demo: kind, address, and for those of a counter its number and name."""
    host = request.host.removesuffix(f":{urlsplit(request.host_url).port}")
    assert hub.demo is not None
    kiosk = {"kind": "kiosk", "href": f"http://{host}:{hub.demo.kiosk}/"}
    tray = {"kind": "tray", "href": f"http://{host}:{hub.demo.tray}/"}
    pictures = {"kind": "pictures", "href": f"http://{host}:{hub.demo.pictures}/"}
    of_counters = [
        {"kind": kind, "href": f"/{kind}/{counter.number}/", "number": counter.number, "name": counter.name}
        for kind in ("counter", "rating")
        for counter in hub.plan.counters
    ]
    fronts = [
        {**screen, "kind": FRONT, "href": f"/wall/counter/{screen['number']}/"}
        for screen in of_counters
        if screen["kind"] == "counter"
    ]
    alone = [{"kind": kind, "href": f"/{kind}/"} for kind in ("wall", "reception", "supervisor")]
    halls = [{"kind": "hall", "href": Screen("wall", hall.id).path, "name": hall.name} for hall in hub.plan.halls]
    phone = {"kind": "phone", "href": "/?show=phone"}
    return [kiosk, *alone, *halls, phone, *of_counters, *fronts, tray, pictures]


def _shell(hub: WebHub, kind: str, number: int | None = None) -> AnyResponse:
    """A screen's page, for a member of staff who may see it or for the device that is paired as it."""
    return _page_of(hub, _screen(hub, kind, number))


def _page_of(hub: WebHub, screen: Screen) -> AnyResponse:
    kind = screen.kind
    if request.path != screen.path:
        return redirect(screen.path)
    grant = _grant(hub, screen)
    if grant is None:
        return redirect(f"/pair?{urlencode({'screen': str(screen)})}", HTTPStatus.SEE_OTHER)
    boot = _boot(hub, screen, grant, kind)
    if kind == "supervisor":
        boot["draft_differs"] = hub.plans_desk.draft_differs()
    if kind == "wall":
        hub.told.hear()
        boot["program"] = to_builtins(hub.programs.of(str(screen)))
    return _kept(screen, _drawn(kind, boot))


def _hall_wall(hub: WebHub, hall: str) -> AnyResponse:
    """The page of a wall that shows one hall."""
    return _page_of(hub, _wall_in(hub, hall))


def _wall_in(hub: WebHub, hall: str) -> Screen:
    """The wall of a hall. Raises Problem: the plan has no such hall."""
    if hub.plan.hall(hall) is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return Screen("wall", hall)


def _front(hub: WebHub, number: int) -> AnyResponse:
    """The page of a tablet in front of a counter, which is paired as a wall."""
    path = _front_path(hub, number)
    if request.path != path:
        return redirect(path)
    screen = Screen("wall")
    grant = _grant(hub, screen)
    if grant is None:
        return redirect(f"/pair?{urlencode({'screen': str(screen), 'counter': number})}", HTTPStatus.SEE_OTHER)
    boot = {**_boot(hub, screen, grant, FRONT), "counter": number}
    return _kept(screen, _drawn(FRONT, boot))


def _front_path(hub: WebHub, number: int) -> str:
    """Where a counter's tablet page is. Raises Problem: there is no such counter."""
    if hub.plan.counter(number) is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return f"/wall/counter/{number}/"


def _drawn(area_name: str, boot: dict[str, Any]) -> AnyResponse:
    """The shell of a live screen."""
    number = boot["counter"]
    return drawn(area_name, f"{text(FIRST_LANGUAGE, f'{area_name}.title')}{f' {number}' if number else ''}", boot)


def _boot(hub: WebHub, screen: Screen, grant: int, area_name: str) -> dict[str, Any]:
    """What the page starts with; its shape is described in ``static/js/link.js``."""
    topic = parse_topic(screen.topic)
    assert topic is not None
    return {
        "token": hub.credentials.keyring.sign(grant, screen),
        "topic": str(topic),
        "api": API,
        "language": FIRST_LANGUAGE,
        "texts": {language: area(language, *AREAS, area_name) for language in languages()},
        "views": [hub.envelope(topic)],
        "counter": screen.counter,
        "is_demo": hub.demo is not None,
        **_holder(screen),
    }


def _holder(screen: Screen) -> dict[str, str]:
    """Who is at the screen: the actor of what they press, their role and their name.

    A device acts itself, and in the demo so does every screen.
    """
    if screen.kind not in OF_STAFF or asking().grant == DEMO:
        return {"actor": str(screen), "role": screen.role, "name": ""}
    return {"actor": asking().actor, "role": asking().role, "name": asking().name}


def _renew(hub: WebHub, kind: str, number: int | None = None) -> AnyResponse:
    """A new token for a page that is open longer than its token lives."""
    return _renewed(hub, _screen(hub, kind, number))


def _renewed(hub: WebHub, screen: Screen) -> AnyResponse:
    grant = _grant(hub, screen)
    if grant is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "unauthorised")
    token, actor = hub.credentials.keyring.sign(grant, screen), _holder(screen)["actor"]
    return jsonify(token=token, actor=actor, expires_in_s=LIFETIMES_S["access"])


def _renew_in_hall(hub: WebHub, hall: str) -> AnyResponse:
    return _renewed(hub, _wall_in(hub, hall))


def _renew_front(hub: WebHub, number: int) -> AnyResponse:
    _front_path(hub, number)
    return _renew(hub, "wall")


def _grant(hub: WebHub, screen: Screen) -> int | None:
    """Under which grant this browser may be a screen: that of the session, which the guard has seen, or a device's."""
    if screen.kind in OF_STAFF:
        return asking().grant
    grant = hub.credentials.device(screen)
    return None if grant is None else grant.id


def _screen(hub: WebHub, kind: str, number: int | None) -> Screen:
    if number is not None and hub.plan.counter(number) is None:
        raise Problem(HTTPStatus.NOT_FOUND, "not_found")
    return Screen(kind, "" if number is None else str(number))


def _kept(screen: Screen, response: AnyResponse) -> AnyResponse:
    """Let a device's browser keep its cookie for as long as it may, counted from now."""
    secret = request.cookies.get(screen_cookie())
    if screen.kind in OF_STAFF or secret is None:
        return response
    return set_screen_cookie(response, screen, secret)


def set_screen_cookie(response: AnyResponse, screen: Screen, secret: str) -> AnyResponse:
    """Make this browser a device: its cookie goes to that screen's page alone."""
    response.set_cookie(
        screen_cookie(),
        secret,
        max_age=COOKIE_S,
        path=screen.path,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response
