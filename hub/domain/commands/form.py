"""The values that commands are made of, and the form that they have in common."""

from typing import Annotated

from msgspec import Meta, Struct

CounterNumber = Annotated[int, Meta(ge=1, le=99)]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{1,31}\Z")]
CodeOrNone = Annotated[str, Meta(pattern=r"^(?:[a-z][a-z0-9_]{1,31})?\Z")]
"""A code; empty for none."""
DeviceKind = Annotated[str, Meta(pattern=r"^(?:[a-z][a-z0-9_-]{0,31})?\Z")]
"""What a device is, such as ``counter-board``; empty where nobody said so."""
CounterOrNone = Annotated[int, Meta(ge=0, le=99)]
"""A counter's number; 0 for none."""
TicketId = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}-[A-Z0-9-]{1,20}\Z")]
Label = Annotated[str, Meta(pattern=r"^(?![0-9]{10})[A-Z0-9-]{1,20}\Z")]
"""As somebody types it. The number of an identity card, which a scanner may have typed, is none and is not kept."""
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2}\Z")]
DeviceName = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}\Z")]
RequestKey = Annotated[str, Meta(pattern=r"^[!-~]{1,128}\Z")]
Instant = Annotated[int, Meta(ge=0, le=10**14)]
"""Milliseconds since 1970, UTC."""
ErasableText = Annotated[str, Meta(min_length=1, max_length=500, extra={"erasable": 1})]
"""Free text of a person: kept beside the journal, never in it, so that it can be erased."""
ForgottenText = Annotated[str, Meta(pattern=r"^[0-9a-z+]{4,64}\Z", extra={"forgotten": 1})]
"""What tells a person: looked at once and kept nowhere as it is."""


class CommandForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command"):
    """The common form: frozen, keyword only, unknown keys refused, tagged by its own name."""


class AtHand(CommandForm, frozen=True, kw_only=True):
    """A command about the ticket that a counter holds; who saw another one there (``seen``) is not obeyed."""

    counter: CounterNumber
    seen: TicketId | None = None
