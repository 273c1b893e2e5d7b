"""Who may do what: one table for pages, commands and topics. What has no row, nobody may.

A row's name is an endpoint (commands are posted to ``api.<Command>``) or ``topic:<kind>``. Within its rows a role is
bound to its scope (hub/service/scopes.py): a clerk's page to its own counter, a kiosk to what kiosks may ask.
"""

from dataclasses import dataclass

ANYBODY = "public"
CLERK, SUPERVISOR, ADMINISTRATOR, INSPECTOR = "clerk", "supervisor", "administrator", "inspector"
NEWCOMER = "newcomer"
KIOSK, RATING, WALL, MONITOR = "kiosk", "rating", "wall", "monitor"
DESK, HALL = "desk", "hall"

STAFF_ROLES = (CLERK, SUPERVISOR, ADMINISTRATOR, INSPECTOR)
"""What an account can be; an administrator may all that a supervisor may, an inspector reads and changes nothing."""

DEVICE_ROLES = (KIOSK, RATING, WALL, DESK, HALL, MONITOR)
"""What a device can be; ``desk`` runs the panels, boards and keypads of one counter, ``hall`` those of many;
``monitor`` is the program that collects the metrics."""

ROLES = frozenset({ANYBODY, NEWCOMER, *STAFF_ROLES, *DEVICE_ROLES})
"""Every role. ``public`` is whoever shows no token, and what it may everybody may; ``newcomer`` is any member of staff
whose password was set by somebody else: they may change it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: the ``actor`` of its journal rows, its role, its counter if it has one, its name, and its grant's id.

    A member of staff acts as ``staff-<account>``, a device as its screen's name.
    """

    actor: str
    role: str
    counter: int | None = None
    name: str = ""
    grant: int = 0


PUBLIC = Identity(actor="public", role=ANYBODY)
"""Whoever shows no token."""


def _roles(*roles: str) -> frozenset[str]:
    return frozenset(roles)


_LEADING = (SUPERVISOR, ADMINISTRATOR)
_WORKING = (CLERK, *_LEADING)
_READING = (*_LEADING, INSPECTOR)
_AT_COUNTERS = (*_WORKING, DESK, HALL)

