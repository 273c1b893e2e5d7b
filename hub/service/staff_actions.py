"""What the console does with accounts, as actions of JSON types: in the running hub or on its folder while it rests."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from hub.service.grants import Grants
from hub.service.ports import Account, HasherBusy
from hub.service.staff import Staff, StaffRefused

Asked = Mapping[str, Any]
Action = Callable[[Asked], dict[str, Any]]


def staff_actions(staff: Staff, grants: Grants) -> dict[str, Action]:
    """The actions by name. What is refused is answered by ``{"refused": code, "params": {…}}``.

    Accounts are named by their ``login``. Where no ``password`` is given one is made and answered.
    """
    actions: dict[str, Action] = {
        "staff-list": lambda _: {"accounts": [_told(account, grants) for account in staff.all_open()]},
        "staff-add": partial(_add, staff),
        "staff-password": partial(_set_password, staff),
        "staff-role": partial(_set_role, staff),
        "staff-name": partial(_set_name, staff),
        "staff-close": partial(_close, staff),
    }
    return {name: partial(_answered, action) for name, action in actions.items()}


def _answered(action: Action, asked: Asked) -> dict[str, Any]:
    try:
        return action(asked)
    except StaffRefused as refused:
        return {"refused": refused.code, "params": refused.params}
    except HasherBusy:
        return {"refused": "busy", "params": {}}


def _told(account: Account, grants: Grants) -> dict[str, Any]:
    sessions = sum(1 for grant in grants.all_live() if grant.account == account.id)
    told = {"id": account.id, "login": account.login, "name": account.name, "role": account.role}
    return {**told, "must_change": account.must_change, "sessions": sessions}


def _add(staff: Staff, asked: Asked) -> dict[str, Any]:
    account, password = staff.add(asked["login"], asked["name"], asked["role"], asked.get("password"))
    return {"login": account.login, "password": password}


def _set_password(staff: Staff, asked: Asked) -> dict[str, Any]:
    return {"password": staff.set_password(_id_of(staff, asked), asked.get("password"))}


def _set_role(staff: Staff, asked: Asked) -> dict[str, Any]:
    staff.set_role(_id_of(staff, asked), asked["role"])
    return {}


def _set_name(staff: Staff, asked: Asked) -> dict[str, Any]:
    staff.set_name(_id_of(staff, asked), asked["name"])
    return {}


def _close(staff: Staff, asked: Asked) -> dict[str, Any]:
    staff.close(_id_of(staff, asked))
    return {}


def _id_of(staff: Staff, asked: Asked) -> int:
    account = staff.by_login(asked["login"])
    if account is None:
        raise StaffRefused("unknown_account")
    return account.id
