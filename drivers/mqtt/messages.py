"""What host and devices tell each other, as JSON; its sender's start and a number name each message."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from drivers.devices import Key

MOST_BYTES = 1024
"""What is longer is no message of a device."""

Boot = Annotated[str, Meta(pattern=r"^[0-9A-F]{4,8}\Z")]
"""A start of a program or of a device: drawn at random each time."""
Instant = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Milliseconds of the host's clock, which outlive 31 bits after 25 days; what every reader of JSON takes exactly."""
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Text = Annotated[str, Meta(max_length=64)]


class Show(Struct, frozen=True, kw_only=True):
    """What every face begins with: `clock_ms` are milliseconds of the host's clock since its start `boot`."""

    boot: str
    seq: int
    clock_ms: int


class PanelShow(Show, frozen=True, kw_only=True, tag_field="kind", tag="panel"):
    """Light up for `left_ms` so that the service of `token` may be rated; be dark when it is empty."""

    token: str
    label: str
    buttons: int
    left_ms: int


class RowShow(Struct, frozen=True):
    """A row of a board: blinks for `blink_ms`; dark without a label."""

    label: str
    counter: int
    blink_ms: int


class BoardShow(Show, frozen=True, kw_only=True, tag_field="kind", tag="board"):
    """The rows of a board from above."""

    rows: tuple[RowShow, ...]


class KeypadShow(Show, frozen=True, kw_only=True, tag_field="kind", tag="keypad"):
    """A keypad's display; beep once when `beeps` is higher than before."""

    lines: tuple[str, str]
    beeps: int


class Named(Struct, frozen=True):
    """What every message of a device begins with."""

    boot: Boot
    seq: Annotated[int, Meta(ge=1, le=2**31 - 1)]


class RateSaid(Named, frozen=True, tag_field="kind", tag="rate"):
    """A button was pressed at `at_ms` by the clock of the host's start `host`, while the panel was lit for `token`."""

    host: Boot
    at_ms: Instant
    token: Annotated[str, Meta(pattern=r"^[0-9A-Z]{1,8}\Z")]
    button: Annotated[int, Meta(ge=1, le=5)]


class KeySaid(Named, frozen=True, tag_field="kind", tag="key"):
    """A key was pressed at `at_ms` by the clock of the host's start `host`."""

    host: Boot
    at_ms: Instant
    key: Key


class StatSaid(Named, frozen=True, tag_field="kind", tag="stat"):
    """The device is there; its counts since its start and how many ratings it keeps now."""

    bounced: Count = 0
    outside: Count = 0
    kept: Count = 0


class Taken(Struct, frozen=True, omit_defaults=True):
    """The host's acknowledgement of a device's message; `refused` says why it will never be taken."""

    boot: str
    seq: int
    clock_ms: int
    refused: Literal["", "form"] = ""


Said = RateSaid | KeySaid | StatSaid

_SAID = msgspec.json.Decoder(Said)
_NAMED = msgspec.json.Decoder(Named)


def read_said(payload: bytes) -> Said | Named | None:
    """A device's message; only its name when the rest of it has no form, None when not even that can be read."""
    if len(payload) > MOST_BYTES:
        return None
    for decoder in (_SAID, _NAMED):
        try:
            return decoder.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
    return None


def written(message: Show | Taken) -> bytes:
    """A message of the host."""
    return msgspec.json.encode(message)
