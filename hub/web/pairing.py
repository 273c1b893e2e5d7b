"""How an unknown device gets in: it asks for a code, shows it, and fetches what an administrator made of it."""

from collections.abc import Iterable
from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from flask import Blueprint, Response, request
from msgspec import Meta, Struct
from werkzeug.wrappers import Response as AnyResponse

from config.texts import FIRST_LANGUAGE, area, languages, text
from hub.domain.plan import Plan
from hub.messages import API
from hub.service.access import WALL
from hub.service.pairing import BECOMES, Given, PairingOver, PairingRefused
from hub.web.context import WebHub
from hub.web.pages import set_screen_cookie
from hub.web.problems import Problem
from hub.web.routes import JSON, body_of
from hub.web.screens import Screen, parse_screen
from hub.web.shells import drawn

Short = Annotated[str, Meta(max_length=64)]

STATUSES = {
    "too_many_codes": HTTPStatus.TOO_MANY_REQUESTS,
    "locked": HTTPStatus.TOO_MANY_REQUESTS,
    "unknown_code": HTTPStatus.NOT_FOUND,
    "over": HTTPStatus.GONE,
}
"""The status of each refusal that is no conflict."""


class PairingRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a device says when it asks for a code: its kind, and the kiosk's id or counter's number if it knows it."""

    kind: Literal["kiosk", "agent", "screen", "wall", "rating", "desk", "hall"]
    name: Short = ""


class ClaimRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """What a device says when it asks whether its code was entered."""

    claim: Short


class Path(Struct, frozen=True):
    """Where a paired browser finds its page."""

    path: str


def make_pairing(hub: WebHub) -> Blueprint:
    """The blueprint of pairing, for everybody: two routes of the API, the page with the code and its own claim."""
    pairing = Blueprint("pairing", __name__)
    pairing.add_url_rule(f"{API}/pairing", "ask", partial(_ask, hub), methods=["POST"])
    pairing.add_url_rule(f"{API}/pairing/claim", "claim", partial(_claim, hub), methods=["POST"])
    pairing.add_url_rule("/pair", "page", partial(_page, hub), methods=["GET"])
    pairing.add_url_rule("/pair/claim", "page_claim", partial(_page_claim, hub), methods=["POST"])
    return pairing


def told(refused: PairingRefused) -> Problem:
    """The problem as which a refusal is told."""
    status = STATUSES.get(refused.code, HTTPStatus.CONFLICT)
    return Problem(status, refused.code, refused.params, "devices")


def known_screen(plans: Iterable[Plan], name: str) -> Screen | None:
    """The device's screen of a name such as ``rating:3``; None when there is none in this hall by any of its plans."""
    try:
        screen = parse_screen(name)
    except ValueError:
        return None
    return screen if screen.kind in BECOMES and any(_has_place(plan, screen) for plan in plans) else None


def _has_place(plan: Plan, screen: Screen) -> bool:
    """Whether a plan has the counter or the hall that a screen belongs to."""
    if screen.kind == WALL and screen.which:
        return plan.hall(screen.which) is not None
    return screen.counter is None or plan.counter(screen.counter) is not None


def _ask(hub: WebHub) -> Response:
    asked: PairingRequest = body_of(PairingRequest)
    wish = known_screen(hub.plans, f"{asked.kind}:{asked.name}" if asked.name else asked.kind)
    try:
        answer = hub.pairing.ask(asked.kind, str(wish or ""), request.remote_addr or "")
    except PairingRefused as refused:
        raise told(refused) from None
    return _json(answer, HTTPStatus.CREATED)


def _claim(hub: WebHub) -> Response:
    """For agents: the token itself, and the hub's id."""
    given = _fetched(hub)
    if given is None:
        return _json({}, HTTPStatus.ACCEPTED)
    return _json({"screen": given.screen, "token": given.token, "hub": hub.office.origin.hub})


def _page_claim(hub: WebHub) -> AnyResponse:
    """For browsers: the token becomes a cookie that no script can read, and the answer says where the page is."""
    given = _fetched(hub)
    if given is None:
        return _json({}, HTTPStatus.ACCEPTED)
    screen = parse_screen(given.screen)
    return set_screen_cookie(_json(Path(screen.path)), screen, given.token)


def _fetched(hub: WebHub) -> Given | None:
    claim: ClaimRequest = body_of(ClaimRequest)
    try:
        return hub.pairing.fetch(claim.claim)
    except PairingOver:
        raise told(PairingRefused("over")) from None


def _page(hub: WebHub) -> AnyResponse:
    """The page of a screen that has yet to be paired; ``?screen=rating:3`` says what it would be."""
    wish = known_screen(hub.plans, request.args.get("screen", ""))
    boot: dict[str, object] = {
        "api": API,
        "language": FIRST_LANGUAGE,
        "texts": {language: area(language, "pair") for language in languages()},
        "ask": {"kind": wish.kind, "name": wish.which} if wish and wish.path else {"kind": "screen"},
        "counter": _counter_asked(hub),
        "views": [],
    }
    return drawn("pair", text(FIRST_LANGUAGE, "pair.title"), boot)


def _counter_asked(hub: WebHub) -> int | None:
    """The counter in front of which a tablet stands that becomes a wall; None for any other screen."""
    number = request.args.get("counter", type=int)
    return number if number is not None and hub.plan.counter(number) else None


def _json(body: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(msgspec.json.encode(body), status.value, content_type=JSON)
