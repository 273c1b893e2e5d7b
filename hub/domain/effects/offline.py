"""What events of the time in which the hub was away do to the floor."""

from collections.abc import Callable
from typing import Any

from hub.domain import events as e
from hub.domain.effects.moves import count_number, enter
from hub.domain.floor import Floor, Paper
from hub.domain.quotas import quota_keys


def _joined(floor: Floor, event: e.TicketJoined, entry: e.Entry) -> None:
    """How many were ahead nobody counted: the hub was away."""
    ticket = enter(floor, event, entry, papers=[Paper("", "", event.arrived_ms)])
    ticket.errands = list(event.further)
    count_number(floor, event, quota_keys([event.field], event.mode, "walk_in"), event.arrived_ms)


def _lapsed(floor: Floor, event: e.OfflineTicketLapsed, entry: e.Entry) -> None:
    """The journal keeps the number; the hall of another day has nothing to do with it."""


HANDLERS: dict[type[e.Event], Callable[[Floor, Any, e.Entry], None]] = {
    e.TicketJoined: _joined,
    e.OfflineTicketLapsed: _lapsed,
}
