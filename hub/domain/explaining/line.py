"""What is told of a number: codes and their parameters, in the order in which it happened."""

from msgspec import Struct

Params = dict[str, int | str]
"""``field``, ``class``, ``profile`` and ``reason`` are ids of the plan, ``…_ms`` instants (ms since the epoch, UTC)."""


class Why(Struct, frozen=True):
    """A reason by its code, ``why_<code>`` of the texts."""

    code: str
    params: Params = {}


class Line(Struct, frozen=True):
    """Something that happened at an instant (ms since the epoch, UTC), ``line_<code>`` of the texts; perhaps why."""

    at_ms: int
    code: str
    params: Params = {}
    why: Why | None = None
