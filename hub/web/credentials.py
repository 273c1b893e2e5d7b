"""From what somebody shows to who they are: tokens, secrets and cookies become identities while their grant is live."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from hub.service.access import ADMINISTRATOR, NEWCOMER, Identity
from hub.service.grants import DEMO, Grants
from hub.service.ports import Account, Grant
from hub.service.staff import actor_of
from hub.web.keyring import Keyring
from hub.web.screens import OF_STAFF, Screen, parse_screen


@dataclass(frozen=True, slots=True)
class Credentials:
    """The hub's keyring and its grants; ``account`` finds an open account by its id."""

    keyring: Keyring
    grants: Grants
    account: Callable[[int], Account | None]

    def bearer(self, token: object) -> Identity | None:
        """Who shows a page's token, or a device's own secret; None: nobody we know, or not any more."""
        signed = self.keyring.read(token)
        if signed is not None:
            grant = self.grants.live(signed.grant)
            return self._identity(grant, signed.screen) if grant is not None else None
        grant = self.grants.by_secret(token) if isinstance(token, str) else None
        if grant is None or grant.kind != "device":
            return None
        return self._identity(grant, parse_screen(grant.screen))

    def session(self) -> Identity | None:
        """The member of staff whose browser asks; in the demo everybody is one who may everything."""
        grant = self.grants.by_secret(request.cookies.get(session_cookie(), ""))
        if grant is not None and grant.kind == "session":
            return self._identity(grant, None)
        return Identity("demo", ADMINISTRATOR, name="Demo") if self.grants.live(DEMO) else None

    def device(self, screen: Screen) -> Grant | None:
        """The grant under which this browser is a paired screen; in the demo it needs none of its own."""
        grant = self.grants.by_secret(request.cookies.get(screen_cookie(), ""))
        if grant is not None and grant.kind == "device" and grant.screen == str(screen):
            return grant
        return self.grants.live(DEMO)

    def _identity(self, grant: Grant, screen: Screen | None) -> Identity | None:
        """Who a grant's bearer is on a screen (None: on a plain page)."""
        if grant.kind == "session":
            return self._member(grant, screen)
        if screen is None or (grant.id != DEMO and str(screen) != grant.screen):
            return None
        name = grant.place or screen.which or screen.kind
        return Identity(str(screen), screen.role, screen.counter, name, grant.id)

    def _member(self, grant: Grant, screen: Screen | None) -> Identity | None:
        account = self.account(grant.account or 0)
        if account is None or (screen is not None and screen.kind not in OF_STAFF):
            return None
        role = NEWCOMER if account.must_change else account.role
        return Identity(actor_of(account.id), role, screen.counter if screen else None, account.name, grant.id)


def session_cookie() -> str:
    """The name of the cookie of a session. Chromium drops prefixed cookies over plain http."""
    return "__Host-staff" if request.is_secure else "staff"


def screen_cookie() -> str:
    """The name of the cookie of a paired screen; its path is that of the screen's page."""
    return "__Secure-screen" if request.is_secure else "screen"
