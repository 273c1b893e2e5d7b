"""Names and shapes on the wire, shared by the hub, the agents and the tests."""

from typing import Any, NamedTuple

from msgspec import Struct

API = "/api/v1"
"""The path below which every command is posted and every view can be read."""

VIEW_EVENT = "view"
"""The event that brings a view; its argument is an :class:`Envelope`."""

PRESENT_EVENT = "present"
"""The event that tells a counter's pages who has one open: ``{"topic": "counter:3", "actors": ["staff-7", …]}``."""

REQUEST_KEY_HEADER = "Idempotency-Key"
"""Every command has one: 1 to 128 visible ASCII characters, the same for every repetition of that command."""

PROBLEM_TYPE = "application/problem+json"
"""The content type of every refusal and error below :data:`API` (RFC 9457)."""


SERVICE_TYPE = "_toi-luot._tcp.local."
"""The service as which a hub announces itself in its network (mDNS); its property ``hub`` is the hub's id."""

OWN_ID_LENGTH = 8
"""How much of the hub's id its name in the network bears."""

TOPIC_KINDS = frozenset({"wall", "kiosk", "counter", "rating", "reception", "floor"})
"""Every kind of topic; each has a view and a row in the access table."""

OF_ONE_COUNTER = frozenset({"counter", "rating"})
"""Kinds whose topics name a counter."""


class Envelope(Struct, frozen=True):
    """A whole view of a topic. A client takes any higher ``rev`` of its ``epoch``; a new epoch replaces everything.

    ``rev`` is the number of the last journal row that the view knows; ``at_ms`` is the hub's clock (ms since the epoch,
    UTC) when the view was built, so that a screen can correct its own.
    """

    topic: str
    epoch: str
    rev: int
    at_ms: int
    data: dict[str, Any]


class Topic(NamedTuple):
    """A topic's kind and, for those of one counter, the counter: ``counter:3``."""

    kind: str
    counter: int | None

    def __str__(self) -> str:
        return self.kind if self.counter is None else f"{self.kind}:{self.counter}"


def network_name(hub: str) -> str:
    """The name under which the hub of an id announces itself; as a host it is followed by ``.local``."""
    return f"toi-luot-{hub[:OWN_ID_LENGTH]}"


def parse_topic(name: object) -> Topic | None:
    """The topic of a name such as ``wall`` or ``counter:3``; None for anything else."""
    if not isinstance(name, str):
        return None
    kind, colon, number = name.partition(":")
    if kind not in TOPIC_KINDS or bool(colon) != (kind in OF_ONE_COUNTER):
        return None
    if not colon:
        return Topic(kind, None)
    is_number = number.isascii() and number.isdecimal() and len(number) <= 2 and number[0] != "0"
    return Topic(kind, int(number)) if is_number else None
