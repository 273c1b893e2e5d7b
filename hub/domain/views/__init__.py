"""What each kind of screen is told: small whole values, built from the floor alone.

A view is a function of the floor (and of the erasable texts): the same journal gives the same views. What only
depends on the time, a screen works out itself from the instants in the view.
"""

from hub.domain.views.counter import CounterView, counter_view
from hub.domain.views.kiosk import KioskView, kiosk_view
from hub.domain.views.rating import RatingView, rating_view
from hub.domain.views.wall import WallView, wall_view

__all__ = [
    "CounterView",
    "KioskView",
    "RatingView",
    "WallView",
    "counter_view",
    "kiosk_view",
    "rating_view",
    "wall_view",
]
