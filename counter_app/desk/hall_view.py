"""The hub's view for desk agents (topics ``desk:3`` and ``hall``), as far as they read it; see `docs/protocol.md`.

Whatever a hub leaves out is at its default, so a view without an open day is one without counters. Instants are
milliseconds since 1970 UTC by the hub's clock.
"""

from msgspec import Struct


class Words(Struct, frozen=True):
    """A text of the centre's own."""

    vi: str
    en: str


class DeskHeader(Struct, frozen=True):
    """The day, empty while none is open; its mode; the centre's time zone."""

    day: str = ""
    mode: str = "live"
    zone: str = ""


class Choice(Struct, frozen=True):
    """Something that a clerk may choose: a reason, or a field to send a ticket to."""

    id: str
    name: Words


class SetAside(Struct, frozen=True):
    """A ticket that a counter holds or missed: its id and its number."""

    ticket: str
    label: str


class OpenRating(Struct, frozen=True):
    """The service that may be rated at a counter, from ``opened_ms`` until ``closes_ms``."""

    ticket: str
    service: int
    label: str
    opened_ms: int
    closes_ms: int


class DeskCounter(Struct, frozen=True):
    """A counter: ``state`` is ``open``, ``paused`` or ``closed``; ``ticket`` is the id of the one at hand or empty.

    ``ticket_state`` is ``called``, ``serving`` or empty; ``waiting`` counts those for this counter and ``next_label``
    is the number that would be called now. ``held`` and ``missed`` are its own, newest first, five at most.
    """

    number: int
    name: Words
    state: str
    pause_reason: str = ""
    serves: tuple[str, ...] = ()
    ticket: str = ""
    label: str = ""
    ticket_state: str = ""
    times_called: int = 0
    waiting: int = 0
    next_label: str = ""
    held: tuple[SetAside, ...] = ()
    missed: tuple[SetAside, ...] = ()
    rating: OpenRating | None = None
    calls_for_help: bool = False


class DeskCall(Struct, frozen=True):
    """A call or recall: a number sent to a counter; each has an ``id`` of its own."""

    id: int
    at_ms: int
    label: str
    counter: int


class DeskView(Struct, frozen=True):
    """What a desk agent knows of the hall: its own counter, or all of them.

    ``calls`` are the newest of these counters, oldest first; ``rating_steps`` is how many steps the scale has.
    ``outcomes`` and ``missed_reasons`` have to be chosen from, where there are any.
    """

    header: DeskHeader = DeskHeader()
    counters: tuple[DeskCounter, ...] = ()
    calls: tuple[DeskCall, ...] = ()
    rating_steps: int = 0
    pause_reasons: tuple[Choice, ...] = ()
    call_reasons: tuple[Choice, ...] = ()
    transfer_fields: tuple[Choice, ...] = ()
    outcomes: tuple[Choice, ...] = ()
    needs_quantity: bool = False
    missed_reasons: tuple[Choice, ...] = ()
    may_call_for_help: bool = False

    def counter(self, number: int) -> DeskCounter | None:
        """The counter of a number, or None."""
        return next((counter for counter in self.counters if counter.number == number), None)
