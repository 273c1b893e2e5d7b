"""What the hub was told of the time in which it was away."""

from typing import Literal

from hub.domain.events.form import CounterTicketEvent, EventForm, TicketEvent


class TicketJoined(TicketEvent, frozen=True, tag=True):
    """A number that a kiosk drew by itself joined the queue; service 1 waits in ``field``.

    ``series`` is the kiosk's own sub-series (``A-K2``). ``drawn_ms`` is what the kiosk said, ``arrived_ms`` the same
    within the day as the hub knows it: it decides the place. ``left_out`` numbers right before it were left out by a
    kiosk whose disk was new. ``further`` is the chain of the field: a kiosk alone draws for one field.
    """

    label: str
    series: str
    number: int
    field: str
    drawn_ms: int
    arrived_ms: int
    ticket_class: str = "ordinary"
    language: str = "vi"
    mode: Literal["live", "test"] = "live"
    left_out: int = 0
    further: tuple[str, ...] = ()


class OfflineTicketLapsed(EventForm, frozen=True, tag=True):
    """The hub heard of a number that a kiosk drew by itself only when the ``day`` on its paper was long over."""

    day: str
    label: str
    series: str
    number: int
    field: str
    drawn_ms: int
    left_out: int = 0


class TicketServedOffline(CounterTicketEvent, frozen=True, tag=True):
    """A clerk served a ticket while the hub was away and said so afterwards; ``served_ms`` if the end was noted."""

    served_ms: int | None = None


class ErrandServedOffline(CounterTicketEvent, frozen=True, tag=True):
    """So was one service of a visit that goes on: the next one waits in ``to_field``."""

    to_field: str
    served_ms: int | None = None
