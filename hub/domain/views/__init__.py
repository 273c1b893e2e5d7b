"""What each kind of screen is told: small whole values, built from the floor alone.

A view is a function of the floor (and of the erasable texts): the same journal gives the same views. What only
depends on the time, a screen works out itself from the instants in the view.
"""

from hub.domain.views.cards import calls_are_blind
from hub.domain.views.counter import CounterView, counter_view
from hub.domain.views.desk import DeskView, desk_view, hall_view
from hub.domain.views.floor import FloorView, floor_view
from hub.domain.views.kiosk import KioskView, kiosk_view
from hub.domain.views.numbers import FoundNumbers, numbers_of
from hub.domain.views.parts import Header
from hub.domain.views.phone import PhoneView, phone_view
from hub.domain.views.rating import RatingView, rating_view
from hub.domain.views.reception import ReceptionView, reception_view
from hub.domain.views.story import TicketStory, clerks_story, ticket_story
from hub.domain.views.wall import WallView, wall_view

__all__ = [
    "CounterView",
    "DeskView",
    "FloorView",
    "FoundNumbers",
    "Header",
    "KioskView",
    "PhoneView",
    "RatingView",
    "ReceptionView",
    "TicketStory",
    "WallView",
    "calls_are_blind",
    "clerks_story",
    "counter_view",
    "desk_view",
    "floor_view",
    "hall_view",
    "kiosk_view",
    "numbers_of",
    "phone_view",
    "rating_view",
    "reception_view",
    "ticket_story",
    "wall_view",
]
