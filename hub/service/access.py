"""Who may do what: one table for pages, commands and topics. What has no row, nobody may.

A row's name is an endpoint (commands are posted to ``api.<Command>``) or ``topic:<kind>``. Within its rows a role is
bound to its scope: a counter's screen to its own counter, a kiosk to what kiosks may ask.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hub.domain import commands as c
from hub.domain.decisions.tickets import KIOSK_REASONS

ANYBODY = "public"
COUNTER, KIOSK, RATING, SUPERVISOR, WALL = "counter", "kiosk", "rating", "supervisor", "wall"

ROLES = frozenset({ANYBODY, COUNTER, KIOSK, RATING, SUPERVISOR, WALL})
"""Every role; ``public`` is whoever shows no token, and what it may everybody may."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: the ``actor`` of its journal rows, its role, its counter if it has one, and its name for people."""

    actor: str
    role: str
    counter: int | None = None
    name: str = ""


PUBLIC = Identity(actor="public", role=ANYBODY)
"""Whoever shows no token."""


def _roles(*roles: str) -> frozenset[str]:
    return frozenset(roles)


ACCESS: dict[str, frozenset[str]] = {
    "healthz": _roles(ANYBODY),
    "static": _roles(ANYBODY),
    "static_counter": _roles(ANYBODY),
    "static_wall": _roles(ANYBODY),
    # A page checks its own cookie: it must load before its screen has a token.
    "pages.start": _roles(ANYBODY),
    "pages.enter": _roles(ANYBODY),
    "pages.counter": _roles(ANYBODY),
    "pages.counter_token": _roles(ANYBODY),
    "pages.rating": _roles(ANYBODY),
    "pages.rating_token": _roles(ANYBODY),
    "pages.wall": _roles(ANYBODY),
    "pages.wall_token": _roles(ANYBODY),
    # The topic decides (may_listen).
    "api.view": _roles(COUNTER, KIOSK, RATING, SUPERVISOR, WALL),
    "topic:counter": _roles(COUNTER, SUPERVISOR),
    "topic:kiosk": _roles(KIOSK, SUPERVISOR),
    "topic:rating": _roles(RATING, SUPERVISOR),
    "topic:wall": _roles(WALL, SUPERVISOR),
    # Whoever works at a counter may say that the date is right; another day than today cannot be opened.
    "api.OpenDay": _roles(COUNTER, SUPERVISOR),
    "api.CloseDay": _roles(SUPERVISOR),
    "api.SetMode": _roles(SUPERVISOR),
    "api.OpenCounter": _roles(COUNTER, SUPERVISOR),
    "api.PauseCounter": _roles(COUNTER, SUPERVISOR),
    "api.CloseCounter": _roles(COUNTER, SUPERVISOR),
    "api.SetCounterFields": _roles(COUNTER, SUPERVISOR),
    "api.IssueTicket": _roles(KIOSK, SUPERVISOR),
    "api.CallNext": _roles(COUNTER, SUPERVISOR),
    "api.FinishAndCallNext": _roles(COUNTER, SUPERVISOR),
    "api.CallNumber": _roles(COUNTER, SUPERVISOR),
    "api.Recall": _roles(COUNTER, SUPERVISOR),
    "api.StartService": _roles(COUNTER, SUPERVISOR),
    "api.FinishService": _roles(COUNTER, SUPERVISOR),
    "api.MarkMissed": _roles(COUNTER, SUPERVISOR),
    "api.CallBack": _roles(COUNTER, SUPERVISOR),
    "api.Hold": _roles(COUNTER, SUPERVISOR),
    "api.Resume": _roles(COUNTER, SUPERVISOR),
    "api.Transfer": _roles(COUNTER, SUPERVISOR),
    "api.ReturnToQueue": _roles(COUNTER, SUPERVISOR),
    "api.CancelTicket": _roles(COUNTER, KIOSK, SUPERVISOR),
    "api.RateTicket": _roles(RATING, SUPERVISOR),
    "api.AbandonRequest": _roles(KIOSK, SUPERVISOR),
    "api.ReportPrint": _roles(KIOSK, SUPERVISOR),
    "api.ReportDevice": _roles(KIOSK, SUPERVISOR),
}
"""The only list of who may do what."""


def may_use(identity: Identity, endpoint: str) -> bool:
    """Whether somebody may use an endpoint at all."""
    return not ACCESS.get(endpoint, frozenset()).isdisjoint({identity.role, ANYBODY})


def may_listen(identity: Identity, topic: str) -> bool:
    """Whether somebody may hear a topic, such as ``wall`` or ``counter:3``; a counter's screens hear only their own."""
    kind, _, number = topic.partition(":")
    if identity.role not in ACCESS.get(f"topic:{kind}", frozenset()):
        return False
    return identity.counter is None or not number or number == str(identity.counter)


def may_command(identity: Identity, command: c.Command) -> bool:
    """Whether somebody may give this very command, with these values."""
    is_named = identity.role in ACCESS.get(f"api.{type(command).__name__}", frozenset())
    return is_named and _SCOPES[identity.role](identity, command)


def _everything(_identity: Identity, _command: c.Command) -> bool:
    return True


def _nothing(_identity: Identity, _command: c.Command) -> bool:
    return False


def _own_counter(identity: Identity, command: c.Command) -> bool:
    """Its own counter; the day and tickets that no counter holds are everybody's, but a kiosk's reasons are not."""
    if isinstance(command, c.CancelTicket):
        return command.reason not in KIOSK_REASONS and command.counter in (None, identity.counter)
    return isinstance(command, c.CallBack | c.OpenDay) or getattr(command, "counter", None) == identity.counter


def _at_kiosk(_identity: Identity, command: c.Command) -> bool:
    if isinstance(command, c.IssueTicket):
        return command.granted_by == "kiosk"
    return not isinstance(command, c.CancelTicket) or command.reason in KIOSK_REASONS


_SCOPES: dict[str, Callable[[Identity, c.Command], bool]] = {
    ANYBODY: _nothing,
    COUNTER: _own_counter,
    KIOSK: _at_kiosk,
    RATING: _own_counter,
    SUPERVISOR: _everything,
    WALL: _nothing,
}
