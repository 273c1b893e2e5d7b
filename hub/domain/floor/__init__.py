"""The hall as it stands now: a value that only :func:`hub.domain.apply.apply_event` changes."""

from hub.domain.floor.counters import HUB, Counter, Device, PrintRequest, RatingWindow, Undo, is_pressed_by_clerks
from hub.domain.floor.hall import Announcement, Floor, Tally
from hub.domain.floor.turns import Line, Taken, Turns
from hub.domain.floor.visits import Paper, Place, Service, Ticket

__all__ = [
    "HUB",
    "Announcement",
    "Counter",
    "Device",
    "Floor",
    "Line",
    "Paper",
    "Place",
    "PrintRequest",
    "RatingWindow",
    "Service",
    "Taken",
    "Tally",
    "Ticket",
    "Turns",
    "Undo",
    "is_pressed_by_clerks",
]
