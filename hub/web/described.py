"""The API's routes beside the commands: what each one takes and gives, for its description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from msgspec import Struct

from hub.messages import Envelope


@dataclass(frozen=True, slots=True)
class Read:
    """One route: its endpoint in the access table, its path below the API, and its answer.

    ``answer`` is the struct of a JSON answer (a list of them when ``is_list``), or None when ``media`` is text.
    ``parameters`` are the types of the path's ``<…>`` parts, ``problems`` the statuses of its problems if not the usual
    ones.
    """

    endpoint: str
    path: str
    summary: str
    answer: type[Struct] | None = None
    is_list: bool = False
    media: str = "application/json"
    method: str = "GET"
    body: type[Struct] | None = None
    status: HTTPStatus = HTTPStatus.OK
    parameters: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[int, ...] = ()


READS: tuple[Read, ...] = (
    Read("openapi", "/openapi.json", "This document.", media="application/json"),
    Read(
        "api.view",
        "/views/<topic>",
        "A topic's newest view, as it is also sent on sockets.",
        Envelope,
        parameters={"topic": str},
    ),
)
"""Every route below the API that is no command."""
