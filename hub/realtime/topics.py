"""What each topic's view is."""

from collections.abc import Callable
from typing import Any

from msgspec import to_builtins

from hub.domain.errors import Refused
from hub.domain.floor import Floor
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
from hub.domain.views.cards import Texts
from hub.domain.views.parts import header
from hub.messages import Topic

_Builder = Callable[[Floor, Topic, Texts], Any]

TOPICS: dict[str, _Builder] = {
    "wall": lambda floor, topic, _: wall_view(floor, topic.hall),
    "kiosk": lambda floor, _topic, _texts: kiosk_view(floor),
    "counter": lambda floor, topic, texts: counter_view(floor, topic.counter or 0, texts),
    "rating": lambda floor, topic, _: rating_view(floor, topic.counter or 0),
    "desk": lambda floor, topic, _: desk_view(floor, topic.counter or 0),
    "hall": lambda floor, _topic, _texts: hall_view(floor),
    "reception": lambda floor, _topic, texts: reception_view(floor, texts),
    "floor": lambda floor, _topic, texts: floor_view(floor, texts),
}
"""The view of every kind of topic."""


def build_view(
    floor: Floor, texts: Texts, topic: Topic, link_of: Callable[[str], str] = lambda _ticket: ""
) -> dict[str, Any]:
    """A topic's whole view in JSON types; kiosks are told tickets' links, which ``link_of`` gives by their ids.

    Where there is nothing to show yet (no day open, a counter that the plan does not have) it is
    ``{"header": …, "refused": code}``: the screen says why and waits for the next view.
    """
    try:
        view = kiosk_view(floor, link_of) if topic.kind == "kiosk" else TOPICS[topic.kind](floor, topic, texts)
    except Refused as refusal:
        return {"header": to_builtins(header(floor)), "refused": refusal.code}
    built: dict[str, Any] = to_builtins(view)
    return built
