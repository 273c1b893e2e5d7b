"""The rating page of a counter: open only while a finished service may be rated."""

from msgspec import Struct

from hub.domain.decisions.ratings import closes_ms
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor
from hub.domain.plan import Wording
from hub.domain.views.parts import Header, field_name, header


class OpenRating(Struct, frozen=True):
    """The service that may be rated until ``closes_ms`` (ms since the epoch, UTC)."""

    ticket: str
    label: str
    service: int
    field: Wording
    opened_ms: int
    closes_ms: int


class RatingView(Struct, frozen=True):
    """Everything a rating page shows. ``labels`` are best first: the first one gives the score ``len(labels)``."""

    header: Header
    counter: int
    name: Wording
    labels: tuple[Wording, ...]
    window: OpenRating | None
    last_score: int | None


def rating_view(floor: Floor, number: int) -> RatingView:
    """The view of one counter's rating page. Raises Refused: unknown_counter."""
    planned = floor.plan.counter(number) if floor.plan else None
    if floor.plan is None or planned is None:
        raise Refused("unknown_counter", counter=number)
    counter = floor.counters.get(number) if floor.day else None
    return RatingView(
        header=header(floor),
        counter=number,
        name=planned.name,
        labels=floor.plan.rating.labels,
        window=_window(floor, counter) if counter else None,
        last_score=counter.last_score if counter else None,
    )


def _window(floor: Floor, counter: Counter) -> OpenRating | None:
    window = counter.rating
    if window is None:
        return None
    ticket = floor.tickets[window.ticket]
    return OpenRating(
        ticket=ticket.id,
        label=ticket.label,
        service=window.service,
        field=field_name(floor.plan, ticket.services[window.service - 1].field),
        opened_ms=window.opened_ms,
        closes_ms=closes_ms(floor, window.opened_ms),
    )
