"""The hall as it stands now: a value that only :func:`hub.domain.apply.apply_event` changes."""

from hub.domain.floor.counters import HUB, Counter, Device, PrintRequest, RatingWindow, is_pressed_by_clerks
from hub.domain.floor.hall import Announcement, Floor, Tally
from hub.domain.floor.turns import Line, Taken, Turns
from hub.domain.floor.visits import Paper, Service, Ticket

__all__ = [
    "HUB",
    "Announcement",
    "Counter",
    "Device",
    "Floor",
    "Line",
    "Paper",
    "PrintRequest",
    "RatingWindow",
    "Service",
    "Taken",
    "Tally",
    "Ticket",
    "Turns",
    "is_pressed_by_clerks",
]
