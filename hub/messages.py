"""Names and shapes on the wire, shared by the hub, the agents and the tests."""

import re
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Struct

# What kiosks and hub must name alike is told here for agents, which do not know the rules.
from hub.domain.offline import offline_label as offline_label
from hub.domain.offline import offline_series as offline_series
from hub.domain.offline import offline_tag as offline_tag

API = "/api/v1"
"""The path below which every command is posted and every view can be read."""

VIEW_EVENT = "view"
"""The event that brings a view; its argument is an :class:`Envelope`."""

PRESENT_EVENT = "present"
"""The event that tells a counter's pages who has one open: ``{"topic": "counter:3", "actors": ["staff-7", …]}``."""

IDLE_EVENT = "idle"
"""The event that tells a counter's pages in how many ms the hub calls there by itself, ``{"topic", "left_ms"}``; once a
second, as long as it is going to."""

REQUEST_KEY_HEADER = "Idempotency-Key"
"""Every command has one: 1 to 128 visible ASCII characters, the same for every repetition of that command."""

PROBLEM_TYPE = "application/problem+json"
"""The content type of every refusal and error below :data:`API` (RFC 9457)."""

PROBLEM_URN = "urn:toi-luot:problem:"
"""How the type of every problem of ours begins; the code follows."""


SERVICE_TYPE = "_toi-luot._tcp.local."
"""The service as which a hub announces itself in its network (mDNS); its property ``hub`` is the hub's id."""

OWN_ID_LENGTH = 8
"""How much of the hub's id its name in the network bears."""

SCAN_EVENT = "scanned"
"""The event that tells a screen of staff what was scanned for it: ``{"topic": "counter:3", "label": "A001"}``."""

TOPIC_KINDS = frozenset({"wall", "kiosk", "counter", "rating", "desk", "hall", "reception", "floor"})
"""Every kind of topic; each has a view and a row in the access table."""

WALL_KIND = "wall"
"""Its topics may name a hall."""

OF_ONE_COUNTER = frozenset({"counter", "rating", "desk"})
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


_HALL = re.compile(r"[a-z][a-z0-9_]{1,31}")


class Topic(NamedTuple):
    """A topic's kind, and the counter of those of one: ``counter:3``; a wall's may be of a hall: ``wall:east``."""

    kind: str
    counter: int | None
    hall: str = ""

    def __str__(self) -> str:
        which = self.hall if self.counter is None else self.counter
        return f"{self.kind}:{which}" if which else self.kind


Short = Annotated[str, Meta(max_length=64)]
"""A name, a code or a label."""

Instant = Annotated[int, Meta(ge=0, le=10**14)]
"""Milliseconds since 1970, UTC."""

OrderKind = Literal["test_print", "restart"]
"""What may be ordered of an agent."""


class LastJob(Struct, frozen=True):
    """An agent's newest print job; ``state`` is that of its spool, ``at_ms`` is the hub's time."""

    label: Short
    state: Short
    at_ms: Instant


class LastError(Struct, frozen=True):
    """What last went wrong at an agent, as a code, and when (the hub's time)."""

    code: Short
    at_ms: Instant


class AttachedDevice(Struct, frozen=True):
    """A device that an agent runs, for example a rating panel: ``link`` and ``trouble`` as in ReportDevice.

    ``counts`` says how often what happened to it, by name: presses that bounced, presses outside the window.
    """

    name: Short
    kind: Short
    counter: Annotated[int, Meta(ge=0, le=99)]
    link: Literal["online", "offline", "unknown"]
    trouble: Short = ""
    counts: Annotated[dict[Short, Annotated[int, Meta(ge=0, le=10**9)]], Meta(max_length=12)] = {}


class DeviceReport(Struct, frozen=True):
    """What an agent tells of itself every few seconds; it is kept in memory and never in the journal.

    ``clock_offset_ms``: how far its machine's clock is ahead of the hub's. ``profile`` and ``address_kind`` are its
    printer's. ``page``: whether the kiosk's page draws. ``offline_waiting``: numbers that were drawn without the hub
    and have yet to be handed in. ``devices``: what else it runs. ``started_ms``: when it was started (the hub's time).
    ``done_orders`` are the ids of orders that it has taken up. What a later version tells beyond that is passed over.
    """

    version: Short
    clock_offset_ms: Annotated[int, Meta(ge=-(10**14), le=10**14)]
    started_ms: Instant
    profile: Short = ""
    address_kind: Short = ""
    last_job: LastJob | None = None
    last_error: LastError | None = None
    page: Literal["alive", "silent", "none"] = "none"
    offline_waiting: Annotated[int, Meta(ge=0, le=10**6)] = 0
    devices: Annotated[tuple[AttachedDevice, ...], Meta(max_length=64)] = ()
    done_orders: Annotated[tuple[Short, ...], Meta(max_length=20)] = ()


class Order(Struct, frozen=True):
    """Something that a person wants of an agent. It is carried out at most once: the agent names it as done first."""

    id: str
    kind: OrderKind


class Orders(Struct, frozen=True):
    """The answer to a report: what the agent has yet to take up."""

    orders: tuple[Order, ...] = ()


def device_at(screen: str, device: str) -> str:
    """The name at the hub of a device of an agent: ``H1-panel3`` of ``hall:H1``, ``desk3-panel`` of ``desk:3``."""
    kind, _, which = screen.partition(":")
    return f"{kind}{which}-{device}" if which.isdecimal() else f"{which}-{device}"


def network_name(hub: str) -> str:
    """The name under which the hub of an id announces itself; as a host it is followed by ``.local``."""
    return f"toi-luot-{hub[:OWN_ID_LENGTH]}"


def is_hall_name(name: str) -> bool:
    """Whether a hall of the plan can have this id."""
    return _HALL.fullmatch(name) is not None


def parse_topic(name: object) -> Topic | None:
    """The topic of a name such as ``wall``, ``wall:east`` or ``counter:3``; None for anything else."""
    if not isinstance(name, str):
        return None
    kind, colon, number = name.partition(":")
    if kind == WALL_KIND and is_hall_name(number):
        return Topic(kind, None, number)
    if kind not in TOPIC_KINDS or bool(colon) != (kind in OF_ONE_COUNTER):
        return None
    if not colon:
        return Topic(kind, None)
    is_number = number.isascii() and number.isdecimal() and len(number) <= 2 and number[0] != "0"
    return Topic(kind, int(number)) if is_number else None
