"""Which commands somebody may give with which values, where the table of access lets them give it at all."""

from collections.abc import Callable

from hub.domain import commands as c
from hub.messages import device_at
from hub.service.access import ACCESS, ADMINISTRATOR, CLERK, DESK, HALL, KIOSK, RATING, SUPERVISOR, Identity


def may_command(identity: Identity, command: c.Command) -> bool:
    """Whether somebody may give this very command, with these values."""
    is_named = identity.role in ACCESS.get(f"api.{type(command).__name__}", frozenset())
    scope = _SCOPES.get(identity.role)
    return is_named and scope is not None and scope(identity, command)


def _own_counter(identity: Identity, command: c.Command) -> bool:
    counter = getattr(command, "counter", None)
    return counter is not None and counter == identity.counter


_NOT_OF_STAFF = c.KIOSK_REASONS | {c.BY_CITIZEN}
"""Reasons of cancelling that only machines give, and who holds the number."""

_OF_THE_HALL = (c.CallBack, c.OpenDay, c.RequestPrint, c.EndHelp, c.DeferTicket)
"""Commands that belong to no counter and that every clerk may give."""


def _at_desk(identity: Identity, command: c.Command) -> bool:
    """A clerk's own counter; tickets that no counter holds are everybody's, but what only kiosks do is not."""
    if isinstance(command, c.CancelTicket):
        return command.reason not in _NOT_OF_STAFF and command.counter in (None, identity.counter)
    return isinstance(command, _OF_THE_HALL) or _issues_as_staff(command) or _own_counter(identity, command)


def _as_staff(_identity: Identity, command: c.Command) -> bool:
    """Everything but what only kiosks do."""
    if isinstance(command, c.CancelTicket):
        return command.reason not in _NOT_OF_STAFF
    return not isinstance(command, c.IssueTicket) or _issues_as_staff(command)


def _issues_as_staff(command: c.Command) -> bool:
    return isinstance(command, c.IssueTicket) and command.granted_by == "staff"


def _on_panel_page(identity: Identity, command: c.Command) -> bool:
    """A page rates now or not at all."""
    is_now = not isinstance(command, c.RateTicket) or command.pressed_ms is None
    return is_now and _rates_as_panel(command) and _own_counter(identity, command)


def _rates_as_panel(command: c.Command) -> bool:
    return not isinstance(command, c.RateTicket) or command.channel == "panel"


def printer_of(screen: str) -> str:
    """The name under which a kiosk reports its printer: ``K1-printer`` of ``kiosk:K1``."""
    return f"{screen.partition(':')[2]}-printer"


def _at_kiosk(identity: Identity, command: c.Command) -> bool:
    """What kiosks do with a ticket of a kiosk, and word of the own printer."""
    if isinstance(command, c.IssueTicket):
        return command.granted_by == "kiosk" and command.print_at is None
    if isinstance(command, c.ReportDevice):
        is_printer = "none" not in (command.paper, command.cover) and not command.device_kind and not command.at_counter
        return is_printer and command.device == printer_of(identity.actor)
    return not isinstance(command, c.CancelTicket) or command.reason in c.KIOSK_REASONS


def _at_counters(identity: Identity, command: c.Command) -> bool:
    """What is pressed at the counters of a desk agent, and word of its own devices; it has no printer."""
    if isinstance(command, c.ReportDevice):
        is_own = command.device.startswith(device_at(identity.actor, ""))
        has_paper = (command.paper, command.cover) != ("none", "none")
        is_here = identity.counter is None or command.at_counter in (0, identity.counter)
        return is_own and is_here and not has_paper and command.device != printer_of(identity.actor)
    return _rates_as_panel(command) and (identity.counter is None or _own_counter(identity, command))


_SCOPES: dict[str, Callable[[Identity, c.Command], bool]] = {
    CLERK: _at_desk,
    SUPERVISOR: _as_staff,
    ADMINISTRATOR: _as_staff,
    KIOSK: _at_kiosk,
    RATING: _on_panel_page,
    DESK: _at_counters,
    HALL: _at_counters,
}
