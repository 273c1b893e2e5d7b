"""A hub as in a centre, and one bearer of every role: accounts with sessions, paired devices, one that was ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.centre import SAMPLE
from hub.service.grants import Grants
from hub.service.ports import Account
from hub.store.journal import Journal
from hub.store.register import Register
from hub.web.screens import parse_screen
from tests.hub_process import HubProcess
from tests.service.kit import FakeClock, Inline

STAFF = {
    "clerk": "counter:3",
    "supervisor": "supervisor",
    "administrator": "supervisor",
    "inspector": "supervisor",
    "revoked": "counter:3",
    "newcomer": "counter:3",
}
"""Roles of staff and the page that each has open; ``revoked`` is a clerk whose session was ended, ``newcomer`` an
administrator who still has the password that somebody else set."""

ROLES_OF = {"revoked": "clerk", "newcomer": "administrator"}
"""What the accounts of those are that are called otherwise."""

DEVICES = {
    "kiosk": "kiosk:K1",
    "rating": "rating:3",
    "wall": "wall",
    "desk": "desk:3",
    "hall": "hall:H1",
    "monitor": "monitor",
}


@dataclass
class Enrolled:
    """The hub, its id, the bearer tokens by role and the sessions' secrets by role; ``public`` has neither."""

    hub: HubProcess
    hub_id: str
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@contextmanager
def enrolled(data: Path, clock: FakeClock) -> Iterator[Enrolled]:
    """Start a hub over a folder in which everybody is known already."""
    grants_of: dict[str, tuple[int, str]] = {}
    journal = Journal.open(data / "hub.db", clock.now_ms())
    register = Register(journal.connection)
    grants = Grants(register, Inline(), clock)
    for role in STAFF:
        asked = Account(
            id=0,
            login=role,
            name=role.title(),
            role=ROLES_OF.get(role, role),
            password_hash="",
            made_at=clock.now_ms(),
            must_change=role == "newcomer",
        )
        grant, secret = grants.give_session(register.add_account(asked).id, "127.0.0.1")
        grants_of[role] = (grant.id, secret)
    for role, screen in DEVICES.items():
        grant, secret = grants.give_device(screen, "the hall", "127.0.0.1")
        grants_of[role] = (grant.id, secret)
    grants.end([grants_of["revoked"][0]])
    hub_id = journal.origin.hub
    journal.close()
    with HubProcess(data, "--centre", str(SAMPLE), demo=False) as hub:
        known = Enrolled(hub, hub_id)
        for role, screen in STAFF.items():
            known.tokens[role] = hub.keyring.sign(grants_of[role][0], parse_screen(screen))
            known.cookies[role] = grants_of[role][1]
        known.tokens |= {role: grants_of[role][1] for role in DEVICES}
        yield known
