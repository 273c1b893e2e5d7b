"""Names and shapes on the wire, shared by the hub, the agents and the tests."""

from typing import Any

from msgspec import Struct

API = "/api/v1"
"""The path below which every command is posted and every view can be read."""

VIEW_EVENT = "view"
"""The only event that the hub sends; its argument is an :class:`Envelope`."""

REQUEST_KEY_HEADER = "Idempotency-Key"
"""Every command has one: 1 to 128 visible ASCII characters, the same for every repetition of that command."""

PROBLEM_TYPE = "application/problem+json"
"""The content type of every refusal and error below :data:`API` (RFC 9457)."""


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