ACCESS: dict[str, frozenset[str]] = {
    "healthz": _roles(ANYBODY),
    "static": _roles(ANYBODY),
    "joined": _roles(ANYBODY),
    "static_counter": _roles(ANYBODY),
    "static_wall": _roles(ANYBODY),
    "openapi": _roles(ANYBODY),
    # Whoever has a ticket's link: the token in it is checked there.
    "phone.scanned": _roles(ANYBODY),
    "phone.page": _roles(ANYBODY),
    "phone.manifest": _roles(ANYBODY),
    "phone.defer": _roles(ANYBODY),
    "phone.cancel": _roles(ANYBODY),
    "phone.rate": _roles(ANYBODY),
    "metrics": _roles(MONITOR, *_READING),
    "pages.start": _roles(ANYBODY),
    # A device's page checks its own cookie: without one it shows how to pair it.
    "pages.rating": _roles(ANYBODY),
    "pages.rating_token": _roles(ANYBODY),
    "pages.wall": _roles(ANYBODY),
    "pages.wall_token": _roles(ANYBODY),
    "pages.wall_hall": _roles(ANYBODY),
    "pages.wall_hall_token": _roles(ANYBODY),
    "pages.front": _roles(ANYBODY),
    "pages.front_token": _roles(ANYBODY),
    # Whoever is not paired yet asks for a code; what it becomes an administrator says.
    "pairing.ask": _roles(ANYBODY),
    "pairing.claim": _roles(ANYBODY),
    "pairing.page": _roles(ANYBODY),
    "pairing.page_claim": _roles(ANYBODY),
    "devices.page": _roles(*_READING),
    "devices.order": _roles(*_LEADING),
    "devices.pair": _roles(ADMINISTRATOR),
    "devices.rename": _roles(ADMINISTRATOR),
    "devices.revoke": _roles(ADMINISTRATOR),
    "devices.list": _roles(*_READING),
    "devices.report": _roles(KIOSK, DESK, HALL),
    "sign_in.form": _roles(ANYBODY),
    "sign_in.enter": _roles(ANYBODY),
    "sign_in.out": _roles(ANYBODY),
    "sign_in.password": _roles(NEWCOMER, *STAFF_ROLES),
    "sign_in.change": _roles(NEWCOMER, *STAFF_ROLES),
    "plan.page": _roles(*_READING),
    "plan.download": _roles(*_READING),
    "plan.look": _roles(ADMINISTRATOR),
    "plan.adopt": _roles(ADMINISTRATOR),
    "plan.drop": _roles(ADMINISTRATOR),
    "staff.page": _roles(ADMINISTRATOR),
    "staff.add": _roles(ADMINISTRATOR),
    "staff.role": _roles(ADMINISTRATOR),
    "staff.password": _roles(ADMINISTRATOR),
    "staff.close": _roles(ADMINISTRATOR),
    "api.people": _roles(*STAFF_ROLES),
    "pages.counter": _roles(*_WORKING),
    "pages.counter_token": _roles(*_WORKING),
    "pages.reception": _roles(*_WORKING),
    "pages.reception_token": _roles(*_WORKING),
    "pages.supervisor": _roles(*_READING),
    "pages.supervisor_token": _roles(*_READING),
    "walls.program": _roles(WALL),
    "walls.told": _roles(WALL),
    "walls.unseen": _roles(*_READING),
    "walls.shown": _roles(*_READING),
    # Pictures and videos hang in the hall, where everybody sees them.
    "walls.media": _roles(ANYBODY),
    # The topic decides (may_listen).
    "api.view": _roles(*STAFF_ROLES, KIOSK, RATING, WALL, DESK, HALL),
    "topic:counter": _roles(CLERK, *_READING),
    "api.ticket": _roles(*STAFF_ROLES),
    "api.today": _roles(*_READING),
    "api.closings": _roles(*_READING),
    # A clerk's figures are their own alone.
    "figures.day": _roles(*STAFF_ROLES),
    "figures.table": _roles(*_READING),
    "explained.story": _roles(*_READING),
    "speech.rules": _roles(WALL, *_READING),
    "speech.call": _roles(WALL, *_READING),
    "scans.numbers": _roles(*STAFF_ROLES, DESK, HALL),
    "scans.link": _roles(*STAFF_ROLES),
    "scans.counter": _roles(DESK, HALL),
    "scans.reception": _roles(HALL),
    "scans.kiosk": _roles(KIOSK),
    "procedures.list": _roles(KIOSK, *STAFF_ROLES),
    "topic:reception": _roles(*STAFF_ROLES),
    "topic:floor": _roles(*_READING),
    "topic:kiosk": _roles(KIOSK, *_READING),
    "topic:rating": _roles(RATING, *_READING),
    "topic:wall": _roles(WALL, *_READING),
    "topic:desk": _roles(DESK, *_READING),
    "topic:hall": _roles(HALL, *_READING),
    # Whoever works at a counter may say that the date is right; another day than today cannot be opened.
    "api.OpenDay": _roles(*_WORKING),
    "api.CloseDay": _roles(*_LEADING),
    "api.ReopenDay": _roles(*_LEADING),
    "api.CarryOver": _roles(*_LEADING),
    "api.SetMode": _roles(*_LEADING),
    "api.MoveField": _roles(*_LEADING),
    "api.StopField": _roles(*_LEADING),
    "api.StartField": _roles(*_LEADING),
    "api.ReleaseTicket": _roles(*_LEADING),
    "api.OpenCounter": _roles(*_AT_COUNTERS),
    "api.PauseCounter": _roles(*_AT_COUNTERS),
    "api.CloseCounter": _roles(*_AT_COUNTERS),
    "api.SetCounterFields": _roles(*_WORKING),
    "api.IssueTicket": _roles(KIOSK, *_WORKING),
    "api.CallNext": _roles(*_AT_COUNTERS),
    "api.FinishAndCallNext": _roles(*_AT_COUNTERS),
    "api.CallNumber": _roles(*_AT_COUNTERS),
    "api.PrepareNext": _roles(*_AT_COUNTERS),
    "api.DropPrepared": _roles(*_AT_COUNTERS),
    "api.UseProfile": _roles(*_WORKING),
    "api.Recall": _roles(*_AT_COUNTERS),
    "api.StartService": _roles(*_AT_COUNTERS),
    "api.FinishService": _roles(*_AT_COUNTERS),
    "api.MarkMissed": _roles(*_AT_COUNTERS),
    **dict.fromkeys(("api.UndoFinish", "api.UndoMissed", "api.SetVisitNote"), _roles(*_WORKING)),
    "api.CallBack": _roles(*_WORKING),
    "api.Hold": _roles(*_AT_COUNTERS),
    "api.Resume": _roles(*_AT_COUNTERS),
    "api.Transfer": _roles(*_AT_COUNTERS),
    "api.ReturnToQueue": _roles(*_AT_COUNTERS),
    "api.AddErrand": _roles(*_AT_COUNTERS),
    "api.DropErrand": _roles(*_AT_COUNTERS),
    "api.CallForHelp": _roles(*_AT_COUNTERS),
    "api.EndHelp": _roles(*_AT_COUNTERS),
    "api.RecordServedOffline": _roles(*_WORKING),
    "api.CancelTicket": _roles(KIOSK, *_WORKING),
    "api.DeferTicket": _roles(*_WORKING),
    "api.RequestPrint": _roles(*_WORKING),
    # What only the machine itself can know nobody may say in its place; no account of staff rates a service. The agent
    # of a clerk's own PC does, and whoever holds that PC holds its badge: see `run.py audit` and docs/operations.md.
    "api.RateTicket": _roles(RATING, DESK, HALL),
    "api.AbandonRequest": _roles(KIOSK),
    "api.JoinTicket": _roles(KIOSK),
    "api.ReportPrint": _roles(KIOSK),
    "api.ReportDevice": _roles(KIOSK, DESK, HALL),
}
"""The only list of who may do what."""


def may_use(identity: Identity, endpoint: str) -> bool:
    """Whether somebody may use an endpoint at all."""
    return not ACCESS.get(endpoint, frozenset()).isdisjoint({identity.role, ANYBODY})


def is_at_counter(identity: Identity) -> bool:
    """Whether somebody is a clerk at a counter; at the reception a clerk has none."""
    return identity.role == CLERK and identity.counter is not None


def may_listen(identity: Identity, topic: str, *, calls_are_blind: bool = False) -> bool:
    """Whether somebody may hear a topic, such as ``wall`` or ``counter:3``; a counter's screens hear only their own.

    Where clerks call blindly, what the reception knows is kept from the counters.
    """
    kind, _, number = topic.partition(":")
    if identity.role not in ACCESS.get(f"topic:{kind}", frozenset()):
        return False
    if calls_are_blind and kind == "reception" and is_at_counter(identity):
        return False
    return identity.counter is None or not number or number == str(identity.counter)
