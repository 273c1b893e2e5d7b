"""The administrators' page of accounts."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from hub.service.access import STAFF_ROLES
from hub.service.ports import HasherBusy
from hub.service.staff import StaffRefused, actor_of
from hub.web.context import WebHub
from hub.web.forms import Said, SaidOnce, form_page, refusal_of, see
from hub.web.guard import asking

PAGE = "/admin/staff"


def make_staff_pages(hub: WebHub) -> Blueprint:
    """The blueprint of the accounts: the list, and what can be done with them."""
    pages = Blueprint("staff", __name__)
    said = SaidOnce()
    hub.credentials.grants.on_end.append(said.forget)
    desk = _Desk(hub, said)
    pages.add_url_rule(PAGE, "page", desk.page, methods=["GET"])
    for name, do in {"role": desk.role, "password": desk.password, "close": desk.close}.items():
        pages.add_url_rule(f"{PAGE}/<int:account>/{name}", name, partial(desk.answered, do), methods=["POST"])
    pages.add_url_rule(f"{PAGE}/add", "add", partial(desk.answered, desk.add), methods=["POST"])
    return pages


class _Desk:
    """What an administrator does with accounts; each leads back to the list, which then says what has come of it."""

    def __init__(self, hub: WebHub, said: SaidOnce) -> None:
        self._hub = hub
        self._staff = hub.staff
        self._said = said

    def page(self, refusal: Said | None = None) -> AnyResponse:
        """The list of the open accounts."""
        live = {grant.account for grant in self._hub.credentials.grants.all_live()}
        return form_page(
            "staff",
            HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK,
            accounts=self._staff.all_open(),
            signed_in=live,
            own=self._own(),
            roles=STAFF_ROLES,
            refusal=refusal,
            said=self._said.take(asking().grant),
            form=request.form,
        )

    def answered(self, do: Callable[..., None], **in_path: int) -> AnyResponse:
        """Do it and lead back to the list, or say there why not.

        Not with the own account: that would end this very session before its answer is read.
        """
        try:
            if in_path and in_path["account"] == self._own():
                raise StaffRefused("own_account")
            do(**in_path)
        except StaffRefused as refused:
            return self.page(refusal_of(refused))
        except HasherBusy:
            return self.page(Said("busy", {}))
        return see(PAGE)

    def add(self) -> None:
        """A new account; its one-time password is shown once."""
        form = request.form
        account, password = self._staff.add(form.get("login", ""), form.get("name", ""), form.get("role", ""))
        self._say("new_password", account.id, login=account.login, password=password)

    def role(self, account: int) -> None:
        """Another role."""
        self._staff.set_role(account, request.form.get("role", ""))
        self._say("role_changed", account)

    def password(self, account: int) -> None:
        """A new one-time password, shown once."""
        password = self._staff.set_password(account)
        known = self._staff.account(account)
        self._say("new_password", account, login=known.login if known else "", password=password)

    def close(self, account: int) -> None:
        """Close an account."""
        self._staff.close(account)
        self._say("closed", account)

    def _own(self) -> int | None:
        grant = self._hub.credentials.grants.live(asking().grant)
        return None if grant is None else grant.account

    def _say(self, code: str, account: int, **params: str) -> None:
        name = self._staff.names().get(actor_of(account), "")
        self._said.say(asking().grant, code, name=name, **params)
