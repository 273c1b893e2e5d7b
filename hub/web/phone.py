"""The page of a ticket's link: looked at by whoever has the link, without signing in; forms that work without scripts.

No token is logged or kept. A wrong one and one of a former day get the same words.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

import msgspec
from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from config.texts import FIRST_LANGUAGE, languages, text
from hub.domain import commands as c
from hub.domain.errors import Refused
from hub.domain.floor import Ticket
from hub.service.attempts import Attempts
from hub.service.links import TOKEN
from hub.service.outcome import RequestReused
from hub.service.ports import StorageError
from hub.web.context import WebHub
from hub.web.phone_desk import PhoneDesk, Shown

ACTOR = "phone"
"""Whoever has a ticket's link."""

MOST_WRONG, MOST_ASKED, WITHIN_S = 60, 20, 60
"""So many wrong tokens by one address, and so many orders by one ticket, within a minute."""

MOST_SAID = 1000
KEY_BYTES = 8
KEY = re.compile(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", re.ASCII)
MANIFEST = "application/manifest+json"
SIZES = (192, 512)

Form = MultiDict[str, str]


class Limits:
    """How often was tried of late, and what is still to be said of it."""

    def __init__(self) -> None:
        self.wrong = Attempts(MOST_WRONG, WITHIN_S)
        self.asked = Attempts(MOST_ASKED, WITHIN_S)
        self.answers = Answers()


class Answers:
    """What is said once after a form: by a mark in the address that nobody else can make up, and for its ticket."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], str] = {}

    def say(self, ticket: str, said: str) -> str:
        """The mark by which the next page says it: ``said`` is the end of its text's code."""
        mark = secrets.token_hex(KEY_BYTES)
        self._due[ticket, mark] = said
        for former in list(self._due)[:-MOST_SAID]:
            self._due.pop(former, None)
        return mark

    def take(self, ticket: str, mark: str) -> str:
        """What is due, and is not said again; empty for nothing."""
        return self._due.pop((ticket, mark), "")


def make_phone(hub: WebHub) -> Blueprint:
    """The blueprint of the pages of tickets."""
    phone, desk, limits = Blueprint("phone", __name__), PhoneDesk(hub), Limits()
    phone.add_url_rule("/T/<token>", "scanned", _scanned, methods=["GET"])
    phone.add_url_rule("/t/<token>", "page", partial(_page, desk, limits), methods=["GET"])
    phone.add_url_rule("/t/<token>/app.webmanifest", "manifest", partial(_manifest, desk, limits), methods=["GET"])
    for name, order in ORDERS.items():
        rule = f"/t/<token>/{name}"
        phone.add_url_rule(rule, name, partial(_ordered, hub, desk, limits, (name, order)), methods=["POST"])
    phone.after_request(_unlisted)
    return phone


def _unlisted(response: AnyResponse) -> AnyResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _scanned(token: str) -> AnyResponse:
    """A code holds the link in capitals, and what reads it may make some of them small."""
    asked = request.args.get("lang", "")
    lang = asked if asked in languages() else None
    return redirect(url_for("phone.page", token=token.lower(), lang=lang), HTTPStatus.FOUND)


def _page(desk: PhoneDesk, limits: Limits, token: str) -> AnyResponse:
    if token != token.lower():
        return _scanned(token)
    ticket = _found(desk, limits, token)
    if ticket is None:
        return _over(limits)
    shown = desk.shown(ticket, request.args.get("lang", ""))
    said = limits.answers.take(ticket.id, request.args.get("said", ""))
    if not said and shown.tag in request.if_none_match:
        return AnyResponse(status=HTTPStatus.NOT_MODIFIED.value, headers={"ETag": f'"{shown.tag}"'})
    return _shown(token, shown, said)


def _shown(token: str, shown: Shown, said: str) -> AnyResponse:
    """With a key for its forms: what is sent twice from one page is done once."""
    g.has_manifest = True
    others = [language for language in languages() if language != shown.language]
    about = {"token": token, "key": secrets.token_hex(KEY_BYTES), "said": said, "others": others, "t": _words(shown)}
    told = render_template("phone/page.html", page=shown.page, tag=shown.tag, **about)
    return AnyResponse(told, content_type="text/html; charset=utf-8", headers={"ETag": f'"{shown.tag}"'})


def _words(shown: Shown) -> Callable[..., str]:
    def words(code: str, **params: object) -> str:
        return text(shown.language, f"phone.{code}", **params)

    return words


def _found(desk: PhoneDesk, limits: Limits, token: str) -> Ticket | None:
    """The ticket of a token. Who has a good one is never made to wait for others in the same network."""
    ticket = desk.ticket(token) if TOKEN.fullmatch(token) else None
    if ticket is None:
        limits.wrong.note(_address())
    return ticket


def _address() -> str:
    return request.remote_addr or ""


def _over(limits: Limits) -> AnyResponse:
    """The same for a wrong link and for one of a former day."""
    wait_s = limits.wrong.wait_s(_address())
    status = HTTPStatus.TOO_MANY_REQUESTS if wait_s else HTTPStatus.NOT_FOUND
    wanted = request.args.get("lang", "")
    told = [wanted] if wanted in languages() else languages()
    page = render_template("phone/over.html", told=told, code="slow" if wait_s else "over", first=FIRST_LANGUAGE)
    headers = {"Retry-After": str(wait_s)} if wait_s else {}
    return AnyResponse(page, status.value, content_type="text/html; charset=utf-8", headers=headers)


def _manifest(desk: PhoneDesk, limits: Limits, token: str) -> AnyResponse:
    """What a phone needs to put the page on its home screen."""
    ticket = _found(desk, limits, token)
    if ticket is None:
        return _over(limits)
    page = desk.shown(ticket, request.args.get("lang", "")).page
    start = url_for("phone.page", token=token, lang=page.language)
    manifest = {
        "name": text(page.language, "phone.app_name", label=page.label),
        "short_name": page.label,
        "lang": page.language,
        "start_url": start,
        "scope": url_for("phone.page", token=token),
        "display": "standalone",
        "background_color": "#fbf7ef",
        "theme_color": "#5e0d10",
        "icons": [_icon(size) for size in SIZES],
    }
    return AnyResponse(msgspec.json.encode(manifest), content_type=MANIFEST)


def _icon(size: int) -> Mapping[str, str]:
    path = url_for("static", filename=f"phone/icon-{size}.png")
    return {"src": path, "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}


Order = tuple[str, Callable[[WebHub, Ticket, Form], c.Command]]


def _ordered(hub: WebHub, desk: PhoneDesk, limits: Limits, order: Order, token: str) -> AnyResponse:
    """Do what a form asks for, once, and lead back to the page, which says what came of it."""
    ticket = _found(desk, limits, token)
    if ticket is None:
        return _over(limits)
    lang = request.form.get("lang", "")
    said = "too_often" if limits.asked.wait_s(ticket.id) else _done(hub, order, ticket)
    limits.asked.note(ticket.id)
    mark = limits.answers.say(ticket.id, said)
    path = url_for("phone.page", token=token, said=mark, lang=lang if lang in languages() else None)
    return redirect(path, HTTPStatus.SEE_OTHER)


def _done(hub: WebHub, order: Order, ticket: Ticket) -> str:
    """What is said of an order."""
    (name, command_of), form = order, request.form
    key = form.get("key", "")
    if name not in hub.phone.offers or not KEY.fullmatch(key):
        return "changed"
    try:
        hub.office.submit(command_of(hub, ticket, form), ACTOR, f"{ticket.id}-{name}-{key}")
    except Refused as refused:
        return "already_rated" if refused.code == "already_rated" else "changed"
    except (RequestReused, msgspec.ValidationError):
        return "changed"
    except StorageError:
        return "failed"
    return DONE[name]


def _defer(hub: WebHub, ticket: Ticket, form: Form) -> c.Command:  # noqa: ARG001
    """Raises ValidationError, as all of these."""
    return msgspec.convert({"ticket": ticket.id, "behind": _number(form, "behind")}, c.DeferTicket)


def _cancel(hub: WebHub, ticket: Ticket, form: Form) -> c.Command:  # noqa: ARG001 - one shape for all orders
    return c.CancelTicket(ticket=ticket.id, reason=c.BY_CITIZEN)


def _rate(hub: WebHub, ticket: Ticket, form: Form) -> c.Command:
    """Reasons that do not belong to the score are left out: without scripts all of them can be ticked."""
    told = {name: _number(form, name) for name in ("counter", "service", "score")}
    asked = {reason.id for reason in hub.plan.rating.reasons_of(told["score"])}
    reasons = [code for code in form.getlist("reason") if code in asked]
    return msgspec.convert({"ticket": ticket.id, "channel": "phone", "reasons": reasons, **told}, c.RateTicket)


def _number(form: Form, name: str) -> int:
    """A number of a form; 0, which nothing takes, for anything else."""
    given = form.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 3 else 0


ORDERS: Mapping[str, Callable[[WebHub, Ticket, Form], c.Command]] = {"defer": _defer, "cancel": _cancel, "rate": _rate}
"""What may be asked for, by the end of its path and the name of its offer."""

DONE = {"defer": "deferred", "cancel": "cancelled", "rate": "rated"}
"""What is said when it was done."""
