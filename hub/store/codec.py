"""The stored form of an event: canonical JSON of integers and strings, without its tag, defaults left out."""

from functools import cache
from typing import Any, get_args

import msgspec

from hub.domain.events import Event

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
"""Every event by the name that its rows carry."""

_ENCODER = msgspec.json.Encoder(order="sorted")


class UnreadableEvent(ValueError):
    """A stored row does not hold an event that this version knows."""


def form_of(event: Event) -> dict[str, Any]:
    """The event as plain integers, strings, lists and dicts, keys sorted; absent values are left out.

    Raises ValueError when a value is anything else.
    """
    form = msgspec.to_builtins(event, order="sorted")
    del form["kind"]
    return {name: _plain(value) for name, value in form.items() if value is not None}


def _plain(value: Any) -> Any:
    if type(value) in (int, str):
        return value
    if isinstance(value, dict):
        return {name: _plain(entry) for name, entry in value.items() if entry is not None}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    raise ValueError(f"the journal holds integers and strings only, not {value!r}")


def encode(form: dict[str, Any]) -> str:
    """The canonical JSON of a form: UTF-8, keys sorted, no spaces."""
    return _ENCODER.encode(form).decode()


def decode_form(text: str | bytes) -> dict[str, Any]:
    """The form that a row holds."""
    form: dict[str, Any] = msgspec.json.decode(text)
    return form


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Event]:
    return msgspec.json.Decoder(KINDS[kind])


def decode(kind: str, version: int, text: str) -> Event:
    """The event of a row. Raises UnreadableEvent, saying why."""
    if kind not in KINDS:
        raise UnreadableEvent(f"the kind {kind!r} is unknown to this version of the program")
    if version != KINDS[kind].VERSION:
        raise UnreadableEvent(f"{kind} has version {version}, which this version of the program does not read")
    try:
        return _decoder(kind).decode(text)
    except msgspec.MsgspecError as error:
        raise UnreadableEvent(f"{kind}: {error}") from error
