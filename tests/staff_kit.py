"""People of a real hub: a centre set up, accounts, and browsers without a screen that sign in.

with centre(tmp_path) as hub:
    lan = hub_account(hub, "lan", "clerk")
    browser = signed_in(hub, "lan")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from hub.console.accounts import accounts_at_rest
from hub.console.setup import set_up
from hub.store.control import ask
from tests.hub_process import HubProcess

PASSWORD = "trúc xanh bên hồ"
NAMES = {"office": "UBND Phường Thử", "name": "Trung tâm Thử", "office_en": "", "name_en": ""}
PEOPLE = {
    "quantri": ("Trần Văn Quản", "administrator"),
    "truong": ("Lê Thị Trưởng", "supervisor"),
    "lan": ("Nguyễn Thị Lan", "clerk"),
    "minh": ("Phạm Văn Minh", "clerk"),
    "thanhtra": ("Võ Thanh Tra", "inspector"),
}
"""Everybody of the centre by sign-in name: full name and role. Their ids follow this order, from 1."""


def found_centre(data: Path) -> None:
    """Set a centre up with everybody's account; all have the same password."""
    set_up(data, NAMES, ("quantri", PEOPLE["quantri"][0], PASSWORD))
    with accounts_at_rest(data) as actions:
        for login, (name, role) in list(PEOPLE.items())[1:]:
            made = actions["staff-add"]({"login": login, "name": name, "role": role, "password": PASSWORD})
            assert "refused" not in made, made


@contextmanager
def centre(data: Path, *options: str) -> Iterator[HubProcess]:
    """A hub as in a centre, with everybody's account: no demo, staff sign in."""
    found_centre(data)
    with HubProcess(data, *options, demo=False) as hub:
        yield hub


def signed_in(hub: HubProcess, login: str, password: str = PASSWORD) -> requests.Session:
    """A browser in which somebody has signed in; to be closed."""
    browser = requests.Session()
    browser.trust_env = False
    response = sign_in(hub, browser, login, password)
    assert response.status_code == 303, response.text
    return browser


def sign_in(hub: HubProcess, browser: requests.Session, login: str, password: str, to: str = "/") -> requests.Response:
    form = {"login": login, "password": password, "next": to}
    return browser.post(f"{hub.url}/sign-in", data=form, allow_redirects=False, timeout=10)


def token_of(hub: HubProcess, browser: requests.Session, page: str) -> str:
    """The access token that a page of this browser would renew: ``/counter/3/``, ``/reception/``."""
    response = browser.post(f"{hub.url}{page}token", timeout=10)
    response.raise_for_status()
    token: str = response.json()["token"]
    return token


def at_console(hub: HubProcess, action: str, **asked: Any) -> dict[str, Any]:
    """What ``run.py staff`` asks the running hub."""
    return ask(hub.data, do=action, **asked)
