"""What each topic's view is."""

from collections.abc import Callable
from typing import Any

import msgspec

from hub.domain.errors import Refused
from hub.domain.views import (
    counter_view,
    desk_view,
    floor_view,
    hall_view,
    kiosk_view,
    rating_view,
    reception_view,
    wall_view,
)
from hub.domain.views.shared import SharedParts
from hub.messages import Topic

_Builder = Callable[[SharedParts, Topic], Any]

TOPICS: dict[str, _Builder] = {
    "wall": lambda shared, topic: wall_view(shared.floor, topic.hall, shared),
    "kiosk": lambda shared, _topic: kiosk_view(shared.floor, known=shared),
    "counter": lambda shared, topic: counter_view(shared.floor, topic.counter or 0, shared.texts, shared),
    "rating": lambda shared, topic: rating_view(shared.floor, topic.counter or 0, shared),
    "desk": lambda shared, topic: desk_view(shared.floor, topic.counter or 0, shared),
    "hall": lambda shared, _topic: hall_view(shared.floor, shared),
    "reception": lambda shared, _topic: reception_view(shared.floor, shared.texts, shared),
    "floor": lambda shared, _topic: floor_view(shared.floor, shared.texts, shared),
}
"""The view of every kind of topic."""


def build_view(shared: SharedParts, topic: Topic, link_of: Callable[[str], str] = lambda _ticket: "") -> bytes:
    """A topic's whole view as JSON; kiosks are told tickets' links, which ``link_of`` gives by their ids.

    Where there is nothing to show yet (no day open, a counter that the plan does not have) it is
    ``{"header": …, "refused": code}``: the screen says why and waits for the next view.
    """
    try:
        view = kiosk_view(shared.floor, link_of, shared) if topic.kind == "kiosk" else TOPICS[topic.kind](shared, topic)
    except Refused as refusal:
        view = {"header": shared.header, "refused": refusal.code}
    return msgspec.json.encode(view)
