"""The page of a ticket's link, for who holds the ticket: where it stands, what it went through, what may be asked."""

from collections.abc import Mapping

from msgspec import Struct

from hub.domain.calling import MOST_DEFERRALS, count_behind
from hub.domain.floor import Floor, Place, Service, Ticket
from hub.domain.plan import ORDINARY, Centre, Plan, Reason, Wording
from hub.domain.transitions import AT_COUNTER, State
from hub.domain.views.parts import ServedAt, field_name, served_at

LETTING_BY = (1, 3, 5, 10)
"""So many others may be let by; also all who are there, where they are fewer."""


class PhoneService(Struct, frozen=True):
    """A service of the visit: instants in ms since the epoch (UTC), None for what has not been; ``ending`` as in
    :class:`hub.domain.floor.Service`.
    """

    field: Wording
    counter: int | None
    waiting_since_ms: int
    called_ms: int | None
    started_ms: int | None
    missed_ms: int | None
    ended_ms: int | None
    ending: str


class PhoneRating(Struct, frozen=True):
    """A finished service that nobody has rated; ``labels`` and ``reasons`` as in the rating page's view."""

    service: int
    counter: int
    field: Wording
    labels: tuple[Wording, ...]
    reasons: tuple[Reason, ...]
    ask_reason_up_to: int


class PhoneView(Struct, frozen=True):
    """Everything that the page of a ticket shows. Nothing of a person is in it, and nothing of other tickets.

    ``people_ahead`` is told while the ticket waits. ``counters`` serve it, ``counter`` has it (None: none has).
    ``call`` counts its calls and recalls, ``further`` are the fields to which the visit goes on. ``lets_by`` offers how
    many others may be let by (nothing: that cannot be asked), ``deferrals_left`` how often still, ``deferred_ms``
    when that was done; ``rated`` is whether
    the last service was rated.
    """

    centre: Centre
    zone: str
    day: str
    label: str
    state: str
    field: Wording
    has_priority: bool
    is_test: bool
    language: str
    people_ahead: int | None
    counters: ServedAt
    counter: int | None
    call: int
    further: tuple[Wording, ...]
    services: tuple[PhoneService, ...]
    lets_by: tuple[int, ...]
    deferred_ms: tuple[int, ...]
    deferrals_left: int
    may_cancel: bool
    rating: PhoneRating | None
    rated: bool


def phone_view(floor: Floor, ticket: Ticket, ahead: Mapping[Place, int]) -> PhoneView:
    """The view of one ticket of the open or the last day; ``ahead`` is what ``people_ahead_by_place`` says of its
    field and mode.

    Raises Refused: no_day_open, as long as there was none.
    """
    plan, service = floor.plan or floor.the_plan, ticket.service
    has_counter = ticket.state in (State.PREPARED, *AT_COUNTER, State.HELD)
    return PhoneView(
        centre=plan.centre,
        zone=plan.zone,
        day=floor.last_day or "",
        label=ticket.label,
        state=ticket.state,
        field=field_name(plan, service.field),
        has_priority=ticket.ticket_class != ORDINARY,
        is_test=ticket.mode == "test",
        language=ticket.language,
        people_ahead=ahead.get(ticket.place) if ticket.state is State.WAITING else None,
        counters=_counters(floor, ticket),
        counter=service.counter if has_counter else None,
        call=ticket.times_called,
        further=tuple(field_name(plan, field) for field in ticket.errands),
        services=tuple(_service(plan, one) for one in ticket.services),
        lets_by=_lets_by(floor, ticket),
        deferred_ms=tuple(ticket.deferred_ms),
        deferrals_left=MOST_DEFERRALS - ticket.deferrals,
        may_cancel=ticket.state in (State.WAITING, State.PREPARED),
        rating=_rating(plan, ticket),
        rated=any(one.score is not None for one in ticket.services),
    )


def _counters(floor: Floor, ticket: Ticket) -> ServedAt:
    """Those that call the ticket; one that was sent to a counter is called there alone."""
    bound_to = ticket.service.to_counter
    if bound_to is None:
        return served_at(floor, ticket.service.field, ticket.ticket_class)
    is_open = floor.counters[bound_to].state == "open"
    return ServedAt((bound_to,), (bound_to,) if is_open else ())


def _service(plan: Plan, service: Service) -> PhoneService:
    return PhoneService(
        field=field_name(plan, service.field),
        counter=service.counter,
        waiting_since_ms=service.began_ms,
        called_ms=service.first_called_ms,
        started_ms=service.started_ms,
        missed_ms=service.missed_ms,
        ended_ms=service.ended_ms,
        ending=service.ending,
    )


def _lets_by(floor: Floor, ticket: Ticket) -> tuple[int, ...]:
    if ticket.state is not State.WAITING or ticket.deferrals >= MOST_DEFERRALS:
        return ()
    most = LETTING_BY[-1]
    there = count_behind(floor, ticket, most)
    return tuple(sorted({*(count for count in LETTING_BY if count <= there), *([there] if there else [])}))


def _rating(plan: Plan, ticket: Ticket) -> PhoneRating | None:
    """The last service that was finished, as long as nobody has rated it."""
    done = [one for one in ticket.services if one.ending == "finished" and one.counter is not None]
    if not done or done[-1].score is not None:
        return None
    last, rating = done[-1], plan.rating
    return PhoneRating(
        service=last.number,
        counter=last.counter or 0,
        field=field_name(plan, last.field),
        labels=rating.labels,
        reasons=rating.reasons,
        ask_reason_up_to=rating.ask_reason_up_to,
    )
