"""The form that events have in common."""

from typing import ClassVar

from msgspec import Struct


class EventForm(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="kind"):
    """The common form. The stored row holds the tag in a column of its own."""

    VERSION: ClassVar[int] = 1


class TicketEvent(EventForm, frozen=True):
    """An event of one service of one ticket."""

    ticket: str
    service: int


class CounterTicketEvent(TicketEvent, frozen=True):
    """An event of a ticket at a counter."""

    counter: int
