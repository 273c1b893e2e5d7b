"""Signing in and out, and changing one's own password."""

from functools import partial
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from hub.service.access import NEWCOMER
from hub.service.grants import SESSION_MS
from hub.service.ports import Account, HasherBusy
from hub.service.staff import StaffRefused
from hub.web.context import WebHub
from hub.web.credentials import session_cookie
from hub.web.forms import HOME, Said, form_page, refusal_of, safe_next, see
from hub.web.guard import PASSWORD, SIGN_IN, asking

BUSY = Said("busy", {})
BUSY_S = 3

STATUSES = {"locked": HTTPStatus.TOO_MANY_REQUESTS, "busy": HTTPStatus.SERVICE_UNAVAILABLE}
"""The HTTP status of a refusal, where it is not that of a form to be filled in again."""


def make_sign_in(hub: WebHub) -> Blueprint:
    """The blueprint of signing in and out."""
    pages = Blueprint("sign_in", __name__)
    pages.add_url_rule(SIGN_IN, "form", _form, methods=["GET"])
    pages.add_url_rule(SIGN_IN, "enter", partial(_enter, hub), methods=["POST"])
    pages.add_url_rule("/sign-out", "out", partial(_out, hub), methods=["POST"])
    pages.add_url_rule(PASSWORD, "password", partial(_password, hub), methods=["GET"])
    pages.add_url_rule(PASSWORD, "change", partial(_change, hub), methods=["POST"])
    return pages


def _form() -> AnyResponse:
    return _sign_in_page(request.args.get("next", HOME))


def _enter(hub: WebHub) -> AnyResponse:
    """Open a session. A former one of this browser ends: whoever sits down next is not whoever left."""
    said = request.form
    target = safe_next(said.get("next", HOME))
    try:
        _, secret = hub.signing_in.sign_in(said.get("login", ""), said.get("password", ""), request.remote_addr or "")
    except StaffRefused as refused:
        return _sign_in_page(target, refusal_of(refused))
    except HasherBusy:
        return _sign_in_page(target, BUSY)
    _end_session(hub)
    response = see(target)
    response.set_cookie(
        session_cookie(),
        secret,
        max_age=SESSION_MS // 1000,
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _out(hub: WebHub) -> AnyResponse:
    """End this browser's session; pressing it twice is harmless."""
    _end_session(hub)
    response = see(SIGN_IN)
    response.delete_cookie(session_cookie(), path="/", secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _end_session(hub: WebHub) -> None:
    grants = hub.credentials.grants
    former = grants.by_secret(request.cookies.get(session_cookie(), ""))
    if former is not None and former.kind == "session":
        grants.end([former.id])


def _password(hub: WebHub) -> AnyResponse:
    account = _own_account(hub)
    return see(HOME) if account is None else _password_page(account)


def _change(hub: WebHub) -> AnyResponse:
    account = _own_account(hub)
    if account is None:
        return see(HOME)
    said = request.form
    try:
        if said.get("password") != said.get("again"):
            raise StaffRefused("password_differs")
        former, password = said.get("former", ""), said.get("password", "")
        hub.signing_in.change_password(account, former, password, asking().grant)
    except StaffRefused as refused:
        return _password_page(account, refusal_of(refused))
    except HasherBusy:
        return _password_page(account, BUSY)
    return see(HOME)


def _own_account(hub: WebHub) -> Account | None:
    """The account that is signed in; None in the demo, where nobody needs one."""
    grant = hub.credentials.grants.live(asking().grant)
    return None if grant is None or grant.account is None else hub.staff.account(grant.account)


def _sign_in_page(target: str, refusal: Said | None = None) -> AnyResponse:
    login = request.form.get("login", "")
    return _page("sign_in", refusal, login=login, next=safe_next(target))


def _password_page(account: Account, refusal: Said | None = None) -> AnyResponse:
    return _page("password", refusal, login=account.login, is_first=asking().role == NEWCOMER)


def _page(template: str, refusal: Said | None, **values: object) -> AnyResponse:
    """A form, once more if something in it was refused."""
    status = STATUSES.get(refusal.code, HTTPStatus.UNPROCESSABLE_ENTITY) if refusal else HTTPStatus.OK
    page = form_page(template, status, refusal=refusal, **values)
    if refusal == BUSY:
        page.headers["Retry-After"] = str(BUSY_S)
    if refusal is not None and refusal.code == "locked":
        page.headers["Retry-After"] = str(int(refusal.params["minutes"]) * 60)
    return page
