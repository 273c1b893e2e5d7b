"""Which topics there are, and what each one's view is."""

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec import to_builtins

from hub.domain.errors import Refused
from hub.domain.floor import Floor
from hub.domain.views import counter_view, kiosk_view, rating_view, wall_view
from hub.domain.views.counter import Texts
from hub.domain.views.parts import header


class Topic(NamedTuple):
    """A topic's kind and, for those of one counter, the counter: ``counter:3``."""

    kind: str
    counter: int | None

    def __str__(self) -> str:
        return self.kind if self.counter is None else f"{self.kind}:{self.counter}"


_Builder = Callable[[Floor, int, Texts], Any]

TOPICS: dict[str, _Builder] = {
    "wall": lambda floor, _counter, _texts: wall_view(floor),
    "kiosk": lambda floor, _counter, _texts: kiosk_view(floor),
    "counter": counter_view,
    "rating": lambda floor, counter, _: rating_view(floor, counter),
}
"""Every kind of topic and its view. Each kind needs a row in the access table too."""

OF_ONE_COUNTER = frozenset({"counter", "rating"})
"""Kinds whose topics name a counter."""


def parse_topic(name: object) -> Topic | None:
    """The topic of a name such as ``wall`` or ``counter:3``; None for anything else."""
    if not isinstance(name, str):
        return None
    kind, colon, number = name.partition(":")
    if kind not in TOPICS or bool(colon) != (kind in OF_ONE_COUNTER):
        return None
    if not colon:
        return Topic(kind, None)
    is_number = number.isascii() and number.isdecimal() and len(number) <= 2 and number[0] != "0"
    return Topic(kind, int(number)) if is_number else None


def build_view(floor: Floor, texts: Texts, topic: Topic) -> dict[str, Any]:
    """A topic's whole view in JSON types.

    Where there is nothing to show yet (no day open, a counter that the plan does not have) it is
    ``{"header": …, "refused": code}``: the screen says why and waits for the next view.
    """
    try:
        view = TOPICS[topic.kind](floor, topic.counter or 0, texts)
    except Refused as refusal:
        return {"header": to_builtins(header(floor)), "refused": refusal.code}
    built: dict[str, Any] = to_builtins(view)
    return built
