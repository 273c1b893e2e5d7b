"""The rating page of a counter: open only while a finished service may be rated."""

from msgspec import Struct

from hub.domain.decisions.ratings import CHANGE_S, REASONS_S, closes_ms
from hub.domain.errors import Refused
from hub.domain.floor import Counter, Floor, Ticket
from hub.domain.plan import Plan, Reason, Wording
from hub.domain.views.parts import Header, field_name
from hub.domain.views.shared import SharedParts


class OpenRating(Struct, frozen=True):
    """The service that may be rated until ``closes_ms`` (ms since the epoch, UTC)."""

    ticket: str
    label: str
    service: int
    field: Wording
    opened_ms: int
    closes_ms: int


class GivenRating(Struct, frozen=True):
    """The rating just given: it may be changed, or its reasons told, until these instants (ms since the epoch, UTC)."""

    ticket: str
    label: str
    service: int
    score: int
    reasons: tuple[str, ...]
    rated_by: str
    changes_until_ms: int
    reasons_until_ms: int


class RatingView(Struct, frozen=True):
    """Everything a rating page shows. ``labels`` are best first: the first one gives the score ``len(labels)``.

    ``reasons`` may be told with a score of ``ask_reason_up_to`` or less. ``state`` is the counter's, ``pause_reason``
    the name of why it is paused.
    """

    header: Header
    counter: int
    name: Wording
    state: str
    pause_reason: Wording | None
    labels: tuple[Wording, ...]
    reasons: tuple[Reason, ...]
    ask_reason_up_to: int
    window: OpenRating | None
    given: GivenRating | None
    last_score: int | None


def rating_view(floor: Floor, number: int, known: SharedParts | None = None) -> RatingView:
    """The view of one counter's rating page. Raises Refused: unknown_counter."""
    planned = floor.plan.counter(number) if floor.plan else None
    if floor.plan is None or planned is None:
        raise Refused("unknown_counter", counter=number)
    counter = floor.counters.get(number) if floor.day else None
    rating = floor.plan.rating
    return RatingView(
        header=(known or SharedParts(floor, {})).header,
        counter=number,
        name=planned.name,
        state=counter.state if counter else "closed",
        pause_reason=_pause_reason(floor.plan, counter) if counter else None,
        labels=rating.labels,
        reasons=rating.reasons,
        ask_reason_up_to=rating.ask_reason_up_to,
        window=_window(floor, counter) if counter else None,
        given=_given(floor, counter) if counter else None,
        last_score=counter.last_score if counter else None,
    )


def _pause_reason(plan: Plan, counter: Counter) -> Wording | None:
    return next((one.name for one in plan.reasons.pause if one.id == counter.pause_reason), None)


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


def _given(floor: Floor, counter: Counter) -> GivenRating | None:
    if counter.given is None:
        return None
    ticket: Ticket = floor.tickets[counter.given.ticket]
    service = ticket.services[counter.given.service - 1]
    rated_ms = service.rated_ms or 0
    return GivenRating(
        ticket=ticket.id,
        label=ticket.label,
        service=service.number,
        score=service.score or 0,
        reasons=service.score_reasons,
        rated_by=service.rated_by,
        changes_until_ms=rated_ms + CHANGE_S * 1000,
        reasons_until_ms=rated_ms + REASONS_S * 1000,
    )
