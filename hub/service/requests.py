"""A command as it arrives: its key, what identifies it, and the texts that are kept apart from the journal."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from hub.domain.commands import Command, JoinTicket, OpenDay, RateTicket
from hub.service.outcome import Outcome

NOT_COMPARED: dict[type[Command], frozenset[str]] = {
    OpenDay: frozenset({"day", "plan"}),
    JoinTicket: frozenset({"drawn_ms"}),
    RateTicket: frozenset({"pressed_ms"}),
}
"""Fields that may differ in a repeat of the same request: the hub itself fills in the day that it opens, and an agent
may have measured anew how far its clock is off."""

_ENCODER = msgspec.json.Encoder(order="sorted")


def erasable_fields(command: type[Command]) -> frozenset[str]:
    """The names of a command's fields that are annotated as erasable text."""
    return _fields_marked(command, "erasable")


def forgotten_fields(command: type[Command]) -> frozenset[str]:
    """The names of a command's fields that are looked at and never kept."""
    return _fields_marked(command, "forgotten")


@cache
def _fields_marked(command: type[Command], mark: str) -> frozenset[str]:
    described = msgspec.inspect.type_info(command)
    assert isinstance(described, msgspec.inspect.StructType)
    return frozenset(entry.name for entry in described.fields if _is_marked(entry.type, mark))


def _is_marked(described: msgspec.inspect.Type, mark: str) -> bool:
    if isinstance(described, msgspec.inspect.UnionType):
        return any(_is_marked(member, mark) for member in described.types)
    return isinstance(described, msgspec.inspect.Metadata) and bool((described.extra or {}).get(mark))


def texts_of(command: Command) -> dict[str, str]:
    """The texts of a command that are kept in the erasable table, by field name."""
    given = {name: getattr(command, name) for name in erasable_fields(type(command))}
    return {name: text for name, text in given.items() if text is not None}


def command_hash(command: Command) -> str:
    """SHA-256 (hex) of a command's canonical JSON: fields sorted, defaults left out.

    Of an erasable or forgotten text only its presence counts, because the hash outlives the text; what may differ in a
    repeat does not count at all. A default that a later version adds to a command does not change the hash of one that
    was sent before.
    """
    hidden = erasable_fields(type(command)) | forgotten_fields(type(command))
    form: dict[str, Any] = {"command": type(command).__name__}
    for name, default in _defaults(type(command)):
        value = getattr(command, name)
        if value != default:
            form[name] = "" if name in hidden else value
    return hashlib.sha256(_ENCODER.encode(form)).hexdigest()


@cache
def _defaults(command: type[Command]) -> tuple[tuple[str, Any], ...]:
    """What makes a request what it is, with the defaults (a marker that equals no value where there is none)."""
    left_out = NOT_COMPARED.get(command, frozenset())
    return tuple((f.name, f.default) for f in msgspec.structs.fields(command) if f.name not in left_out)


class Answer:
    """What a sender waits for: given once, taken once. A lock is all it needs, a quarter of what a future costs."""

    __slots__ = ("_given", "_result")

    def __init__(self) -> None:
        self._result: Outcome | Exception | None = None
        self._given = threading.Lock()
        self._given.acquire()

    def give(self, result: Outcome | Exception) -> None:
        """Wake the sender."""
        self._result = result
        self._given.release()

    def take(self) -> Outcome:
        """Wait for the outcome. Raises the error that was given instead."""
        self._given.acquire()
        if isinstance(self._result, Exception):
            raise self._result
        assert self._result is not None
        return self._result


@dataclass(frozen=True, slots=True)
class Asked:
    """A command that waits for its ``answer``, since ``since_s`` (a clock that only goes forward)."""

    command: Command
    actor: str
    request_id: str
    answer: Answer = field(default_factory=Answer)
    since_s: float = field(default_factory=time.perf_counter)
